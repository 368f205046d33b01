import { boundingBox, isGroupLike, relativeTransform } from './geometry.ts';
import type { NodeRecord, Store } from './store.ts';

/**
 * Brings a node in order after a change to its children: a group's box goes round them, an auto-layout frame places
 * them and grows with them; then the parents, as far as the change reaches. Known of Figma's auto-layout: direction,
 * padding, spacing, hug, fill and stretch; wrapping, grids and baselines are not.
 */
export function settle(store: Store, id: string): void {
  if (!store.has(id)) return;
  const before = store.get(id);
  if (before.type === 'PAGE') return;
  if (isGroupLike(before)) wrap(store, before);
  else if (isAutoLayout(before)) arrange(store, before);
  const after = store.get(id);
  const hasMoved = ['x', 'y', 'width', 'height'].some((key) => before[key as 'x'] !== after[key as 'x']);
  if (after.parentId !== null && (hasMoved || isGroupLike(before))) settle(store, after.parentId);
}

export function isAutoLayout({ kept }: NodeRecord): boolean {
  return kept['layoutMode'] === 'HORIZONTAL' || kept['layoutMode'] === 'VERTICAL';
}

/** Whether auto-layout, and not its own x and y, says where the node is. */
export function isPlacedByParent(store: Store, record: NodeRecord): boolean {
  if (record.parentId === null || record.kept['layoutPositioning'] === 'ABSOLUTE') return false;
  return isAutoLayout(store.get(record.parentId));
}

/** Moves a node; of a group, all that it holds. */
export function shift(store: Store, id: string, dx: number, dy: number): void {
  const record = store.get(id);
  store.write(id, { x: record.x + dx, y: record.y + dy });
  if (isGroupLike(record)) for (const childId of record.childIds) shift(store, childId, dx, dy);
}

function wrap(store: Store, group: NodeRecord): void {
  const boxes = group.childIds.map((childId) => {
    const child = store.get(childId);
    return boundingBox(relativeTransform(child), child.width, child.height);
  });
  if (boxes.length === 0) return;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const width = Math.max(...boxes.map((box) => box.x + box.width)) - x;
  const height = Math.max(...boxes.map((box) => box.y + box.height)) - y;
  store.write(group.id, { x, y, width, height });
}

function grows({ kept }: NodeRecord): boolean {
  return kept['layoutGrow'] === 1;
}

function arrange(store: Store, frame: NodeRecord): void {
  const isRow = frame.kept['layoutMode'] === 'HORIZONTAL';
  const kept = (name: string): number => Number(frame.kept[name] ?? 0);
  const pad = isRow
    ? { start: kept('paddingLeft'), end: kept('paddingRight'), head: kept('paddingTop'), foot: kept('paddingBottom') }
    : { start: kept('paddingTop'), end: kept('paddingBottom'), head: kept('paddingLeft'), foot: kept('paddingRight') };
  const [main, cross] = isRow ? (['width', 'height'] as const) : (['height', 'width'] as const);
  const children = frame.childIds
    .map((childId) => store.get(childId))
    .filter(({ kept: own }) => own['visible'] !== false && own['layoutPositioning'] !== 'ABSOLUTE');
  const gaps = kept('itemSpacing') * Math.max(0, children.length - 1);
  const stiff = children.reduce((sum, child) => sum + (grows(child) ? 0 : child[main]), 0);
  const huggedMain = frame.kept['primaryAxisSizingMode'] === 'AUTO';
  const huggedCross = frame.kept['counterAxisSizingMode'] === 'AUTO';
  const free = Math.max(0, frame[main] - pad.start - pad.end - gaps - stiff);
  const share = free / Math.max(1, children.filter(grows).length);
  const innerCross = frame[cross] - pad.head - pad.foot;

  let at = pad.start;
  for (const child of children) {
    const size = {
      [main]: grows(child) && !huggedMain ? share : child[main],
      [cross]: child.kept['layoutAlign'] === 'STRETCH' && !huggedCross ? innerCross : child[cross],
    };
    const [x, y] = isRow ? [at, pad.head] : [pad.head, at];
    shift(store, child.id, x - child.x, y - child.y);
    if (size[main] !== child[main] || size[cross] !== child[cross]) {
      store.write(child.id, size);
      if (isAutoLayout(child)) arrange(store, store.get(child.id));
    }
    at += (size[main] ?? 0) + kept('itemSpacing');
  }
  const tallest = children.reduce((most, child) => Math.max(most, store.get(child.id)[cross]), 0);
  store.write(frame.id, {
    ...(huggedMain && { [main]: Math.max(0.01, at - (children.length > 0 ? kept('itemSpacing') : 0) + pad.end) }),
    ...(huggedCross && { [cross]: Math.max(0.01, tallest + pad.head + pad.foot) }),
  });
}
