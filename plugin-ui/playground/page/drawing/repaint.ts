import { type LiftedLayer, radiusOf } from '../../../../demo/render/lift-design.ts';
import type { Raster } from '../../../../demo/render/raster.ts';
import type { Fill } from '../../../../demo/render/recolor.ts';
import { fillCorners } from '../../../../demo/render/recolor.ts';

/** A pixel that differs by this much from a surface's fill is not its fill but something drawn on it. */
const fillReach = 110;

/** Most sprites are drawn unchanged, and a repainted one again at each change of its frame: each is made once. */
const canvases = new WeakMap<Raster, Map<string, OffscreenCanvas>>();

/** A layer's sprite with another fill, or with square corners instead of round ones. Without both, as it was. */
export function repaint(
  lifted: LiftedLayer,
  raster: Raster,
  fill: Fill | undefined,
  hasOtherCorners: boolean,
): OffscreenCanvas {
  const known = canvases.get(raster) ?? new Map<string, OffscreenCanvas>();
  canvases.set(raster, known);
  const isSurface = lifted.kind === 'surface' && lifted.fill !== undefined;
  const key = JSON.stringify([fill, isSurface && hasOtherCorners]);
  const before = known.get(key);
  if (before !== undefined) return before;
  const canvas = paint(lifted, raster, fill, hasOtherCorners);
  known.set(key, canvas);
  return canvas;
}

/** A raster as a canvas. */
export function toCanvas({ width, height, data }: Raster): OffscreenCanvas {
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const pixels = new ImageData(data as Uint8ClampedArray<ArrayBuffer>, width, height);
  canvas.getContext('2d')?.putImageData(pixels, 0, 0);
  return canvas;
}

function paint(lifted: LiftedLayer, raster: Raster, fill: Fill | undefined, hasOtherCorners: boolean): OffscreenCanvas {
  const { layer, kind, fill: oldFill, spriteArea } = lifted;
  if (kind === 'surface' && oldFill !== undefined) {
    const density = raster.width / Math.max(1, spriteArea.width);
    const squared = hasOtherCorners ? fillCorners(raster, oldFill, radiusOf(layer) * density) : raster;
    return fill === undefined ? toCanvas(squared) : repaintSurface(squared, oldFill, fill);
  }
  const canvas = toCanvas(raster);
  const context = canvas.getContext('2d');
  if (fill === undefined || context === null) return canvas;
  // Marks in another color: the shape, which is the alpha, stays.
  context.globalCompositeOperation = 'source-in';
  context.globalAlpha = fill.opacity;
  context.fillStyle = styleOf(context, fill, raster.width, raster.height);
  context.fillRect(0, 0, raster.width, raster.height);
  return canvas;
}

/** The new fill, as far as the pixel was the old one; what is drawn on the surface stays. */
function repaintSurface(raster: Raster, oldFill: string, fill: Fill): OffscreenCanvas {
  const { width, height } = raster;
  const canvas = new OffscreenCanvas(Math.max(1, width), Math.max(1, height));
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return canvas;
  context.fillStyle = styleOf(context, fill, width, height);
  context.fillRect(0, 0, width, height);
  const pixels = context.getImageData(0, 0, width, height);
  const { data } = pixels;
  const own = raster.data;
  const [red, green, blue] = [1, 3, 5].map((at) => Number.parseInt(oldFill.slice(at, at + 2), 16)) as [
    number,
    number,
    number,
  ];
  // Written out: a million pixels a frame, of which each must cost a few steps and no memory.
  for (let at = 0; at < data.length; at += 4) {
    const [r, g, b] = [own[at] ?? 0, own[at + 1] ?? 0, own[at + 2] ?? 0];
    const apart = Math.max(Math.abs(r - red), Math.abs(g - green), Math.abs(b - blue));
    const share = apart >= fillReach ? 0 : 1 - apart / fillReach;
    data[at] = r + share * ((data[at] ?? 0) - red);
    data[at + 1] = g + share * ((data[at + 1] ?? 0) - green);
    data[at + 2] = b + share * ((data[at + 2] ?? 0) - blue);
    data[at + 3] = (own[at + 3] ?? 255) * (1 - share * (1 - fill.opacity));
  }
  context.putImageData(pixels, 0, 0);
  return canvas;
}

type Context = OffscreenCanvasRenderingContext2D;

/** A fill for a box at the context's origin: a color, or a gradient through the middle. */
export function styleOf(context: Context, fill: Fill, width: number, height: number): string | CanvasGradient {
  const [first = '#000000'] = fill.colors;
  if (fill.colors.length === 1) return first;
  const radians = (fill.angle * Math.PI) / 180;
  const [dx, dy] = [(Math.cos(radians) * width) / 2, (Math.sin(radians) * height) / 2];
  const gradient = context.createLinearGradient(width / 2 - dx, height / 2 - dy, width / 2 + dx, height / 2 + dy);
  for (const [index, color] of fill.colors.entries()) gradient.addColorStop(index / (fill.colors.length - 1), color);
  return gradient;
}
