import type { EditVariant } from '../../src/schemas/edits.ts';
import { type Html, html } from './html.ts';
import { type HeaderParts, renderHeader, renderPage } from './page.ts';

export interface PageVariant {
  readonly variant: EditVariant;
  /** The frame with the instructions applied, as a data: URL; undefined if it could not be drawn. */
  readonly picture: string | undefined;
  /** The same, small. */
  readonly thumbnail: string | undefined;
}

/** The frame as it is: its picture as a data: URL, and its layers as a tree. */
export interface PageFrame {
  readonly picture: string | undefined;
  readonly layers: readonly PageLayer[];
}

export interface PageLayer {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly parent: string | undefined;
}

const css = `
.index {
  list-style: none; display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: 14px;
  margin-bottom: 44px;
}
.index a {
  display: block; color: inherit; text-decoration: none; font-size: 13.5px; font-weight: 600;
  line-height: 1.35;
}
.index a:hover, .index a:focus-visible { text-decoration: underline; }
.index img { display: block; width: 100%; border-radius: 8px; border: 1px solid var(--line); margin-bottom: 8px; }
.index small { color: var(--soft); font-size: 12.5px; font-weight: 400; display: block; }
.variant {
  display: grid; grid-template-columns: minmax(0, 1.65fr) minmax(0, 1fr); gap: 30px; padding: 30px 0;
  border-top: 1px solid var(--line); align-items: start;
}
@media (max-width: 860px) { .variant { grid-template-columns: minmax(0, 1fr); } }
.pair img {
  display: block; width: 100%; border-radius: 10px; box-shadow: 0 1px 2px #0002, 0 12px 36px #0002;
}
.variant h2 { font-size: 23px; line-height: 1.2; letter-spacing: -.015em; margin: 2px 0 8px; overflow-wrap: anywhere; }
.variant .prompt { color: var(--soft); margin-bottom: 14px; }
.variant .steps { padding-left: 1.5em; font-size: 13.5px; }
.variant .steps li { padding: 2.5px 0; overflow-wrap: anywhere; }
.variant .steps li::marker { color: var(--soft); font-variant-numeric: tabular-nums; }
.pair { position: relative; }
.pair .before { position: absolute; inset: 0; height: 100%; visibility: hidden; }
.pair:has(:checked) .before { visibility: visible; }
.pair label { display: inline-block; margin-top: 10px; font-size: 13.5px; color: var(--soft); cursor: pointer; }
.checks { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin-bottom: 14px; font-size: 13.5px; }
.checks i { width: 22px; height: 22px; border-radius: 6px; border: 1px solid var(--line); }
.checks span { margin-left: 4px; color: var(--soft); }
.tree, .tree ul { list-style: none; padding-left: 16px; font-size: 13px; overflow-wrap: anywhere; }
.tree { border-left: 1px solid var(--line); }
.tree li { padding: 2px 0; }
.tree small { color: var(--soft); }
.made { list-style: none; display: grid; gap: 12px; margin-top: 20px; }
.made figure { display: grid; grid-template-columns: 132px minmax(0, 1fr); gap: 16px; align-items: center; }
.made figcaption { color: var(--soft); font-size: 13px; line-height: 1.45; overflow-wrap: anywhere; }
.made .stage { height: 88px; border-radius: 8px; }
.made img { display: block; max-width: 100%; max-height: 88px; }
`;

/** The page of variants: each as a picture, what it changes beside it, the pictures made for it below. */
export function renderVariantsPage(
  header: HeaderParts,
  variants: readonly PageVariant[],
  frame: PageFrame = { picture: undefined, layers: [] },
): string {
  return renderPage({
    title: `${header.title}: ${header.eyebrow.toLowerCase()}`,
    css,
    body: html`${renderHeader(header)}
<nav aria-label="Variants"><ol class="index">${variants.map(renderEntry)}</ol></nav>
<main>${variants.map((variant) => renderVariant(variant, frame))}</main>`,
  });
}

function renderEntry({ variant: { variantIndex, theme, instructions, checks }, thumbnail }: PageVariant): Html {
  const image = thumbnail === undefined ? html`` : html`<img src="${thumbnail}" alt="">`;
  return html`<li><a href="#variant-${variantIndex}">${image}<bdi>${theme}</bdi>
<small>${instructions.length} changes, ${describeChecks(checks)}</small></a></li>
`;
}

