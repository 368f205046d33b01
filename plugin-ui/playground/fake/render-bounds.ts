import type { Effect, Paint, Rect } from '@figma/plugin-typings/plugin-api-standalone.js';
import { absoluteBox, isVisible, parentIds } from './geometry.ts';
import type { NodeRecord, Store } from './store.ts';

/**
 * The box that a node is drawn in: with outlines, shadows, blurs and what its children reach out by, cut to the parents
 * that clip and to the masks below it. null if nothing can be seen.
 */
export function renderBounds(store: Store, id: string): Rect | null {
  if (!isVisible(store, id)) return null;
  let bounds = drawnBox(store, id);
  for (const nodeId of [id, ...parentIds(store, id)]) {
    const { parentId } = store.get(nodeId);
    if (parentId === null || bounds === null) break;
    const parent = store.get(parentId);
    if (parent.kept['clipsContent'] === true) bounds = overlap(bounds, absoluteBox(store, parentId));
    const mask = maskOf(store, parent, nodeId);
    if (mask !== undefined && bounds !== null) bounds = overlap(bounds, absoluteBox(store, mask));
  }
  return bounds;
}

function drawnBox(store: Store, id: string): Rect | null {
  const record = store.get(id);
  const box = absoluteBox(store, id);
  let bounds: Rect | null = box.width === 0 && box.height === 0 ? null : grow(box, reachOf(record));
  if (record.kept['clipsContent'] === true) return bounds;
  for (const childId of record.childIds) {
    if (store.get(childId).kept['visible'] === false) continue;
    const child = drawnBox(store, childId);
    if (child !== null) bounds = bounds === null ? child : around(bounds, child);
  }
  return bounds;
}

/** The nearest mask among the layers below a node in its parent, which cuts it. */
function maskOf(store: Store, parent: NodeRecord, id: string): string | undefined {
  const below = parent.childIds.slice(0, Math.max(0, parent.childIds.indexOf(id)));
  return below.findLast((otherId) => store.get(otherId).kept['isMask'] === true);
}

interface Reach {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** How far outlines and effects reach out of a node's box, in px. */
function reachOf({ kept }: NodeRecord): Reach {
  const strokes = (kept['strokes'] as readonly Paint[] | undefined) ?? [];
  const share = { OUTSIDE: 1, CENTER: 0.5 }[String(kept['strokeAlign'])] ?? 0;
  const stroke = strokes.some(({ visible }) => visible !== false) ? Number(kept['strokeWeight'] ?? 0) * share : 0;
  const reach: Reach = { left: stroke, right: stroke, top: stroke, bottom: stroke };
  for (const effect of (kept['effects'] as readonly Effect[] | undefined) ?? []) {
    if (!('visible' in effect) || !effect.visible) continue;
    const isShadow = effect.type === 'DROP_SHADOW';
    if (!isShadow && effect.type !== 'LAYER_BLUR') continue;
    const [x, y, out] = isShadow
      ? [effect.offset.x, effect.offset.y, effect.radius + (effect.spread ?? 0)]
      : [0, 0, effect.radius];
    reach.left = Math.max(reach.left, stroke + out - x);
    reach.right = Math.max(reach.right, stroke + out + x);
    reach.top = Math.max(reach.top, stroke + out - y);
    reach.bottom = Math.max(reach.bottom, stroke + out + y);
  }
  return reach;
}

function grow({ x, y, width, height }: Rect, { left, right, top, bottom }: Reach): Rect {
  return { x: x - left, y: y - top, width: width + left + right, height: height + top + bottom };
}

function around(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  const right = Math.max(a.x + a.width, b.x + b.width);
  return { x, y, width: right - x, height: Math.max(a.y + a.height, b.y + b.height) - y };
}

/** What two boxes share; null if they do not touch. */
function overlap(a: Rect, b: Rect): Rect | null {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)];
  const width = Math.min(a.x + a.width, b.x + b.width) - x;
  const height = Math.min(a.y + a.height, b.y + b.height) - y;
  return width < 0 || height < 0 ? null : { x, y, width, height };
}
