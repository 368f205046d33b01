import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { AddStroke, ChangeStroke } from '../../../../../src/schemas/edit-instruction.ts';
import { solidPaint } from '../colors.ts';
import { applied, kindOf, type Outcome, skipped } from '../outcome.ts';

type Stroke = Static<typeof ChangeStroke> | Static<typeof AddStroke>;

/** `changeStroke` and `addStroke`: one colour in the place of all outlines, with the weight where one is given. */
export function setStroke(node: SceneNode, { action, color, weight, opacity }: Stroke): Outcome {
  if (!('strokes' in node)) return skipped(`a ${kindOf(node)} has no outline of its own`);
  const hadStroke = node.strokes.length > 0;
  node.strokes = [solidPaint(color, opacity ?? 1)];
  if (weight !== undefined) node.strokeWeight = weight;
  else if (!hadStroke && node.strokeWeight === 0) node.strokeWeight = 1;
  if (action === 'changeStroke' && !hadStroke) return applied('it had no outline: one was added');
  if (action === 'addStroke' && hadStroke) return applied('it had an outline: that was changed');
  return applied();
}

export function removeStroke(node: SceneNode): Outcome {
  if (!('strokes' in node)) return skipped(`a ${kindOf(node)} has no outline of its own`);
  if (node.strokes.length === 0) return skipped('it has no outline');
  node.strokes = [];
  return applied();
}
