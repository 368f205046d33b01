import { type DrawnVariant, drawVariants } from '../../demo/command/draw-variants.ts';
import { type Html, html } from '../../demo/command/html.ts';
import { renderPage } from '../../demo/command/page.ts';
import type { Design } from '../../demo/command/read-design.ts';
import { toDataUrl } from '../../demo/command/read-picture-file.ts';
import type { EditVariant } from '../../src/schemas/edits.ts';
import type { VariantsReport } from './evaluate-variants.ts';

const css = `
body > main { max-width: 1500px; }
h2 { font-size: 22px; margin: 36px 0 4px; }
.facts { color: var(--soft); font-size: 13.5px; margin-bottom: 12px; }
.row { list-style: none; display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 16px; }
.row img { display: block; width: 100%; max-height: 420px; object-fit: cover; object-position: top; border: 1px solid var(--line); border-radius: 8px; }
.row figcaption { font-size: 13.5px; padding: 6px 2px; }
.row small { color: var(--soft); display: block; }
`;

/** The pictures of every variant on one page, the frame as it is before them. */
export async function renderVariantsSheet(
  designs: readonly Design[],
  reports: readonly VariantsReport[],
): Promise<string> {
  const rows: Html[] = [];
  for (const report of reports) {
    const design = designs.find(({ name }) => name === report.design);
    const drawn = design === undefined ? undefined : await drawVariants(design, report.variants);
    rows.push(renderReport(report, design, drawn ?? []));
  }
  return renderPage({
    title: 'Evaluation of variants',
    css,
    body: html`<main><p class="eyebrow">Evaluation</p><h1>Variants</h1>
${rows}</main>`,
  });
}

function renderReport(
  { design, promptFile, score, figures }: VariantsReport,
  original: Design | undefined,
  drawn: readonly DrawnVariant[],
): Html {
  const picture = original?.frame?.picture;
  const before =
    picture === undefined
      ? html``
      : html`<li><figure><img src="${toDataUrl(picture)}" alt="${design} as it is"><figcaption>As it is</figcaption></figure></li>`;
  return html`<section><h2>${design}</h2>
<p class="facts">${promptFile} · ${score.toFixed(1)} of 100 · ${figures.apart.toFixed(3)} apart · ${(100 * figures.changed).toFixed(0)} % changed</p>
<ol class="row">${before}${drawn.map(
    ({ variant, png }) => html`<li><figure><img src="data:image/png;base64,${png.toString('base64')}"
alt="${design}: ${variant.theme}"><figcaption>${variant.variantIndex}. ${variant.theme}
<small>${describeChecks(variant.checks)}</small></figcaption></figure></li>`,
  )}</ol></section>
`;
}

function describeChecks(checks: EditVariant['checks']): string {
  if (checks === undefined) return 'not checked';
  const { contrastFailures, overlaps, cutOff = 0, outsideFrame, repaired } = checks;
  const left = contrastFailures + overlaps + cutOff + outsideFrame;
  return `${left === 0 ? 'all checks pass' : `${left} faults left`}, ${repaired} repaired`;
}
