import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { Move, Reorder } from '../../../../../src/schemas/edit-instruction.ts';
import { isWithin } from '../edit-target.ts';
import {
  applied,
  type EditContext,
  isInsideInstance,
  isMask,
  isPlacedByAutoLayout,
  type Moved,
  type Outcome,
  skipped,
} from '../outcome.ts';
import { shiftBy } from '../shift.ts';

/**
 * Moves a layer so that its box's top left comes to a point of the frame, or by so much. What it holds moves with it: a
 * layer whose move repeats its parent's move moves once.
 */
export function move(node: SceneNode, { x, y, relative }: Static<typeof Move>, { root, moved }: EditContext): Outcome {
  if (node.id === root.id) return skipped('the frame itself is not moved');
  if (isInsideInstance(node)) return skipped('its component sets its position');
  // Figma would take the numbers and do nothing.
  if (isPlacedByAutoLayout(node)) return skipped('auto-layout sets its position');
  const box = node.absoluteBoundingBox;
  const origin = root.absoluteBoundingBox;
  if (box === null || origin === null) return skipped('it has no position');
  const isRelative = relative === true;
  const own: Moved = {
    node,
    dx: isRelative ? x : origin.x + x - box.x,
    dy: isRelative ? y : origin.y + y - box.y,
    isRelative,
  };
  const carrier = moved.find((other) => isRelative && isWithin(node, other.node.id) && isSameWay(own, other));
  if (carrier !== undefined) return applied(`it moved with "${carrier.node.name}"`);
  shiftBy(node, own.dx, own.dy);
  for (const other of moved) {
    if (!isWithin(other.node, node.id)) continue;
    const isSaidTwice = isSameWay(own, other) || (!isRelative && !other.isRelative);
    if (isSaidTwice) shiftBy(other.node, -own.dx, -own.dy);
  }
  moved.push(own);
  return applied();
}

function isSameWay(a: Moved, b: Moved): boolean {
  return Math.abs(a.dx - b.dx) < 0.5 && Math.abs(a.dy - b.dy) < 0.5;
}

/** Changes what lies over what among the layers beside it; in auto-layout, which comes after which. */
export function reorder(node: SceneNode, { position }: Static<typeof Reorder>, { root }: EditContext): Outcome {
  const { parent } = node;
  if (node.id === root.id || parent === null) return skipped('the frame itself cannot be reordered');
  if (isInsideInstance(node)) return skipped('its component sets the layer order');
  const last = parent.children.length - 1;
  const wanted = position === 'front' ? last : position === 'back' ? 0 : Math.min(position, last);
  if (placeOf(node) === wanted) return skipped('it is already there');
  if (changesMask(node, wanted)) return skipped('a mask would cut off other layers than before');
  if (wanted === last) parent.appendChild(node);
  else {
    parent.insertChild(wanted, node);
    // Whether the place is counted with or without the layer itself depends on Figma.
    const off = wanted - placeOf(node);
    if (off !== 0) parent.insertChild(wanted + off, node);
  }
  return applied(
    typeof position === 'number' && position > last ? 'there are fewer layers: it went to the front' : undefined,
    isPlacedByAutoLayout(node) ? 'it has another place in its row' : undefined,
  );
}

/** A mask cuts off what lies over it, up to the next one: moving it, or a layer past it, shows and hides others. */
function changesMask(node: SceneNode, wanted: number): boolean {
  const { parent } = node;
  if (parent === null) return false;
  if (isMask(node)) return true;
  const others = parent.children.filter((child) => child.id !== node.id);
  const masksBelow = (place: number): number => others.slice(0, place).filter(isMask).length;
  return masksBelow(placeOf(node)) !== masksBelow(wanted);
}

function placeOf({ id, parent }: SceneNode): number {
  return parent === null ? -1 : parent.children.map((child) => child.id).indexOf(id);
}
