import type { Rect, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Container } from './clone-frame.ts';

/** Between a frame and what is laid beside it, in px. */
export const GAP = 80;

/**
 * The first free place for a box of the source's size: to the right of it at its height, or below it if its section
 * would grow over its neighbors on the right and not below.
 */
export function findFreePlace(container: Container, source: Rect): { x: number; y: number } {
  const obstacles = boxesOf(container.children);
  const right = firstFree(obstacles, source, 'x', 'width');
  if (!growsOverNeighbors(container, right)) return right;
  const below = firstFree(obstacles, source, 'y', 'height');
  return growsOverNeighbors(container, below) ? right : below;
}

/** A section's box once it holds the inner box, with a margin. Its top left stays. */
export function grownBox(outer: Rect, inner: Rect): Rect {
  const right = outer.x + outer.width;
  const bottom = outer.y + outer.height;
  const [innerRight, innerBottom] = [inner.x + inner.width, inner.y + inner.height];
  return {
    x: outer.x,
    y: outer.y,
    width: (innerRight > right ? innerRight + GAP : right) - outer.x,
    height: (innerBottom > bottom ? innerBottom + GAP : bottom) - outer.y,
  };
}

function firstFree(obstacles: readonly Rect[], source: Rect, axis: 'x' | 'y', side: 'width' | 'height'): Rect {
  const place = { x: source.x, y: source.y, width: source.width, height: source.height };
  place[axis] += source[side] + GAP;
  for (let isBlocked = true; isBlocked; ) {
    isBlocked = false;
    for (const box of obstacles) {
      if (!overlaps(box, place, GAP)) continue;
      place[axis] = box[axis] + box[side] + GAP;
      isBlocked = true;
    }
  }
  return place;
}

/** Whether the sections around a place would have to grow over what lies beside them. */
function growsOverNeighbors(container: Container, place: Rect): boolean {
  let at: Container = container;
  let inner = place;
  while (at.type === 'SECTION') {
    const { id, parent, absoluteBoundingBox: outer } = at;
    if (outer === null || parent === null || (parent.type !== 'SECTION' && parent.type !== 'PAGE')) return false;
    const grown = grownBox(outer, inner);
    const neighbors = boxesOf(parent.children.filter((child) => child.id !== id));
    if (neighbors.some((box) => overlaps(box, grown, 0) && !overlaps(box, outer, 0))) return true;
    at = parent;
    inner = grown;
  }
  return false;
}

function boxesOf(nodes: readonly SceneNode[]): Rect[] {
  return nodes.map((node) => node.absoluteBoundingBox).filter((box): box is Rect => box !== null);
}

function overlaps(a: Rect, b: Rect, gap: number): boolean {
  const isBeside = a.x >= b.x + b.width + gap || a.x + a.width + gap <= b.x;
  return !isBeside && a.y < b.y + b.height + gap && a.y + a.height + gap > b.y;
}
