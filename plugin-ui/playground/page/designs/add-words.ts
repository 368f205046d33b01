import { type Area, colorAt, type Rgb } from '../../../../demo/render/raster.ts';
import type { DesignLayer } from './design.ts';

interface Ink {
  readonly box: Area;
  /** Where something else begins at the right of the letters. */
  readonly right: number | undefined;
  /** `#rrggbb` */
  readonly color: string;
}

/** Sum of the differences of red, green and blue from which on a pixel is a letter and not its ground. */
const leastContrast = 90;
/** Pixels left and right of the letters: their ground is read there. */
const margin = 3;
/** A font's height to that of its letters, in most fonts. */
const lineHeight = 1.3;
/** Pixels of the font that words are measured in, to find the size of theirs by their width. */
const measuredSize = 16;
/** Pixels of a line that its first and last letter leave empty. */
const bearings = 2;
/** Gap to the height of the letters from which on something else begins, such as an arrow at the end of a row. */
const widestGap = 2.5;

/**
 * The layers, and for a button, a field or a menu item that has words the text layer that holds them in Figma: a sample
 * was taken from a web page, where they belong to the box. Its place and color are read from the frame's picture.
 *
 * @param picture the frame's, whose pixels may be finer than the frame's
 */
export function addWords(layers: readonly DesignLayer[], picture: ImageBitmap, frameWidth: number): DesignLayer[] {
  const canvas = new OffscreenCanvas(picture.width, picture.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return [...layers];
  context.drawImage(picture, 0, 0);
  context.font = `${measuredSize}px sans-serif`;
  const scale = picture.width / frameWidth;
  return layers.flatMap((layer) => {
    const { id, type, text, width, height, cornerRadius = 0 } = layer;
    if (text === undefined || (type !== 'INSTANCE' && type !== 'FRAME')) return [layer];
    const inner = layers.filter((other) => other !== layer && isWithin(other, layer));
    if (inner.some((other) => other.text !== undefined)) return [layer];
    // Past the outline and the round corners.
    const inset = 2 + 0.3 * Math.min(cornerRadius, width / 2, height / 2);
    const area = { x: layer.x + inset, y: layer.y + inset, width: width - 2 * inset, height: height - 2 * inset };
    const ink = findInk(context, area, inner, scale);
    if (ink === undefined) return [layer];
    const measured = context.measureText(text).width;
    const fontSize = Math.max(8, Math.round((measuredSize * (ink.box.width + bearings)) / measured));
    // With room for larger letters: as wide as a button, beside an icon from the letters on.
    const left = inner.length === 0 && ink.right === undefined ? area.x : ink.box.x - margin;
    const right = ink.right === undefined ? area.x + area.width : ink.right - margin;
    const lift = (fontSize * lineHeight - ink.box.height) / 2;
    const words: DesignLayer = {
      id: `${id}:words`,
      name: text,
      type: 'TEXT',
      x: left,
      y: ink.box.y - lift,
      width: right - left,
      height: ink.box.height + 2 * lift,
      text,
      fontSize,
      fill: ink.color,
      parentId: id,
    };
    return [layer, words];
  });
}

function isWithin(inner: Area, outer: Area): boolean {
  const [right, bottom] = [inner.x + inner.width, inner.y + inner.height];
  return inner.x >= outer.x && inner.y >= outer.y && right <= outer.x + outer.width && bottom <= outer.y + outer.height;
}

/** Where the letters in an area are, and their color, apart from what else lies in it; undefined if there are none. */
function findInk(
  context: OffscreenCanvasRenderingContext2D,
  area: Area,
  others: readonly Area[],
  scale: number,
): Ink | undefined {
  const [left, top] = [Math.round(area.x * scale), Math.round(area.y * scale)];
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  if (width < 1 || height < 1) return undefined;
  const pixels = context.getImageData(left, top, width, height);
  // The ground may be a gradient from top to bottom: it is taken from each row's edge.
  const grounds = Array.from({ length: height }, (_, y) => colorAt(pixels, 0, y));
  const isOther = (x: number, y: number): boolean =>
    others.some((other) => {
      const [pageX, pageY] = [(left + x) / scale, (top + y) / scale];
      return (
        pageX >= other.x - 1 &&
        pageX <= other.x + other.width + 1 &&
        pageY >= other.y - 1 &&
        pageY <= other.y + other.height + 1
      );
    });
  const columns: { x: number; top: number; bottom: number }[] = [];
  let contrast = 0;
  let inkColor: Rgb = [0, 0, 0];
  for (let x = 0; x < width; x += 1) {
    let [inkTop, inkBottom] = [height, -1];
    for (let y = 0; y < height; y += 1) {
      const color = colorAt(pixels, x, y);
      const difference = color.reduce((sum, part, at) => sum + Math.abs(part - (grounds[y]?.[at] ?? 0)), 0);
      if (difference < leastContrast || isOther(x, y)) continue;
      [inkTop, inkBottom] = [Math.min(inkTop, y), y];
      if (difference > contrast) [contrast, inkColor] = [difference, color];
    }
    if (inkBottom >= 0) columns.push({ x, top: inkTop, bottom: inkBottom });
  }
  const [first] = columns;
  if (first === undefined) return undefined;
  const inkHeight = Math.max(...columns.map((column) => column.bottom - column.top + 1));
  const end = columns.findIndex(({ x }, at) => x - (columns[at - 1]?.x ?? x) > widestGap * inkHeight);
  const letters = end === -1 ? columns : columns.slice(0, end);
  const [inkTop, inkBottom] = [
    Math.min(...letters.map((column) => column.top)),
    Math.max(...letters.map((column) => column.bottom)),
  ];
  const next = end === -1 ? undefined : columns[end];
  return {
    box: {
      x: (left + first.x) / scale,
      y: (top + inkTop) / scale,
      width: ((letters.at(-1)?.x ?? first.x) - first.x + 1) / scale,
      height: (inkBottom - inkTop + 1) / scale,
    },
    right: next === undefined ? undefined : (left + next.x) / scale,
    color: `#${inkColor.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
  };
}
