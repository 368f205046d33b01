import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import type { NameToApply } from '../../messages.ts';
import type { Host } from '../host.ts';
import type { Store } from '../store.ts';
import { numberSiblings, replaceInNames } from './change-names.ts';
import { groupOf, hasNewName, type RenameState, type Row, type RowGroup, willRename } from './rename-state.ts';

export interface ReviewDeps {
  readonly store: Store<RenameState>;
  readonly host: Host;
  readonly changeRow: (id: string, change: (row: Row) => Row) => void;
  /** Whether layers at the same place of other screens get the same names. */
  readonly namesTwins: () => boolean;
  readonly style: () => NamingStyle;
  /** The run whose names these are. */
  readonly runId: () => string;
}

/** What the designer does with the names that came. */
export interface Review {
  edit(id: string, newName: string): void;
  choose(id: string, chosen: boolean): void;
  /** Chooses, or not, every row that has a new name, of one group or of all. */
  chooseAll(chosen: boolean, group?: RowGroup): void;
  replace(find: string, replacement: string): void;
  /** Numbers layers that would share a name with another one in the same parent. */
  numberEqual(): void;
  zoomTo(id: string): void;
  /** Asks the main thread to apply the chosen names. */
  apply(): void;
}

/** Makes the {@link Review} of a list of names. */
export function createReview({ store, host, changeRow, namesTwins, style, runId }: ReviewDeps): Review {
  return {
    edit: (id, newName) => changeRow(id, (row) => ({ ...row, newName, chosen: hasNewName({ ...row, newName }) })),
    choose: (id, chosen) => changeRow(id, (row) => ({ ...row, chosen })),
    chooseAll(chosen, group) {
      const change = (row: Row): Row =>
        group === undefined || groupOf(row) === group ? { ...row, chosen: chosen && hasNewName(row) } : row;
      store.set({ rows: store.get().rows.map(change) });
    },
    replace: (find, replacement) => store.set({ rows: replaceInNames(store.get().rows, find, replacement) }),
    numberEqual: () => store.set({ rows: numberSiblings(store.get().rows, style()) }),
    zoomTo: (id) => host.send({ type: 'zoom-to-layer', id }),
    apply() {
      const { rows } = store.get();
      const names = rows.filter(willRename).flatMap((row) => namesFor(row, namesTwins()));
      if (names.length === 0) return;
      store.set({ phase: 'applying', problem: null });
      const confirmed = rows
        .filter((row) => row.status === 'renamed' && row.newName === row.oldName && row.contentHash !== '')
        .map(({ id, contentHash }) => ({ id, contentHash }));
      host.send({ type: 'apply-names', names, confirmed, runId: runId() });
    },
  };
}

/** The name for the layer, and for those at its place on other screens. */
function namesFor({ id, oldName, newName, contentHash, layer }: Row, namesTwins: boolean): NameToApply[] {
  const name = { oldName, newName: newName.trim() };
  const twins = namesTwins ? (layer.twinIds ?? []) : [];
  return [
    { id, ...name, ...(contentHash === '' ? {} : { contentHash }) },
    ...twins.map((twinId) => ({ id: twinId, ...name })),
  ];
}
