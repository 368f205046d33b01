import type { Effect, Paint, Transform } from '@figma/plugin-typings/plugin-api-standalone.js';
import { cornerNames } from './build-records.ts';
import { absoluteTransform, containerId, isGroupLike, multiply, relativeTransform } from './geometry.ts';
import { type Library, resolvePaints } from './library.ts';
import type { DrawnNode, FakeType } from './node-spec.ts';
import type { NodeRecord, Store } from './store.ts';

/** A layer and what it holds, as plain data. */
export function drawNode(store: Store, library: Library, id: string): DrawnNode {
  return draw(store, library, id, absoluteTransform(store, containerId(store, id)));
}

/** @param container the transform of what the layer's x and y are measured in */
function draw(store: Store, library: Library, id: string, container: Transform): DrawnNode {
  const record = store.get(id);
  const { kept, runs } = record;
  const [first] = runs;
  const paints = (value: unknown): readonly Paint[] =>
    resolvePaints(store, library, (value as readonly Paint[] | undefined) ?? [], id);
  const transform = multiply(container, relativeTransform(record));
  const oneRadius = Number(kept['cornerRadius'] ?? 0);
  const radii = cornerNames.map((name) => Number(kept[name] ?? oneRadius));
  return {
    id,
    type: record.type as FakeType,
    name: record.name,
    visible: kept['visible'] !== false,
    locked: kept['locked'] === true,
    absoluteX: transform[0][2],
    absoluteY: transform[1][2],
    width: record.width,
    height: record.height,
    absoluteRotation: (Math.atan2(transform[0][1], transform[0][0]) * 180) / Math.PI,
    opacity: Number(kept['opacity'] ?? 1),
    fills: paints(first?.fills ?? kept['fills']),
    strokes: paints(kept['strokes']),
    strokeWeight: Number(kept['strokeWeight'] ?? 0),
    effects: (kept['effects'] as readonly Effect[] | undefined) ?? [],
    cornerRadii: [radii[0] ?? 0, radii[1] ?? 0, radii[2] ?? 0, radii[3] ?? 0],
    clipsContent: kept['clipsContent'] === true,
    ...(first !== undefined && {
      characters: runs.map((run) => run.characters).join(''),
      fontName: first.fontName,
      fontSize: first.fontSize,
      textCase: first.textCase,
    }),
    originId: record.originId,
    isChanged: record.isChanged,
    children: record.childIds.map((childId) =>
      draw(store, library, childId, isGroupLike(record) ? container : transform),
    ),
  };
}

/** Everything that is kept of a layer and what it holds, as one string. */
export function fingerprint(store: Store, id: string): string {
  const parts: string[] = [];
  const waiting = [id];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const record = store.get(next);
    parts.push(JSON.stringify(record));
    waiting.push(...record.childIds);
  }
  return parts.join('\n');
}

/**
 * A number for every state of a layer and what it holds, cheap enough to ask at every paint: records are numbered as
 * they are seen, and a record is replaced by every change.
 */
export function createVersions(store: Store): (id: string) => number {
  const serials = new WeakMap<NodeRecord, number>();
  let last = 0;
  return (id) => {
    let version = 0;
    const waiting = [id];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      const record = store.get(next);
      const known = serials.get(record);
      if (known === undefined) {
        last += 1;
        serials.set(record, last);
      }
      version = (Math.imul(version, 31) + (known ?? last)) | 0;
      waiting.push(...record.childIds);
    }
    return version;
  };
}
