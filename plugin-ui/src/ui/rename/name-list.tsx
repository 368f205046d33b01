import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { count } from '../format.ts';
import { NameRow } from './name-row.tsx';
import type { RenameSession } from './rename-session.ts';
import { groupOf, hasNewName, type RenameState, type Row, type RowGroup } from './rename-state.ts';
import { leftOutTexts } from './skip-texts.ts';

export interface NameListProps {
  state: RenameState;
  session: RenameSession;
}

/** What needs a look comes first. */
const groups: readonly (readonly [RowGroup, string])[] = [
  ['check', 'Please check'],
  ['unnamed', 'Not named'],
  ['sure', 'Sure'],
  ['same', 'Named before, unchanged'],
];

/** So many rows are made within a frame of the browser; 2,000 at once would hold it up for a quarter of a second. */
const rowsPerFrame = 150;

/** How many rows of a long list to draw by now: more with each frame. */
function useGrowing(total: number): number {
  const [drawn, setDrawn] = useState(rowsPerFrame);
  useEffect(() => {
    if (drawn >= total) return;
    const request = requestAnimationFrame(() => setDrawn(drawn + rowsPerFrame));
    return () => cancelAnimationFrame(request);
  }, [drawn, total]);
  return drawn;
}

/** While names come, one list in the layer panel's order; then groups to review. */
export function NameList({ state, session }: NameListProps): JSX.Element {
  return state.phase === 'running' ? (
    <RunningList state={state} session={session} />
  ) : (
    <ReviewList state={state} session={session} />
  );
}

function RunningList({ state, session }: NameListProps): JSX.Element {
  const drawn = useGrowing(state.rows.length);
  return (
    <ul class="rows" aria-label="Layers and their new names">
      {state.rows.slice(0, drawn).map((row) => (
        <NameRow key={row.id} row={row} frozen={true} session={session} />
      ))}
    </ul>
  );
}

function ReviewList({ state, session }: NameListProps): JSX.Element {
  const drawn = useGrowing(state.rows.length);
  const frozen = state.phase !== 'review';
  let before = 0;
  return (
    <div class="rows">
      {groups.map(([group, title]) => {
        const rows = state.rows.filter((row) => groupOf(row) === group);
        if (rows.length === 0) return null;
        const shown = rows.slice(0, Math.max(0, drawn - before));
        before += rows.length;
        return (
          <section key={group} aria-label={title}>
            <GroupHead group={group} title={title} rows={rows} frozen={frozen} session={session} />
            <ul>
              {shown.map((row) => (
                <NameRow key={row.id} row={row} frozen={frozen} session={session} />
              ))}
            </ul>
          </section>
        );
      })}
      <LeftOut state={state} />
    </div>
  );
}

interface GroupHeadProps {
  group: RowGroup;
  title: string;
  rows: readonly Row[];
  frozen: boolean;
  session: RenameSession;
}

function GroupHead({ group, title, rows, frozen, session }: GroupHeadProps): JSX.Element {
  const eligible = rows.filter(hasNewName);
  const chosen = eligible.filter((row) => row.chosen).length;
  const again = group === 'same' || group === 'check';
  return (
    <div class="group-head">
      {eligible.length > 0 && (
        <input
          type="checkbox"
          aria-label={`Choose all: ${title}`}
          checked={chosen > 0 && chosen === eligible.length}
          indeterminate={chosen > 0 && chosen < eligible.length}
          disabled={frozen}
          onChange={() => session.chooseAll(chosen < eligible.length, group)}
        />
      )}
      <h2>{title}</h2>
      <span class="soft">
        {eligible.length > 0 ? `${chosen} of ${rows.length} chosen` : count(rows.length, 'layer')}
      </span>
      {again && !frozen && (
        <button type="button" class="link" onClick={() => session.nameAgain(rows.map(({ id }) => id))}>
          Name again
        </button>
      )}
    </div>
  );
}

function LeftOut({ state: { leftOut } }: { state: RenameState }): JSX.Element | null {
  if (leftOut.length === 0) return null;
  return (
    <details class="left-out">
      <summary>{count(leftOut.length, 'layer was', 'layers were')} left alone</summary>
      <ul>
        {leftOut.map(({ id, name, reasons }) => (
          <li key={id}>
            {name}
            <span class="soft"> {reasons.map((reason) => leftOutTexts[reason]).join(', ')}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
