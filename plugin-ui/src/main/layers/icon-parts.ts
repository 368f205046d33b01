import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { isPicture, isShown } from '../variants/is-shown.ts';

/** Icons are drawn on squares of 12 to 64 px. */
const LARGEST_ICON = 64;
/** A row of icons is wider than this share of its height. */
const WIDEST_RATIO = 2;
/** An icon of more shapes than this is an illustration. */
const MOST_PARTS = 80;

const holders: readonly string[] = ['FRAME', 'GROUP', 'COMPONENT', 'INSTANCE', 'BOOLEAN_OPERATION'];
const drawn: readonly string[] = ['VECTOR', 'BOOLEAN_OPERATION', 'STAR', 'POLYGON', 'LINE'];
const plain: readonly string[] = ['ELLIPSE', 'RECTANGLE'];

/**
 * Whether the layers inside are parts of an icon: shapes that have no meaning by themselves, and that must keep one
 * name in all components, since a swap carries color overrides over by name. What a boolean operation is made of
 * counts at any size.
 */
export function isIcon(node: BaseNode): boolean {
  if (node.type === 'BOOLEAN_OPERATION') return true;
  if (holders.indexOf(node.type) === -1 || !('children' in node) || !('width' in node)) return false;
  const { width, height } = node;
  const longer = Math.max(width, height);
  if (longer > LARGEST_ICON || longer > WIDEST_RATIO * Math.min(width, height)) return false;
  const found = { parts: 0, drawn: 0 };
  return hasShapesOnly(node.children, found) && found.drawn > 0;
}

function hasShapesOnly(nodes: readonly SceneNode[], found: { parts: number; drawn: number }): boolean {
  for (const node of nodes) {
    found.parts += 1;
    if (found.parts > MOST_PARTS) return false;
    if (drawn.indexOf(node.type) !== -1) found.drawn += 1;
    else if (plain.indexOf(node.type) !== -1) {
      if (hasPicture(node)) return false;
    } else if (holders.indexOf(node.type) === -1 || !('children' in node)) return false;
    else if (!hasShapesOnly(node.children, found)) return false;
  }
  return true;
}

function hasPicture(node: SceneNode): boolean {
  if (!('fills' in node)) return false;
  const { fills } = node;
  return Array.isArray(fills) && fills.some((paint) => isPicture(paint) && isShown(paint));
}
