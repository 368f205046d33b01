import { distanceOf } from './color-math.ts';
import { groundBehind } from './ground.ts';
import type { ReviewContext } from './review-context.ts';
import type { Scene } from './scene.ts';

/** The color on top at each point of a grid over the frame; undefined if it is not known. */
export type SurfaceMap = readonly (string | undefined)[];

const GRID = 16;

/** What a variant looks like at thumbnail size, as far as the surfaces are known. */
export function mapSurfaces(scene: Scene, { frameWidth, frameHeight }: ReviewContext): SurfaceMap {
  const top = scene.order.at(-1);
  if (top === undefined) return [];
  // A look that is not in the scene: everything lies behind it.
  const above = { ...top };
  return Array.from({ length: GRID * GRID }, (_, cell) => {
    const x = (frameWidth * ((cell % GRID) + 0.5)) / GRID;
    const y = (frameHeight * (Math.floor(cell / GRID) + 0.5)) / GRID;
    const ground = groundBehind(scene, above, x, y);
    return 'colors' in ground ? ground.colors[0] : undefined;
  });
}

/** Mean distance of two maps in OKLab over the points that both know; 1 if they have none in common. */
export function compareMaps(a: SurfaceMap, b: SurfaceMap): number {
  let [sum, count] = [0, 0];
  for (const [cell, color] of a.entries()) {
    const other = b[cell];
    if (color === undefined || other === undefined) continue;
    sum += distanceOf(color, other);
    count += 1;
  }
  return count === 0 ? 1 : sum / count;
}
