import type { FontName, Paint, TextCase } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FakeType } from './node-spec.ts';

/** A stretch of text in one style. */
export interface Run {
  readonly characters: string;
  readonly fontName: FontName;
  readonly fontSize: number;
  readonly textCase: TextCase;
  readonly fills: readonly Paint[];
}

/** A node as it is kept. Never changed, only replaced, so that a snapshot of the document is a copy of one map. */
export interface NodeRecord {
  readonly id: string;
  readonly type: FakeType | 'PAGE';
  readonly name: string;
  /** null for a page. */
  readonly parentId: string | null;
  /** Back to front. */
  readonly childIds: readonly string[];
  readonly originId: string;
  readonly isChanged: boolean;
  readonly mainComponentId: string | null;
  /** Inside an instance: what was changed there, and no longer follows the component. */
  readonly overrides?: readonly string[];
  /** In the container, which is the nearest parent that is not a group. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  /** Text only, else empty. */
  readonly runs: readonly Run[];
  /** What is merely kept; see node-defaults.ts. */
  readonly kept: Readonly<Record<string, unknown>>;
  readonly pluginData: Readonly<Record<string, string>>;
  readonly relaunchData: Readonly<Record<string, string>>;
}

export type Snapshot = ReadonlyMap<string, NodeRecord>;

/** Steps of undo that are kept: an afternoon of renaming 500 layers should not fill the browser with old names. */
const mostUndoSteps = 20;

/** The document's records by id, with undo. `onWrite` is called at every change. */
export function createStore(onWrite: () => void) {
  let records = new Map<string, NodeRecord>();
  const committed: Snapshot[] = [];
  let lastId = 0;
  let isDirty = false;
  let revision = 0;

  function changed(): void {
    isDirty = true;
    revision += 1;
    onWrite();
  }

  function get(id: string): NodeRecord {
    const record = records.get(id);
    if (record === undefined) throw new Error(`The node with id "${id}" does not exist`);
    return record;
  }

  return {
    get,
    has: (id: string): boolean => records.has(id),
    all: (): Iterable<NodeRecord> => records.values(),

    /** An id that no node has. */
    newId(): string {
      do lastId += 1;
      while (records.has(`900:${lastId}`));
      return `900:${lastId}`;
    },

    add(record: NodeRecord): void {
      records.set(record.id, record);
      changed();
    },

    write(id: string, patch: Partial<NodeRecord>): void {
      records.set(id, { ...get(id), ...patch });
      changed();
    },

    /** Takes the node out of its parent, and it and all that it holds out of the document. */
    removeTree(id: string): void {
      const { parentId } = get(id);
      if (parentId !== null && records.has(parentId)) {
        const parent = get(parentId);
        records.set(parentId, { ...parent, childIds: parent.childIds.filter((childId) => childId !== id) });
      }
      const leaving = [id];
      for (let next = leaving.pop(); next !== undefined; next = leaving.pop()) {
        leaving.push(...get(next).childIds);
        records.delete(next);
      }
      changed();
    },

    /** Closes a step of undo, where anything has changed since the last. */
    commit(): void {
      if (!isDirty && committed.length > 0) return;
      committed.push(new Map(records));
      if (committed.length > mostUndoSteps + 1) committed.shift();
      isDirty = false;
    },

    /** Goes back to the last committed state, or to the one before if the document is already in it. */
    undo(): boolean {
      if (!isDirty) {
        if (committed.length < 2) return false;
        committed.pop();
      }
      const snapshot = committed[committed.length - 1];
      if (snapshot === undefined) return false;
      records = new Map(snapshot);
      isDirty = false;
      revision += 1;
      onWrite();
      return true;
    },

    /** Another number after every change. */
    get revision() {
      return revision;
    },

    /** How often `undo` would find something. */
    undoSteps: (): number => committed.length - 1 + (isDirty ? 1 : 0),
  };
}

export type Store = ReturnType<typeof createStore>;
