import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

/** What has no place apart from that of its layers. */
const groups: readonly string[] = ['GROUP', 'BOOLEAN_OPERATION', 'TRANSFORM_GROUP'];

/** Moves a layer by so many pixels of the page, however its parents are turned, and though groups have no own place. */
export function shiftBy(node: SceneNode, dx: number, dy: number): void {
  if (dx === 0 && dy === 0) return;
  // x and y are measured in the nearest parent that is not a group, which may be turned.
  let { parent } = node;
  while (parent !== null && groups.indexOf(parent.type) !== -1) ({ parent } = parent);
  if (parent === null || !('absoluteTransform' in parent)) {
    node.x += dx;
    node.y += dy;
    return;
  }
  const [[a, b], [c, d]] = parent.absoluteTransform;
  const determinant = a * d - b * c;
  node.x += (d * dx - b * dy) / determinant;
  node.y += (a * dy - c * dx) / determinant;
}
