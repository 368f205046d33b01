import type { Rect, Transform } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { NodeRecord, Store } from './store.ts';

/** Whether children of such a node are placed in the node's own parent, as those of groups are. */
export function isGroupLike(record: NodeRecord): boolean {
  return ['GROUP', 'BOOLEAN_OPERATION', 'TRANSFORM_GROUP'].includes(record.type);
}

/** The ids of the node's parents, the nearest first, the page last. */
export function parentIds(store: Store, id: string): string[] {
  const ids: string[] = [];
  for (let next = store.get(id).parentId; next !== null; next = store.get(next).parentId) ids.push(next);
  return ids;
}

/** The node that `x` and `y` are measured in: the nearest parent that is not a group. */
export function containerId(store: Store, id: string): string {
  return parentIds(store, id).find((parentId) => !isGroupLike(store.get(parentId))) ?? id;
}

/** Whether an instance says how the node is. What lies in a slot is the designer's, not the component's. */
export function isInsideInstance(store: Store, id: string): boolean {
  const around = parentIds(store, id).find((parentId) => ['INSTANCE', 'SLOT'].includes(store.get(parentId).type));
  return around !== undefined && store.get(around).type === 'INSTANCE';
}

/** Whether the node and all its parents are visible. */
export function isVisible(store: Store, id: string): boolean {
  return [id, ...parentIds(store, id)].every((nodeId) => store.get(nodeId).kept['visible'] !== false);
}

export function relativeTransform({ x, y, rotation }: NodeRecord): Transform {
  const radians = (rotation * Math.PI) / 180;
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  return [
    [cos, sin, x],
    [-sin, cos, y],
  ];
}

export function multiply(a: Transform, b: Transform): Transform {
  const row = (r: 0 | 1): [number, number, number] => [
    a[r][0] * b[0][0] + a[r][1] * b[1][0],
    a[r][0] * b[0][1] + a[r][1] * b[1][1],
    a[r][0] * b[0][2] + a[r][1] * b[1][2] + a[r][2],
  ];
  return [row(0), row(1)];
}

export function absoluteTransform(store: Store, id: string): Transform {
  let transform: Transform = [
    [1, 0, 0],
    [0, 1, 0],
  ];
  let isInGroup = false;
  for (let next: string | null = id; next !== null; ) {
    const record: NodeRecord = store.get(next);
    // A group's own place says nothing of what it holds, whose places are measured from what is around the group.
    const counts = record.type !== 'PAGE' && !(isInGroup && isGroupLike(record));
    if (counts) transform = multiply(relativeTransform(record), transform);
    isInGroup = true;
    next = record.parentId;
  }
  return transform;
}

/** The box around a node of this size under this transform. */
export function boundingBox(transform: Transform, width: number, height: number): Rect {
  const corners = [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ] as const;
  const xs = corners.map(([x, y]) => transform[0][0] * x + transform[0][1] * y + transform[0][2]);
  const ys = corners.map(([x, y]) => transform[1][0] * x + transform[1][1] * y + transform[1][2]);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y };
}

export function absoluteBox(store: Store, id: string): Rect {
  const { width, height } = store.get(id);
  return boundingBox(absoluteTransform(store, id), width, height);
}
