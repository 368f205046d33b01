import type { LiftedLayer } from '../../../../demo/render/lift-design.ts';
import type { DrawnNode } from '../../fake/node-spec.ts';

type Context = OffscreenCanvasRenderingContext2D;

const weights: readonly (readonly [RegExp, number])[] = [
  [/black|heavy/i, 900],
  [/extra ?bold/i, 800],
  [/semi ?bold|demi/i, 600],
  [/bold/i, 700],
  [/medium/i, 500],
  [/light|thin/i, 300],
];

/** Lines of text stand this many font sizes apart. */
const lineHeight = 1.4;

/**
 * Draws a text layer again within its box, beginning where its letters began, or in the middle where they stood there.
 */
export function drawText(context: Context, node: DrawnNode, color: string, sprite: LiftedLayer | undefined): void {
  const { characters = '', fontName, fontSize = 12, textCase, width, height } = node;
  const text = toCase(characters, textCase);
  const family = fontName?.family.replaceAll(/["\\]/g, '') ?? 'Inter';
  const weight = weights.find(([name]) => name.test(fontName?.style ?? ''))?.[1] ?? 400;
  const slant = /italic|oblique/i.test(fontName?.style ?? '') ? 'italic ' : '';
  const setFont = (size: number): void => {
    context.font = `${slant}${weight} ${size}px "${family}", Inter, system-ui, sans-serif`;
  };
  const ink = sprite === undefined ? undefined : inkOf(sprite);
  const isCentred =
    ink !== undefined && ink.left > 3 && Math.abs(ink.left - (sprite?.layer.width ?? 0) + ink.right) < 6;
  const left = isCentred || ink === undefined ? 0 : ink.left;
  setFont(fontSize);
  const lines = wrap(text, width - left, (line) => context.measureText(line).width);
  const widest = Math.max(1, ...lines.map((line) => context.measureText(line).width));
  const size = fontSize * Math.min(1, Math.max(0.5, (width - left) / widest));
  setFont(size);
  context.fillStyle = color;
  context.textBaseline = 'middle';
  context.textAlign = isCentred ? 'center' : 'left';
  const middle =
    ink === undefined || sprite === undefined
      ? height / 2
      : ((ink.top + ink.bottom) / 2) * (height / Math.max(1, sprite.layer.height));
  const first = middle - ((lines.length - 1) * size * lineHeight) / 2;
  for (const [index, line] of lines.entries()) {
    context.fillText(line, isCentred ? width / 2 : left, first + index * size * lineHeight);
  }
}

/** Where the letters lie within the layer's box, in px of the frame. */
function inkOf({ sprite, spriteArea, layer }: LiftedLayer) {
  if (sprite === undefined) return undefined;
  const { width, height, data } = sprite;
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) < 100) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
  }
  if (right < left) return undefined;
  const scale = spriteArea.width / width;
  const [dx, dy] = [spriteArea.x - layer.x, spriteArea.y - layer.y];
  return {
    left: dx + left * scale,
    right: dx + (right + 1) * scale,
    top: dy + top * scale,
    bottom: dy + (bottom + 1) * scale,
  };
}

function toCase(text: string, textCase: DrawnNode['textCase']): string {
  if (textCase === 'UPPER') return text.toUpperCase();
  if (textCase === 'LOWER') return text.toLowerCase();
  return textCase === 'TITLE' ? text.replace(/\p{L}+/gu, (word) => word.charAt(0).toUpperCase() + word.slice(1)) : text;
}

function wrap(text: string, room: number, widthOf: (line: string) => number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      const longer = line === '' ? word : `${line} ${word}`;
      // A word that is a little wider than the box does not need a second line: fonts differ.
      if (line === '' || widthOf(longer) <= room * 1.1) line = longer;
      else {
        lines.push(line);
        line = word;
      }
    }
    lines.push(line);
  }
  return lines;
}
