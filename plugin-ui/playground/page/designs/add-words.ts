import type { DesignLayer } from './design.ts';

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Ink {
  readonly box: Box;
  /** `#rrggbb` */
  readonly color: string;
}

/** Sum of the differences of red, green and blue from which on a pixel is a letter and not its ground. */
const leastContrast = 90;
/** A font's height to that of its letters, in most fonts. */
const lineHeight = 1.3;

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
    const fontSize = Math.max(8, Math.round(ink.box.height));
    const lift = (fontSize * lineHeight - ink.box.height) / 2;
    const words: DesignLayer = {
      id: `${id}:words`,
      name: text,
      type: 'TEXT',
      x: ink.box.x - 1,
      y: ink.box.y - lift,
      width: ink.box.width + 2,
      height: ink.box.height + 2 * lift,
      text,
      fontSize,
      fill: ink.color,
      parentId: id,
    };
    return [layer, words];
  });
}

function isWithin(inner: Box, outer: Box): boolean {
  const [right, bottom] = [inner.x + inner.width, inner.y + inner.height];
  return inner.x >= outer.x && inner.y >= outer.y && right <= outer.x + outer.width && bottom <= outer.y + outer.height;
}

/** Where the letters in an area are, and their color, apart from what else lies in it; undefined if there are none. */
function findInk(
  context: OffscreenCanvasRenderingContext2D,
  area: Box,
  others: readonly Box[],
  scale: number,
): Ink | undefined {
  const [left, top] = [Math.round(area.x * scale), Math.round(area.y * scale)];
  const [width, height] = [Math.round(area.width * scale), Math.round(area.height * scale)];
  if (width < 1 || height < 1) return undefined;
  const { data } = context.getImageData(left, top, width, height);
  const colorAt = (x: number, y: number): number[] => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)];
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
  const found = { left: width, top: height, right: -1, bottom: -1, contrast: 0, color: [0, 0, 0] };
  for (let y = 0; y < height; y += 1) {
    // The ground may be a gradient from top to bottom: it is taken from each row's edge.
    const ground = colorAt(0, y);
    for (let x = 0; x < width; x += 1) {
      const color = colorAt(x, y);
      const contrast = color.reduce((sum, part, at) => sum + Math.abs(part - (ground[at] ?? 0)), 0);
      if (contrast < leastContrast || isOther(x, y)) continue;
      found.left = Math.min(found.left, x);
      found.right = Math.max(found.right, x);
      found.top = Math.min(found.top, y);
      found.bottom = Math.max(found.bottom, y);
      if (contrast > found.contrast) Object.assign(found, { contrast, color });
    }
  }
  if (found.right < 0) return undefined;
  return {
    box: {
      x: (left + found.left) / scale,
      y: (top + found.top) / scale,
      width: (found.right - found.left + 1) / scale,
      height: (found.bottom - found.top + 1) / scale,
    },
    color: `#${found.color.map((part) => part.toString(16).padStart(2, '0')).join('')}`,
  };
}
