import { isText } from '../is-text.ts';
import { inksOn, isSurface, opacityOf } from './ground.ts';
import type { Look } from './look.ts';
import type { Scene } from './scene.ts';

/** A text that lies directly on a layer: nothing solid between them. */
export interface TextOver {
  readonly look: Look;
  /** The color of its letters, `#rrggbb`; undefined if unknown. */
  readonly ink: string | undefined;
}

/** A surface between that hides this much is what the text lies on. */
const HIDES = 0.6;

/** The texts that can be seen directly on a layer, judged by the middle of each. */
export function textsOver(scene: Scene, under: Look): TextOver[] {
  const above = scene.order
    .slice(scene.order.indexOf(under) + 1)
    .filter(({ isHidden, node }) => !isHidden && !node.isUnseen);
  return above.flatMap((look, index) => {
    if (!isText(look.node.layer) || (look.text ?? '').trim() === '') return [];
    const [x, y] = [look.x + look.width / 2, look.y + look.height / 2];
    if (!holds(under, x, y)) return [];
    const isHeld = above.slice(0, index).some((other) => isSurface(other) && holds(other, x, y) && hides(scene, other));
    return isHeld ? [] : [{ look, ink: inksOn(scene, look, '#808080')?.[0] }];
  });
}

function hides(scene: Scene, look: Look): boolean {
  const paint = Math.max(0, ...(look.paints ?? []).map(({ opacity }) => opacity));
  return paint * opacityOf(scene, look) >= HIDES;
}

function holds({ x, y, width, height }: Look, px: number, py: number): boolean {
  return px >= x && py >= y && px <= x + width && py <= y + height;
}
