import type { Host } from '../host.ts';
import type { Store } from '../store.ts';
import { hasNewName, type RenameState, type Row, willRename } from './rename-state.ts';

export interface ReviewDeps {
  readonly store: Store<RenameState>;
  readonly host: Host;
  readonly changeRow: (id: string, change: (row: Row) => Row) => void;
}

/** What the designer does with the names that came. */
export interface Review {
  edit(id: string, newName: string): void;
  choose(id: string, chosen: boolean): void;
  /** Chooses, or not, every row that has a new name. */
  chooseAll(chosen: boolean): void;
  zoomTo(id: string): void;
  /** Has the main thread give the chosen names. */
  apply(): void;
}

export function createReview({ store, host, changeRow }: ReviewDeps): Review {
  return {
    edit: (id, newName) => changeRow(id, (row) => ({ ...row, newName, chosen: hasNewName({ ...row, newName }) })),
    choose: (id, chosen) => changeRow(id, (row) => ({ ...row, chosen })),
    chooseAll(chosen) {
      store.set({ rows: store.get().rows.map((row) => ({ ...row, chosen: chosen && hasNewName(row) })) });
    },
    zoomTo: (id) => host.send({ type: 'zoom-to-layer', id }),
    apply() {
      const names = store.get().rows.filter(willRename);
      if (names.length === 0) return;
      store.set({ phase: 'applying', problem: null });
      host.send({
        type: 'apply-names',
        names: names.map(({ id, oldName, newName }) => ({ id, oldName, newName: newName.trim() })),
      });
    },
  };
}
