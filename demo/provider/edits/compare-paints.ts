import { labDistance, type Oklab, type Rgb, toOklab } from '../color-stats.ts';
import type { Paints } from './paint-frame.ts';
import { covers, type Item, type Scene } from './scene.ts';

/** A frame as points of color in OKLab, undefined if a color is unknown. */
export type Thumbnail = readonly (Oklab | undefined)[];

const side = 24;

/** Draws thumbnails of 24 x 24 points of a frame, as it is with given paints. */
export function createThumbnails(scene: Scene): (paints: Paints) => Thumbnail {
  const boxes = scene.items.filter(({ kind }) => kind === 'box' || kind === 'photo').toReversed();
  const points = Array.from({ length: side * side }, (_, at) => {
    const [x, y] = [(scene.width * ((at % side) + 0.5)) / side, (scene.height * (Math.floor(at / side) + 0.5)) / side];
    const before = scene.colorAt(x, y);
    return { stack: boxes.filter(({ layer }) => covers(layer, x, y)), before: before && toOklab(before) };
  });
  return (paints) => {
    const labOf = new Map<Rgb, Oklab>();
    const toLab = (color: Rgb): Oklab => {
      const lab = labOf.get(color) ?? toOklab(color);
      labOf.set(color, lab);
      return lab;
    };
    return points.map(({ stack, before }) => {
      const top = stack.find((item: Item) => paints.has(item) || item.cover > 0.05);
      const painted = top && paints.get(top)?.[0];
      return painted ? toLab(painted) : (before ?? (top?.fill && toLab(top.fill)));
    });
  };
}

/** The mean distance of two thumbnails in OKLab: under 0.02 they look the same, from 0.06 they look different. */
export function compareThumbnails(a: Thumbnail, b: Thumbnail): number {
  let sum = 0;
  for (const [at, color] of a.entries()) {
    const other = b[at];
    if (color !== undefined && other !== undefined) sum += labDistance(color, other);
  }
  return sum / Math.max(1, a.length);
}
