import { boundingBox, isGroupLike, relativeTransform } from './geometry.ts';
import type { NodeRecord, Store } from './store.ts';

/**
 * Brings a node in order after a change to its children: a group's box goes round them, an auto-layout frame places
 * them and grows with them; then the parents, as far as the change reaches. Known of Figma's auto-layout: direction,
 * padding, spacing, alignment, hug, fill, stretch, wrapping, least and most sizes, and plain grids; baselines are not.
 */
export function settle(store: Store, id: string): void {
  if (!store.has(id)) return;
  const before = store.get(id);
  if (before.type === 'PAGE') return;
  if (isGroupLike(before)) wrap(store, before);
  else if (isAutoLayout(before)) arrange(store, before);
  else if (isGrid(before)) arrangeGrid(store, before);
  const after = store.get(id);
  const hasMoved = ['x', 'y', 'width', 'height'].some((key) => before[key as 'x'] !== after[key as 'x']);
  if (after.parentId !== null && (hasMoved || isGroupLike(before))) settle(store, after.parentId);
}

export function isAutoLayout({ kept }: NodeRecord): boolean {
  return kept['layoutMode'] === 'HORIZONTAL' || kept['layoutMode'] === 'VERTICAL';
}

function isGrid({ kept }: NodeRecord): boolean {
  return kept['layoutMode'] === 'GRID';
}

