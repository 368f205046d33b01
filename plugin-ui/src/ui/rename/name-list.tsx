import type { JSX } from 'preact';
import { NameRow } from './name-row.tsx';
import type { RenameSession } from './rename-session.ts';
import { hasNewName, type RenameState } from './rename-state.ts';

export interface NameListProps {
  state: RenameState;
  session: RenameSession;
}

export function NameList({ state, session }: NameListProps): JSX.Element {
  const frozen = state.phase !== 'review';
  const eligible = state.rows.filter(hasNewName);
  const chosen = eligible.filter((row) => row.chosen).length;
  return (
    <>
      {!frozen && (
        <label class="choose-all">
          <input
            type="checkbox"
            checked={chosen > 0 && chosen === eligible.length}
            indeterminate={chosen > 0 && chosen < eligible.length}
            disabled={eligible.length === 0}
            onChange={() => session.chooseAll(chosen < eligible.length)}
          />
          <span>
            {chosen} of {state.rows.length} chosen
          </span>
        </label>
      )}
      <ul class="rows" aria-label="Layers and their new names">
        {state.rows.map((row) => (
          <NameRow key={row.id} row={row} frozen={frozen} session={session} />
        ))}
      </ul>
    </>
  );
}
