import type { Store } from './store.ts';

/** What a node takes from the instances around it. */
export interface Inside {
  /** An instance says how it is; what lies in a slot is the designer's. */
  readonly isInside: boolean;
  /** In an instance, at any depth, slots or not. */
  readonly isUnder: boolean;
  /** Hidden inside an instance, by itself or by what holds it there. */
  readonly isHidden: boolean;
}

const outside: Inside = { isInside: false, isUnder: false, isHidden: false };

/** Tells of nodes what instances are around them: asked at every read, so known until the document changes. */
export function createInsides(store: Store): (id: string) => Inside {
  const known = new Map<string, Inside>();
  let revision = -1;

  function derive(id: string): Inside {
    const { parentId, kept } = store.get(id);
    if (parentId === null) return outside;
    const parent = known.get(parentId) ?? outside;
    const { type } = store.get(parentId);
    const isUnder = type === 'INSTANCE' || parent.isUnder;
    return {
      isInside: type === 'INSTANCE' || (type !== 'SLOT' && parent.isInside),
      isUnder,
      isHidden: parent.isHidden || (isUnder && kept['visible'] === false),
    };
  }

  return (id) => {
    if (revision !== store.revision) {
      known.clear();
      revision = store.revision;
    }
    const line: string[] = [];
    for (let next: string | null = id; next !== null && !known.has(next); next = store.get(next).parentId)
      line.push(next);
    for (const nodeId of line.toReversed()) known.set(nodeId, derive(nodeId));
    return known.get(id) ?? outside;
  };
}
