import type { PageNode, Rect, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { SourceFrame } from '../find-frame.ts';
import { forgetRenamings } from '../rename-history.ts';
import { shiftBy } from './shift.ts';

/** Between a frame and what is laid beside it, in px. */
const GAP = 80;

/** The page that a layer is on; null where it is gone, or its component has no page. */
export function pageOf(node: SceneNode): PageNode | null {
  let { parent } = node;
  while (parent !== null && parent.type !== 'PAGE') {
    if (parent.type === 'DOCUMENT') return null;
    ({ parent } = parent);
  }
  return parent;
}

/**
 * A copy of the frame, on its page, its box's top left at `place`. The copy of a component or an instance is a plain
 * frame: another component would stand in the team's library, and nothing in an instance can be moved. Instances inside
 * stay what they are.
 */
export function cloneFrame(
  frame: SourceFrame,
  page: PageNode,
  place: { x: number; y: number },
  name: string,
): SceneNode {
  const clone = copyOf(frame);
  page.appendChild(clone);
  clone.name = name;
  clone.visible = true;
  clone.locked = false;
  forgetRenamings(clone);
  const box = clone.absoluteBoundingBox;
  if (box !== null) shiftBy(clone, place.x - box.x, place.y - box.y);
  return clone;
}

function copyOf(frame: SourceFrame): SceneNode {
  if (frame.type === 'COMPONENT') return frame.createInstance().detachInstance();
  if (frame.type === 'INSTANCE') return frame.clone().detachInstance();
  return frame.clone();
}

/** The first free place for a box of the source's size to the right of it, at its height on the page. */
export function findFreePlace(page: PageNode, source: Rect): { x: number; y: number } {
  const obstacles = page.children.map((node) => node.absoluteBoundingBox).filter((box): box is Rect => box !== null);
  let x = source.x + source.width + GAP;
  for (let isBlocked = true; isBlocked; ) {
    isBlocked = false;
    for (const box of obstacles) {
      const isClear = box.x >= x + source.width + GAP || box.x + box.width + GAP <= x;
      if (isClear || box.y >= source.y + source.height + GAP || box.y + box.height + GAP <= source.y) continue;
      x = box.x + box.width + GAP;
      isBlocked = true;
    }
  }
  return { x, y: source.y };
}
