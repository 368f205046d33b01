import type { DrawnVariant } from './draw-variants.ts';
import type { Design } from './read-design.ts';
import { toDataUrl } from './read-picture-file.ts';

const cellPx = 620;
const gapPx = 28;
const labelPx = 46;
const columns = 3;

/** Draws the frame as it is and its variants side by side as one PNG, three a row. */
export async function drawOverview({ frame }: Design, drawn: readonly DrawnVariant[]): Promise<Buffer> {
  const { svgToPng } = await import('../render/svg-to-png.ts');
  const { escapeXml } = await import('../render/svg.ts');
  const pictures = drawn.map(({ variant, png }) => ({
    label: `${variant.variantIndex}  ${variant.theme}`,
    url: `data:image/png;base64,${png.toString('base64')}`,
  }));
  if (frame?.picture !== undefined)
    pictures.unshift({ label: `${frame.frameName} as it is`, url: toDataUrl(frame.picture) });
  const pictureHeight = Math.round((cellPx * (frame?.frameHeight ?? 1)) / (frame?.frameWidth ?? 1));
  const rowHeight = pictureHeight + labelPx + gapPx;
  const width = columns * (cellPx + gapPx) + gapPx;
  const height = Math.ceil(pictures.length / columns) * rowHeight + gapPx;
  const cells = pictures.map(({ label, url }, index) => {
    const x = gapPx + (index % columns) * (cellPx + gapPx);
    const y = gapPx + Math.floor(index / columns) * rowHeight;
    return (
      `<text x="${x}" y="${y + 28}" font-size="22" font-weight="bold" fill="#1c1d22">` +
      `${escapeXml(shorten(label))}</text>` +
      `<svg x="${x}" y="${y + labelPx}" width="${cellPx}" height="${pictureHeight}">` +
      `<image width="100%" height="100%" preserveAspectRatio="xMidYMin slice" href="${url}"/></svg>` +
      `<rect x="${x}" y="${y + labelPx}" width="${cellPx}" height="${pictureHeight}" fill="none" stroke="#00000022"/>`
    );
  });
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" ` +
    `font-family="Inter, Arial, DejaVu Sans, sans-serif">` +
    `<rect width="100%" height="100%" fill="#f4f3ef"/>${cells.join('')}</svg>`;
  return svgToPng(svg, width);
}

/** What fits over a cell at that size. */
function shorten(label: string): string {
  return label.length > 48 ? `${label.slice(0, 47)}…` : label;
}
