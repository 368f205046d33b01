import type { EditVariant } from '../../src/schemas/edits.ts';
import { type Html, html } from './html.ts';
import { type HeaderParts, renderHeader, renderPage } from './page.ts';

export interface PageVariant {
  readonly variant: EditVariant;
  /** The frame with the instructions applied, as a data: URL; undefined where it could not be drawn. */
  readonly picture: string | undefined;
  /** The same, small. */
  readonly thumbnail: string | undefined;
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
.variant figure > img {
  display: block; width: 100%; border-radius: 10px; box-shadow: 0 1px 2px #0002, 0 12px 36px #0002;
}
.variant h2 { font-size: 23px; line-height: 1.2; letter-spacing: -.015em; margin: 2px 0 8px; overflow-wrap: anywhere; }
.variant .prompt { color: var(--soft); margin-bottom: 14px; }
.variant .steps { padding-left: 1.5em; font-size: 13.5px; }
.variant .steps li { padding: 2.5px 0; overflow-wrap: anywhere; }
.variant .steps li::marker { color: var(--soft); font-variant-numeric: tabular-nums; }
.made { list-style: none; display: grid; gap: 12px; margin-top: 20px; }
.made figure { display: grid; grid-template-columns: 132px minmax(0, 1fr); gap: 16px; align-items: center; }
.made figcaption { color: var(--soft); font-size: 13px; line-height: 1.45; overflow-wrap: anywhere; }
.made .stage { height: 88px; border-radius: 8px; }
.made img { display: block; max-width: 100%; max-height: 88px; }
`;

/** The page of variants: each as a picture, what it changes beside it, the pictures made for it below. */
export function renderVariantsPage(header: HeaderParts, variants: readonly PageVariant[]): string {
  return renderPage({
    title: `${header.title}: ${header.eyebrow.toLowerCase()}`,
    css,
    body: html`${renderHeader(header)}
<nav aria-label="Variants"><ol class="index">${variants.map(renderEntry)}</ol></nav>
<main>${variants.map(renderVariant)}</main>`,
  });
}

function renderEntry({ variant: { variantIndex, theme, instructions }, thumbnail }: PageVariant): Html {
  const image = thumbnail === undefined ? html`` : html`<img src="${thumbnail}" alt="">`;
  return html`<li><a href="#variant-${variantIndex}">${image}<bdi>${theme}</bdi>
<small>${instructions.length} changes</small></a></li>
`;
}

function renderVariant({ variant, picture }: PageVariant): Html {
  const { variantIndex, theme, humanPrompt, readableInstructions } = variant;
  const image =
    picture === undefined
      ? html`<p>The frame has no picture to draw on.</p>`
      : html`<img src="${picture}" alt="The frame as ${theme}">`;
  return html`<section class="variant" id="variant-${variantIndex}" aria-labelledby="theme-${variantIndex}">
<figure>${image}${renderMade(variant)}</figure>
<div><p class="eyebrow">Variant ${variantIndex}</p><h2 id="theme-${variantIndex}"><bdi>${theme}</bdi></h2>
<p class="prompt">${humanPrompt}</p>
<ol class="steps">${readableInstructions.map((step) => html`<li>${step}</li>`)}</ol></div>
</section>
`;
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
