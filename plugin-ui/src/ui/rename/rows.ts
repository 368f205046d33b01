import { count } from '../format.ts';
import type { ServiceError } from '../service/service-error.ts';
import { describeWait } from '../service/with-retries.ts';
import type { Store } from '../store.ts';
import { idleRename, type RenameState, type Row } from './rename-state.ts';

/** The rows on the list and how far the run is with them: what changes the rename tab's state. */
export interface Rows {
  change(id: string, change: (row: Row) => Row): void;
  find(id: string): Row | undefined;
  /** Settles those of the layers that still wait: no answer comes for them. */
  giveUp(waiting: Map<string, unknown>, ids: readonly string[], note: string): void;
  /** Settles a layer that the plugin named before, and that has not changed: it is not asked again. */
  leaveAsIs(waiting: Map<string, unknown>, id: string): void;
  /** This many more layers have an answer, or will not get one. */
  countSettled(more: number): void;
  /** A wait before another attempt; over with 0 seconds. */
  showWait(seconds: number, error: ServiceError | undefined): void;
  /** Empties the list, and releases its pictures. */
  reset(change: Partial<RenameState>): void;
  /** Says how a run has ended. */
  announceEnd(error: ServiceError | null): void;
}

/** Makes the {@link Rows} of the rename tab's store. */
export function createRows(store: Store<RenameState>, announce: (text: string) => void): Rows {
  function change(id: string, update: (row: Row) => Row): void {
    store.set({ rows: store.get().rows.map((row) => (row.id === id ? update(row) : row)) });
  }

  function countSettled(more: number): void {
    const { settled, total } = store.get();
    store.set({ settled: settled + more });
    const tenth = Math.max(1, Math.ceil(total / 10));
    const isNextTenth = Math.floor((settled + more) / tenth) > Math.floor(settled / tenth);
    if (isNextTenth) announce(`${settled + more} of ${total} done.`);
  }

  return {
    change,
    countSettled,
    giveUp(waiting, ids, note) {
      const lost = ids.filter((id) => waiting.delete(id));
      for (const id of lost) change(id, (row) => ({ ...row, newName: row.oldName, status: 'failed', note }));
      countSettled(lost.length);
    },
    leaveAsIs(waiting, id) {
      waiting.delete(id);
      const note = 'Named before, and not changed since.';
      change(id, (row) => ({ ...row, newName: row.oldName, status: 'same', note }));
      countSettled(1);
    },
    find: (id) => store.get().rows.find((row) => row.id === id),
    showWait(seconds, error) {
      const waitingFor = describeWait(seconds, error);
      store.set({ waitingFor });
      if (waitingFor !== '') announce(waitingFor);
    },
    reset(change) {
      for (const { pictureUrl } of store.get().rows) if (pictureUrl !== '') URL.revokeObjectURL(pictureUrl);
      store.set({ ...idleRename, unfinished: store.get().unfinished, ...change });
    },
    announceEnd(error) {
      const { rows } = store.get();
      const named = rows.filter((row) => row.status === 'renamed').length;
      announce(
        error === null ? `${named} of ${count(rows.length, 'layer')} named.` : `${error.title}. ${error.message}`,
      );
    },
  };
}

/** An object URL of a PNG, to be revoked; '' without a picture. */
export function toPictureUrl(picture: Uint8Array | null): string {
  if (picture === null) return '';
  return URL.createObjectURL(new Blob([picture as Uint8Array<ArrayBuffer>], { type: 'image/png' }));
}
