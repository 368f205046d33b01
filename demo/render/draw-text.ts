import type { LayerChange } from './apply-instructions.ts';
import type { LiftedLayer } from './lift-design.ts';
import { measureText } from './measure-text.ts';
import { escapeXml, num } from './svg.ts';

interface TextFont {
  /** A list as in CSS. */
  readonly family: string;
  readonly weight: number;
  readonly isItalic: boolean;
}

/** Where the letters lie within the layer's box, read from its picture. Lengths in px of the frame. */
interface InkBox {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const WEIGHTS: readonly (readonly [RegExp, number])[] = [
  [/black|heavy/i, 900],
  [/extra ?bold|ultra ?bold/i, 800],
  [/semi ?bold|demi/i, 600],
  [/bold/i, 700],
  [/medium/i, 500],
  [/extra ?light|thin/i, 200],
  [/light/i, 300],
];

/** Stacked lines of text stand this many font sizes apart. */
const LINE_HEIGHT = 1.45;
/** Hebrew and Arabic letters: their lines start at the right. */
const RIGHT_TO_LEFT = /[\u0590-\u08ff]/;
/** The share of its size that a replacement text gets if it needs more lines than the letters had. */
const LEAST_SIZE = 0.75;
/** Where the baseline lies in a line, in font sizes from its middle. */
const BASELINE = 0.36;

/**
 * Draws a TEXT layer again, for a change of words, font, size or case: at the place and with the alignment that its
 * letters had. Families that this machine lacks are stood in for by one of their kind; since those may be wider, text
 * that would leave the layer's box or need more lines than it had is set smaller.
 */
export function drawText(lifted: LiftedLayer, change: LayerChange, color: string): string {
  const { layer } = lifted;
  const ink = findInk(lifted);
  const oldSize = layer.fontSize ?? Math.max(8, (ink.bottom - ink.top) * 1.2);
  const text = toCase(change.text ?? layer.text ?? '', change.textCase ?? 'ORIGINAL');
  const font = fontOf(change, layer.text ?? '', oldSize, ink);
  const isCentered = layer.textAlign === undefined ? looksCentered(lifted, ink, oldSize) : layer.textAlign === 'center';
  const isFromRight = !isCentered && RIGHT_TO_LEFT.test(text);
  const x0 = (change.x ?? layer.x) + (isCentered ? layer.width / 2 : isFromRight ? ink.right : ink.left);
  const spare = isCentered ? layer.width : isFromRight ? ink.right : layer.width - ink.left;
  const room = Math.max(spare, ink.right - ink.left);
  const isOneLine = ink.bottom - ink.top < oldSize * 1.7;
  const wanted = change.fontSize ?? oldSize;
  let size = wanted;
  const widthOf = (line: string): number => measureText(line, size, font.weight >= 600);
  const setLines = (): string[] => (isOneLine ? [text] : wrap(text, room, widthOf));
  let lines = setLines();
  const most = change.text === undefined ? countLines(ink, oldSize) : lines.length;
  while (lines.length > most && size > wanted * LEAST_SIZE) {
    size *= 0.97;
    lines = setLines();
  }
  const widest = Math.max(...lines.map(widthOf));
  if (widest > room) size *= Math.max(0.5, room / widest);
  const center = (change.y ?? layer.y) + (ink.top + ink.bottom) / 2;
  const first = center - ((lines.length - 1) * size * LINE_HEIGHT) / 2 + size * BASELINE;
  const italic = font.isItalic ? ' font-style="italic"' : '';
  const family = escapeXml(font.family);
  const style = `font-family="${family}" font-weight="${font.weight}"${italic} font-size="${num(size)}"`;
  const anchor = isCentered ? ' text-anchor="middle"' : isFromRight ? ' text-anchor="end"' : '';
  const opacity =
    change.fill === undefined || change.fill.opacity === 1 ? '' : ` fill-opacity="${num(change.fill.opacity)}"`;
  const spans = lines.map(
    (line, index) => `<tspan x="${num(x0)}" y="${num(first + index * size * LINE_HEIGHT)}">${escapeXml(line)}</tspan>`,
  );
  return `<text ${style} fill="${color}"${opacity}${anchor}>${spans.join('')}</text>`;
}

/** In a block, the last line says it: the others may fill the box. */
function looksCentered(lifted: LiftedLayer, ink: InkBox, size: number): boolean {
  const { left, right } = countLines(ink, size) > 1 ? findInk(lifted, ink.bottom - size * 0.8) : ink;
  return Math.abs(left - (lifted.layer.width - right)) < 4 && left > 4;
}

/** Lines stand 1.2 to 1.5 font sizes apart. */
function countLines({ top, bottom }: InkBox, size: number): number {
  return Math.max(1, Math.round((bottom - top - size * 0.9) / (size * 1.3)) + 1);
}

/** @param from where to begin, in px from the layer's top */
function findInk({ layer, sprite, spriteArea }: LiftedLayer, from = 0): InkBox {
  if (sprite === undefined) return { left: 0, right: layer.width, top: 0, bottom: layer.height };
  const { width, height, data } = sprite;
  let [left, right, top, bottom] = [width, 0, height, 0];
  for (let y = Math.floor((from * width) / spriteArea.width); y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      if ((data[(y * width + x) * 4 + 3] ?? 0) < 100) continue;
      if (x < left) left = x;
      if (x > right) right = x;
      if (y < top) top = y;
      if (y > bottom) bottom = y;
    }
  }
  if (right < left) return { left: 0, right: layer.width, top: 0, bottom: layer.height };
  const scale = spriteArea.width / width;
  return { left: left * scale, right: (right + 1) * scale, top: top * scale, bottom: (bottom + 1) * scale };
}

/** With no style named, the weight is the one in which the old text is as wide as it was seen to be. */
function fontOf(change: LayerChange, oldText: string, oldSize: number, ink: InkBox): TextFont {
  const family = familyOf(change.fontFamily);
  const style = change.fontStyle;
  if (style !== undefined) {
    const weight = WEIGHTS.find(([name]) => name.test(style))?.[1] ?? 400;
    return { family, weight, isItalic: /italic|oblique/i.test(style) };
  }
  const seen = ink.right - ink.left;
  const isOff = (isBold: boolean): number => Math.abs(measureText(oldText, oldSize, isBold) - seen);
  return { family, weight: isOff(true) < isOff(false) ? 700 : 400, isItalic: false };
}

function familyOf(name: string | undefined): string {
  if (name === undefined) return "'DejaVu Sans', sans-serif";
  const quoted = `'${name.replace(/['"\\]/g, '')}'`;
  if (/mono|code|courier/i.test(name)) return `${quoted}, 'DejaVu Sans Mono', monospace`;
  const isSerif = /serif|playfair|lora|merriweather|georgia|garamond|bodoni|times|slab|fraunces|caslon/i.test(name);
  if (isSerif && !/sans/i.test(name)) return `${quoted}, 'DejaVu Serif', serif`;
  return `${quoted}, 'DejaVu Sans', sans-serif`;
}

function toCase(text: string, textCase: 'ORIGINAL' | 'UPPER' | 'LOWER' | 'TITLE'): string {
  if (textCase === 'UPPER') return text.toUpperCase();
  if (textCase === 'LOWER') return text.toLowerCase();
  return textCase === 'TITLE' ? text.replace(/\p{L}+/gu, (word) => word[0]?.toUpperCase() + word.slice(1)) : text;
}

function wrap(text: string, room: number, widthOf: (line: string) => number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && widthOf(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
