import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { Move, Reorder } from '../../../../../src/schemas/edit-instruction.ts';
import {
  applied,
  type EditContext,
  isInsideInstance,
  isPlacedByAutoLayout,
  type Outcome,
  skipped,
} from '../outcome.ts';
import { shiftBy } from '../shift.ts';

/** Moves a layer so that its box's top left comes to a point of the frame, or by so much. */
export function move(node: SceneNode, { x, y, relative }: Static<typeof Move>, { root }: EditContext): Outcome {
  if (node.id === root.id) return skipped('the frame itself is not moved');
  if (isInsideInstance(node)) return skipped('its component says where it is');
  // Figma would take the numbers and do nothing.
  if (isPlacedByAutoLayout(node)) return skipped('auto-layout says where it is');
  const box = node.absoluteBoundingBox;
  const origin = root.absoluteBoundingBox;
  if (box === null || origin === null) return skipped('it has no place');
  const isRelative = relative === true;
  shiftBy(node, isRelative ? x : origin.x + x - box.x, isRelative ? y : origin.y + y - box.y);
  return applied();
}

/** Changes what lies over what, among the layers beside it. */
export function reorder(node: SceneNode, { position }: Static<typeof Reorder>, { root }: EditContext): Outcome {
  const { parent } = node;
  if (node.id === root.id || parent === null) return skipped('the frame itself keeps its place');
  if (isInsideInstance(node)) return skipped('its component says what lies over what');
  // Moving it would change its place in the row as well.
  if (isPlacedByAutoLayout(node)) return skipped('auto-layout says where it is');
  const last = parent.children.length - 1;
  const wanted = position === 'front' ? last : position === 'back' ? 0 : Math.min(position, last);
  if (placeOf(node) === wanted) return skipped('it is there already');
  if (wanted === last) parent.appendChild(node);
  else {
    parent.insertChild(wanted, node);
    // Whether the place is counted with or without the layer itself is Figma's own affair.
    const off = wanted - placeOf(node);
    if (off !== 0) parent.insertChild(wanted + off, node);
  }
  return applied(
    typeof position === 'number' && position > last ? 'there are fewer layers: it went to the front' : undefined,
  );
}

function placeOf({ id, parent }: SceneNode): number {
  return parent === null ? -1 : parent.children.map((child) => child.id).indexOf(id);
}
