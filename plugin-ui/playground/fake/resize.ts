import type { Constraints, ConstraintType } from '@figma/plugin-typings/plugin-api-standalone.js';
import { isGroupLike } from './geometry.ts';
import { unlinked } from './kept-part.ts';
import { isPlacedByParent, settle, shift, within } from './layout.ts';
import type { NodeRecord } from './store.ts';
import { assertFonts } from './text.ts';
import type { World } from './world.ts';

const LEAST_SIDE = 0.01;

/**
 * Gives a node a size, with all that follows from it in Figma: sizing modes become fixed, a text no longer hugs its
 * letters, what a group holds is stretched with it.
 */
export function resizeNode(world: World, id: string, width: number, height: number): void {
  const { store } = world;
  const record = store.get(id);
  if (!(width >= LEAST_SIDE)) throw new Error(`in resize: Expected "width" to have value >= 0.01, received ${width}`);
  if (record.type === 'LINE') {
    if (height !== 0) throw new Error('in resize: Height must be 0 for a line');
  } else if (!(height >= LEAST_SIDE)) {
    throw new Error(`in resize: Expected "height" to have value >= 0.01, received ${height}`);
  }
  if (record.type === 'TEXT') assertFonts(world, record, 'resize');
  if (isGroupLike(record)) stretch(world, record, width / record.width, height / record.height);
  else {
    const [toWidth, toHeight] = [
      within(record, 'width', width),
      record.type === 'LINE' ? 0 : within(record, 'height', height),
    ];
    const kept = { ...record.kept, ...unlinked(record.kept, 'width', 'height'), ...fixedSizing(record) };
    store.write(id, { width: toWidth, height: toHeight, isChanged: true, kept });
    if (kept['layoutMode'] === 'NONE') followConstraints(world, record, toWidth, toHeight);
  }
  settle(store, id);
  if (record.parentId !== null) settle(store, record.parentId);
}

/** Moves and sizes what a frame without auto-layout holds, as each child's constraints say. */
function followConstraints(world: World, frame: NodeRecord, width: number, height: number): void {
  const { store } = world;
  for (const childId of frame.childIds) {
    const child = store.get(childId);
    const { horizontal = 'MIN', vertical = 'MIN' } = (child.kept['constraints'] ?? {}) as Partial<Constraints>;
    const across = constrain(horizontal, child.x, child.width, frame.width, width);
    const down = constrain(vertical, child.y, child.height, frame.height, height);
    shift(store, childId, across.at - child.x, down.at - child.y);
    if (isGroupLike(child) || (across.length === child.width && down.length === child.height)) continue;
    store.write(childId, { width: across.length, height: down.length, isChanged: true });
    settle(store, childId);
  }
}

function constrain(type: ConstraintType, at: number, length: number, before: number, after: number) {
  const grown = after - before;
  if (type === 'MAX') return { at: at + grown, length };
  if (type === 'CENTER') return { at: at + grown / 2, length };
  if (type === 'STRETCH') return { at, length: Math.max(LEAST_SIDE, length + grown) };
  if (type === 'SCALE') return { at: (at * after) / before, length: Math.max(LEAST_SIDE, (length * after) / before) };
  return { at, length };
}

function fixedSizing({ type, kept }: NodeRecord): Record<string, unknown> {
  return {
    ...('layoutMode' in kept && { primaryAxisSizingMode: 'FIXED', counterAxisSizingMode: 'FIXED' }),
    ...('layoutGrow' in kept && { layoutGrow: 0, layoutAlign: 'INHERIT' }),
    ...(type === 'TEXT' && { textAutoResize: 'NONE' }),
  };
}

function stretch(world: World, group: NodeRecord, scaleX: number, scaleY: number): void {
  const { store } = world;
  for (const childId of group.childIds) {
    const child = store.get(childId);
    const x = group.x + (child.x - group.x) * scaleX;
    const y = group.y + (child.y - group.y) * scaleY;
    if (isGroupLike(child)) stretch(world, child, scaleX, scaleY);
    else {
      shift(store, childId, x - child.x, y - child.y);
      const height = child.type === 'LINE' ? 0 : Math.max(LEAST_SIDE, child.height * scaleY);
      store.write(childId, { width: Math.max(LEAST_SIDE, child.width * scaleX), height, isChanged: true });
    }
  }
  settle(store, group.id);
}

/** Scales a node and all that it holds from its top left, letters and outlines too. */
export function rescaleTree(world: World, id: string, scale: number): void {
  const { store } = world;
  if (!(scale >= LEAST_SIDE)) throw new Error(`in rescale: Expected "scale" to have value >= 0.01, received ${scale}`);
  const { x, y, parentId } = store.get(id);
  const visit = (nodeId: string, isRoot: boolean): void => {
    const record = store.get(nodeId);
    if (record.type === 'TEXT') assertFonts(world, record, 'rescale');
    const isInGroup = record.parentId !== null && isGroupLike(store.get(record.parentId));
    const [originX, originY] = isInGroup && isGroupLike(store.get(id)) ? [x, y] : [0, 0];
    store.write(nodeId, {
      ...(!isRoot && { x: originX + (record.x - originX) * scale, y: originY + (record.y - originY) * scale }),
      width: record.width * scale,
      height: record.height * scale,
      runs: record.runs.map((run) => ({ ...run, fontSize: run.fontSize * scale })),
      isChanged: true,
    });
    for (const childId of record.childIds) visit(childId, false);
  };
  visit(id, true);
  settle(store, id);
  if (parentId !== null && !isPlacedByParent(store, store.get(id))) settle(store, parentId);
  else if (parentId !== null) settle(store, parentId);
}
