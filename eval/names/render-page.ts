import { type Html, html } from '../../demo/command/html.ts';
import { renderPage } from '../../demo/command/page.ts';
import { toDataUrl } from '../../demo/command/read-picture-file.ts';
import { describeLosses } from './describe-losses.ts';
import type { NamingReport } from './evaluate-names.ts';
import { formatDollars, percent } from './print-reports.ts';
import type { LabeledDesign } from './read-labeled-design.ts';
import { type ReportSum, sumReports } from './sum-reports.ts';

/** All reports made under one set of settings. */
export interface EvalRun {
  readonly title: string;
  readonly model: string;
  readonly reports: readonly NamingReport[];
}

const css = `
main { display: block; }
table { border-collapse: collapse; width: 100%; margin: 0 0 36px; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: 7px 10px; border-bottom: 1px solid var(--line); white-space: nowrap; }
th { color: var(--soft); font-weight: 500; font-size: 12.5px; }
th:first-child, td:first-child { text-align: left; }
tr.all td { font-weight: 600; }
.scroll { overflow-x: auto; }
h2 { font-size: 24px; letter-spacing: -.01em; margin: 40px 0 14px; }
h2 small { color: var(--soft); font-weight: 400; font-size: 15px; letter-spacing: 0; }
.frame { max-width: 480px; margin: 0 0 18px; }
.frame img { object-position: left; }
.sheet { list-style: none; display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 14px; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.card .stage { height: 96px; padding: 10px; }
.card .stage img { display: block; max-width: 100%; max-height: 76px; min-height: 2px; object-fit: contain; }
.card div + div { padding: 9px 12px 12px; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.name { font: 600 12.5px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.name b { float: right; margin-left: 8px; color: var(--good); }
.lost .name b { color: var(--bad); }
.other { color: var(--soft); font-size: 12px; }
.why { margin-top: 5px; border-radius: 6px; padding: 3px 8px; font-size: 12px; background: var(--bad-paper); color: var(--bad); }
`;

/** The page of an evaluation: figures, then every layer's picture, its name in each run and what it lost points for. */
export function renderEvalPage(runs: readonly EvalRun[], designs: readonly LabeledDesign[], wasLocal: boolean): string {
  const note = wasLocal
    ? html`<p class="note demo">LOCAL PROVIDER: named by rules on this machine, not by a model.</p>`
    : html`<p class="note">Named by a real model: ${runs[0]?.model ?? ''}</p>`;
  return renderPage({
    title: 'Evaluation of names',
    css,
    body: html`<main><p class="eyebrow">Evaluation</p><h1>Names</h1>${note}
${runs.map((run) => renderRun(run))}
${designs.map((design, index) => renderDesign(design, runs, index))}</main>`,
  });
}

function renderRun({ title, reports }: EvalRun): Html {
  const rows: readonly ReportSum[] = reports.length > 1 ? [...reports, sumReports(reports)] : reports;
  return html`<h2>${title}</h2><div class="scroll"><table><thead><tr><th>design</th><th>score</th><th>role</th>
<th>words</th><th>wrong</th><th>unnamed</th><th>off style</th><th>twins</th><th>consistent</th><th>noise</th>
<th>layers</th><th>calls</th><th>pictures</th><th>tokens</th><th>dollars</th><th>seconds</th></tr></thead>
<tbody>${rows.map(renderRow)}</tbody></table></div>`;
}

function renderRow({ design, score, figures, spending, seconds }: ReportSum): Html {
  const shares = [figures.role, figures.says, figures.forbidden, figures.default, figures.offStyle, figures.twins];
  const cells = [
    score.toFixed(1),
    ...[...shares, figures.consistent, figures.noise].map((share) => percent(share).text),
    String(figures.layers),
    String(spending.calls),
    String(spending.pictures),
    String(spending.billedTokens ?? spending.textTokens + spending.pictureTokens),
    formatDollars(spending.dollars),
    seconds.toFixed(1),
  ];
  const kind = design === 'all' ? 'all' : '';
  return html`<tr class="${kind}"><td>${design}</td>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>`;
}

function renderDesign({ design, layers }: LabeledDesign, runs: readonly EvalRun[], index: number): Html {
  const { picture } = design.frame ?? {};
  const frame =
    picture === undefined ? html`` : html`<figure class="frame"><img src="${toDataUrl(picture)}" alt=""></figure>`;
  const scores = runs.map(({ reports }) => (reports[index]?.score ?? 0).toFixed(1)).join(', ');
  return html`<h2>${design.name} <small>${scores}</small></h2>${frame}
<ol class="sheet">${layers.map((_, at) => renderLayer(design, runs, index, at))}</ol>`;
}

function renderLayer(design: LabeledDesign['design'], runs: readonly EvalRun[], index: number, at: number): Html {
  const layer = design.layers[at];
  const scores = runs.flatMap(({ reports }) => reports[index]?.scores[at] ?? []);
  const first = scores[0];
  if (layer === undefined || first === undefined) return html``;
  const losses = describeLosses(first);
  const points = first.meaning === undefined ? 'unscored' : (100 * first.meaning).toFixed(0);
  const others = scores.slice(1).map(({ name }) => html`<p class="other">${name}</p>`);
  const stage =
    layer.picture === undefined ? html`` : html`<img loading="lazy" src="${toDataUrl(layer.picture)}" alt="">`;
  const why = losses.length === 0 ? html`` : html`<p class="why">${losses.join('; ')}</p>`;
  const kind = losses.length > 0 ? 'lost' : '';
  return html`<li class="card ${kind}"><div class="stage">${stage}</div><div>
<p class="name"><b>${points}</b>${first.name}</p>${others}
<p class="other">${layer.type.toLowerCase()} ${layer.id}: ${(layer.text ?? '').slice(0, 60)}</p>${why}</div></li>`;
}
