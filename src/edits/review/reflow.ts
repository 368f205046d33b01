import type { EditInstruction } from '../../schemas/edit-instruction.ts';
import { type LayerNode, subtreeOf } from '../layer-tree.ts';
import type { Look } from './look.ts';

type SetLayout = Extract<EditInstruction, { action: 'setLayout' }>;
type Find = (node: LayerNode) => Look;
type Axis = 'x' | 'y';

interface LayoutPart {
  readonly direction?: string | undefined;
  readonly gap?: number | undefined;
  readonly padding?: number | Padding | undefined;
}

interface Padding {
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly left: number;
}

/**
 * Lays the children of an auto layout out again as far as gap, padding and direction say, and passes on what a hugging
 * layer grows by to those that follow it. Alignment, wrapping and filling are left as they were: where they matter, the
 * places are near, not exact.
 */
export function reflow({ direction, gap, padding, sizing }: SetLayout, node: LayerNode, find: Find): void {
  const { layout } = node.layer;
  if (layout === undefined) return;
  const look = find(node);
  const before = readLayout(layout);
  const after = readLayout({ direction, gap, padding }, before);
  const children = node.children.filter(({ isInFlow, isUnseen }) => isInFlow && !isUnseen).map(find);
  const along = after.axis;
  const grew = { x: 0, y: 0 };
  if (before.axis === after.axis) {
    const start = startOf(after.padding, along) - startOf(before.padding, along);
    const across = startOf(after.padding, other(along)) - startOf(before.padding, other(along));
    const step = after.gap - before.gap;
    for (const [index, child] of children.toSorted((a, b) => a[along] - b[along]).entries()) {
      shift(child.node, along, start + index * step, find);
      shift(child.node, other(along), across, find);
    }
    grew[along] = step * Math.max(0, children.length - 1) + sumOf(after.padding, along) - sumOf(before.padding, along);
    grew[other(along)] = sumOf(after.padding, other(along)) - sumOf(before.padding, other(along));
  } else {
    let at = look[along] + startOf(after.padding, along);
    for (const child of children.toSorted((a, b) => a[before.axis] - b[before.axis])) {
      shift(child.node, along, at - child[along], find);
      shift(
        child.node,
        other(along),
        look[other(along)] + startOf(after.padding, other(along)) - child[other(along)],
        find,
      );
      at += sizeOf(child, along) + after.gap;
    }
    const wide =
      Math.max(0, ...children.map((child) => sizeOf(child, other(along)))) + sumOf(after.padding, other(along));
    grew[along] =
      at -
      after.gap -
      look[along] +
      (sumOf(after.padding, along) - startOf(after.padding, along)) -
      sizeOf(look, along);
    grew[other(along)] = wide - sizeOf(look, other(along));
  }
  for (const axis of ['x', 'y'] as const) {
    const mode =
      axis === 'x'
        ? (sizing?.horizontal ?? node.layer.sizing?.horizontal)
        : (sizing?.vertical ?? node.layer.sizing?.vertical);
    if (mode === 'hug' && grew[axis] !== 0) grow(node, axis, grew[axis], find);
  }
}

/**
 * A layer is longer along an axis: those that follow it in its parent's flow move on, and a hugging parent grows too.
 */
function grow(node: LayerNode, axis: Axis, by: number, find: Find): void {
  const look = find(node);
  if (axis === 'x') look.width += by;
  else look.height += by;
  const { parent } = node;
  if (parent?.layer.layout === undefined || !node.isInFlow || readLayout(parent.layer.layout).axis !== axis) return;
  for (const sibling of parent.children) {
    if (sibling !== node && sibling.isInFlow && find(sibling)[axis] > look[axis]) shift(sibling, axis, by, find);
  }
  const mode = axis === 'x' ? parent.layer.sizing?.horizontal : parent.layer.sizing?.vertical;
  if (mode === 'hug') grow(parent, axis, by, find);
}

function readLayout(
  { direction, gap, padding }: LayoutPart,
  usual: { axis: Axis; gap: number; padding: Padding } = { axis: 'x', gap: 0, padding: sides(0) },
): { axis: Axis; gap: number; padding: Padding } {
  const axis = direction === undefined ? usual.axis : /^v|^column/i.test(direction) ? 'y' : 'x';
  const all = padding === undefined ? usual.padding : typeof padding === 'number' ? sides(padding) : padding;
  return { axis, gap: gap ?? usual.gap, padding: all };
}

function sides(length: number): Padding {
  return { top: length, right: length, bottom: length, left: length };
}

function startOf(padding: Padding, axis: Axis): number {
  return axis === 'x' ? padding.left : padding.top;
}

function sumOf(padding: Padding, axis: Axis): number {
  return axis === 'x' ? padding.left + padding.right : padding.top + padding.bottom;
}

function sizeOf(look: Look, axis: Axis): number {
  return axis === 'x' ? look.width : look.height;
}

function other(axis: Axis): Axis {
  return axis === 'x' ? 'y' : 'x';
}

function shift(node: LayerNode, axis: Axis, by: number, find: Find): void {
  if (by === 0) return;
  for (const part of subtreeOf(node)) find(part)[axis] += by;
}