function renderVariant({ variant, picture }: PageVariant, frame: PageFrame): Html {
  const { variantIndex, theme, humanPrompt, palette = [], checks } = variant;
  const image =
    picture === undefined
      ? html`<p>The frame has no picture to draw on.</p>`
      : html`<div class="pair"><img src="${picture}" alt="The frame as ${theme}">${renderBefore(frame)}</div>`;
  return html`<section class="variant" id="variant-${variantIndex}" aria-labelledby="theme-${variantIndex}">
<figure>${image}${renderMade(variant)}</figure>
<div><p class="eyebrow">Variant ${variantIndex}</p><h2 id="theme-${variantIndex}"><bdi>${theme}</bdi></h2>
<p class="prompt">${humanPrompt}</p>
<p class="checks">${palette.map((color) => html`<i style="background:${color}" title="${color}"></i>`)}
<span>${describeChecks(checks)}</span></p>
${renderSteps(variant, frame)}</div>
</section>
`;
}

/** The frame as it is, over the variant while its switch is on. */
function renderBefore({ picture }: PageFrame): Html {
  if (picture === undefined) return html``;
  return html`<img class="before" src="${picture}" alt="The frame as it is">
<label><input type="checkbox"> Show before</label>`;
}

function describeChecks(checks: EditVariant['checks']): string {
  if (checks === undefined) return 'not checked';
  const { contrastFailures, outsideFrame, overlaps, cutOff = 0, withoutEffect, repaired } = checks;
  const left = [
    [contrastFailures, 'hard to read'],
    [outsideFrame, 'outside the frame'],
    [overlaps, 'overlapping'],
    [cutOff, 'cut off'],
    [withoutEffect, 'without effect'],
  ] as const;
  const faults = left.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]));
  return `${faults.length === 0 ? 'all checks pass' : faults.join(', ')}${repaired === 0 ? '' : `, ${repaired} repaired`}`;
}

/** What is done to each layer, as the tree of the layers that change; a plain list if no layer names a parent. */
function renderSteps(variant: EditVariant, { layers }: PageFrame): Html {
  const { instructions, readableInstructions } = variant;
  if (!layers.some(({ parent }) => parent !== undefined)) {
    return html`<ol class="steps">${readableInstructions.map((step) => html`<li>${step}</li>`)}</ol>`;
  }
  const steps = new Map<string, string[]>();
  for (const [index, { targetId = '' }] of instructions.entries()) {
    steps.set(targetId, [...(steps.get(targetId) ?? []), readableInstructions[index] ?? '']);
  }
  const children = new Map<string | undefined, PageLayer[]>();
  const known = new Set(layers.map(({ id }) => id));
  for (const layer of layers) {
    const parent = layer.parent !== undefined && known.has(layer.parent) ? layer.parent : undefined;
    children.set(parent, [...(children.get(parent) ?? []), layer]);
  }
  const renderLayer = ({ id, name, type }: PageLayer): Html[] => {
    const inner = (children.get(id) ?? []).flatMap(renderLayer);
    const own = steps.get(id) ?? [];
    if (own.length === 0 && inner.length === 0) return [];
    const list = own.length === 0 ? html`` : html`<ul>${own.map((step) => html`<li>${step}</li>`)}</ul>`;
    const within = inner.length === 0 ? html`` : html`<ul class="tree">${inner}</ul>`;
    return [html`<li><b><bdi>${name}</bdi></b> <small>${type}</small>${list}${within}</li>`];
  };
  return html`<ul class="tree">${(children.get(undefined) ?? []).flatMap(renderLayer)}</ul>`;
}

function renderMade({ instructions }: EditVariant): Html {
  const items = instructions.flatMap((instruction) => {
    if (instruction.action !== 'generateImage') return [];
    const { imagePrompt, generatedImageBase64: base64, imageError } = instruction;
    const stage =
      base64 === undefined
        ? html`<span class="note bad">${imageError ?? 'no picture came'}</span>`
        : html`<img src="data:${typeOfBase64(base64)};base64,${base64}" alt="Generated: ${imagePrompt}">`;
    return html`<li><figure><div class="stage">${stage}</div><figcaption>${imagePrompt}</figcaption></figure></li>`;
  });
  return items.length === 0 ? html`` : html`<ul class="made" aria-label="Pictures made for this variant">${items}</ul>`;
}

/** By the file's signature; WebP is never let through. */
function typeOfBase64(base64: string): string {
  if (base64.startsWith('/9j/')) return 'image/jpeg';
  return base64.startsWith('R0lG') ? 'image/gif' : 'image/png';
}