/** Whether auto-layout, and not its own x and y, says where the node is. */
export function isPlacedByParent(store: Store, record: NodeRecord): boolean {
  if (record.parentId === null || record.kept['layoutPositioning'] === 'ABSOLUTE') return false;
  const parent = store.get(record.parentId);
  return isAutoLayout(parent) || isGrid(parent);
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

type Side = 'width' | 'height';

/** A frame's direction, and what it says along and across it. */
interface Axes {
  readonly main: Side;
  readonly cross: Side;
  readonly start: number;
  readonly end: number;
  readonly head: number;
  readonly foot: number;
  readonly gap: number;
  readonly lineGap: number;
}

function axesOf({ kept }: NodeRecord): Axes {
  const of = (name: string): number => Number(kept[name] ?? 0);
  const isRow = kept['layoutMode'] === 'HORIZONTAL';
  const [left, right, top, bottom] = [of('paddingLeft'), of('paddingRight'), of('paddingTop'), of('paddingBottom')];
  const gaps = { gap: of('itemSpacing'), lineGap: of('counterAxisSpacing') };
  return isRow
    ? { main: 'width', cross: 'height', start: left, end: right, head: top, foot: bottom, ...gaps }
    : { main: 'height', cross: 'width', start: top, end: bottom, head: left, foot: right, ...gaps };
}

function arrange(store: Store, frame: NodeRecord): void {
  const axes = axesOf(frame);
  const { main, cross, start, end, head, foot, lineGap } = axes;
  const huggedMain = frame.kept['primaryAxisSizingMode'] === 'AUTO';
  const huggedCross = frame.kept['counterAxisSizingMode'] === 'AUTO';
  const children = frame.childIds
    .map((childId) => store.get(childId))
    .filter(({ kept }) => kept['visible'] !== false && kept['layoutPositioning'] !== 'ABSOLUTE');
  const room = frame[main] - start - end;
  const isWrapped = frame.kept['layoutWrap'] === 'WRAP' && !huggedMain;
  const lines = isWrapped ? breakLines(children, main, axes.gap, room) : [children];
  let at = head;
  let longest = 0;
  for (const line of lines) {
    const inner = lines.length === 1 && !huggedCross ? frame[cross] - head - foot : tallestOf(line, cross);
    longest = Math.max(longest, placeLine(store, frame, line, axes, { at, inner, room: huggedMain ? null : room }));
    at +=
      (lines.length === 1 && huggedCross
        ? tallestOf(
            line.map(({ id }) => store.get(id)),
            cross,
          )
        : inner) + lineGap;
  }
  store.write(frame.id, {
    ...(huggedMain && { [main]: within(frame, main, longest + start + end) }),
    ...(huggedCross && { [cross]: within(frame, cross, at - lineGap + foot) }),
  });
}

function breakLines(children: readonly NodeRecord[], main: Side, gap: number, room: number): NodeRecord[][] {
  const lines: NodeRecord[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const child of children) {
    if (used + child[main] > room) {
      lines.push([]);
      used = 0;
    }
    lines.at(-1)?.push(child);
    used += child[main] + gap;
  }
  return lines.length === 0 ? [[]] : lines;
}

function tallestOf(line: readonly NodeRecord[], cross: Side): number {
  return line.reduce((most, child) => Math.max(most, child[cross]), 0);
}

/**
 * @param place where the line begins and how much room it has across; `room` along it, null for as much as it needs
 * @returns px that the line takes along
 */
function placeLine(
  store: Store,
  frame: NodeRecord,
  line: readonly NodeRecord[],
  { main, cross, start, gap }: Axes,
  { at, inner, room }: { at: number; inner: number; room: number | null },
): number {
  const gaps = gap * Math.max(0, line.length - 1);
  const stiff = line.reduce((sum, child) => sum + (grows(child) && room !== null ? 0 : child[main]), 0);
  const growing = room === null ? 0 : line.filter(grows).length;
  const free = room === null ? 0 : Math.max(0, room - gaps - stiff);
  const align = growing > 0 ? 'MIN' : frame.kept['primaryAxisAlignItems'];
  const before = free * ({ CENTER: 0.5, MAX: 1 }[String(align)] ?? 0);
  const between = align === 'SPACE_BETWEEN' && line.length > 1 ? free / (line.length - 1) : 0;
  let along = start + before;
  for (const child of line) {
    const stretches = child.kept['layoutAlign'] === 'STRETCH' && frame.kept['counterAxisSizingMode'] !== 'AUTO';
    const size = {
      [main]: within(child, main, grows(child) && growing > 0 ? free / growing : child[main]),
      [cross]: stretches ? within(child, cross, inner) : child[cross],
    };
    if (size[main] !== child[main] || size[cross] !== child[cross]) {
      store.write(child.id, size);
      if (isAutoLayout(child)) arrange(store, store.get(child.id));
    }
    const placed = store.get(child.id);
    const rest = inner - placed[cross];
    const across = at + rest * ({ CENTER: 0.5, MAX: 1 }[String(frame.kept['counterAxisAlignItems'])] ?? 0);
    const [x, y] = main === 'width' ? [along, across] : [across, along];
    shift(store, child.id, x - placed.x, y - placed.y);
    along += placed[main] + gap + between;
  }
  return Math.max(0, along - gap - between - start - before);
}

/** A side within the node's least and most. */
export function within({ kept }: NodeRecord, side: Side, length: number): number {
  const name = side === 'width' ? 'Width' : 'Height';
  const [least, most] = [kept[`min${name}`], kept[`max${name}`]];
  const atMost = typeof most === 'number' ? Math.min(most, length) : length;
  return Math.max(typeof least === 'number' ? least : 0.01, atMost);
}

/** Places the children of a grid in its cells, row by row. */
function arrangeGrid(store: Store, frame: NodeRecord): void {
  const of = (name: string): number => Number(frame.kept[name] ?? 0);
  const columns = Math.max(1, of('gridColumnCount'));
  const rows = Math.max(1, of('gridRowCount'));
  const width = (frame.width - of('paddingLeft') - of('paddingRight') - of('gridColumnGap') * (columns - 1)) / columns;
  const height = (frame.height - of('paddingTop') - of('paddingBottom') - of('gridRowGap') * (rows - 1)) / rows;
  const children = frame.childIds
    .map((id) => store.get(id))
    .filter(({ kept }) => kept['layoutPositioning'] !== 'ABSOLUTE');
  for (const [index, child] of children.entries()) {
    const x = of('paddingLeft') + (index % columns) * (width + of('gridColumnGap'));
    const y = of('paddingTop') + Math.floor(index / columns) * (height + of('gridRowGap'));
    shift(store, child.id, x - child.x, y - child.y);
  }
}
