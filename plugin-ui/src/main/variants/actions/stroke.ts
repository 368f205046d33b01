import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { AddStroke, ChangeStroke } from '../../../../../src/schemas/edit-instruction.ts';
import { isShown } from '../is-shown.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped, whyUnpainted } from '../outcome.ts';
import { setColor } from '../set-paint.ts';

type Stroke = Static<typeof ChangeStroke> | Static<typeof AddStroke>;

/** `changeStroke` and `addStroke`: one color in place of all outlines, with the weight if one is given. */
export async function setStroke(
  node: SceneNode,
  { action, color, weight, opacity }: Stroke,
  context: EditContext,
): Promise<Outcome> {
  if (!('strokes' in node)) return skipped(`a ${kindOf(node)} has no outline`);
  const unpainted = whyUnpainted(node);
  if (unpainted !== undefined) return skipped(`${unpainted}: its outline does not show`);
  const hadStroke = node.strokes.some(isShown) && node.strokeWeight !== 0;
  const linked = await setColor(node, 'strokes', color, opacity === undefined ? 1 : opacity, context);
  const notes: (string | undefined)[] = [linked];
  if ('strokeWeight' in node) {
    if (weight !== undefined) {
      if (typeof node.strokeWeight === 'symbol') notes.push('its sides of different weights became alike');
      node.strokeWeight = weight;
    } else if (node.strokeWeight === 0) node.strokeWeight = 1;
    if (node.strokeWeight === 0) notes.push('an outline of no thickness does not show');
  }
  if (action === 'changeStroke' && !hadStroke) return applied('it had no outline: one was added', ...notes);
  if (action === 'addStroke' && hadStroke) return applied('it had an outline: that was changed', ...notes);
  return applied(...notes);
}

/** Removes all outlines. */
export function removeStroke(node: SceneNode): Outcome {
  if (!('strokes' in node)) return skipped(`a ${kindOf(node)} has no outline`);
  if (!node.strokes.some(isShown)) return skipped('it has no outline');
  if (showsOnlyLines(node)) return skipped('it is drawn with its outline only: nothing would be left of it');
  node.strokes = [];
  return applied();
}

function showsOnlyLines(node: SceneNode): boolean {
  if ('children' in node && node.type !== 'BOOLEAN_OPERATION') return false;
  if (node.type === 'LINE' || !('fills' in node)) return true;
  return Array.isArray(node.fills) && !node.fills.some(isShown);
}
