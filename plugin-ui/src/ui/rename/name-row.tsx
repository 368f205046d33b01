import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { nodeType } from '../format.ts';
import type { RenameSession } from './rename-session.ts';
import { hasNewName, type Row } from './rename-state.ts';

export interface NameRowProps {
  row: Row;
  /** While names come in, and while they are applied, nothing can be changed. */
  frozen: boolean;
  session: RenameSession;
}

/** One layer: its picture and old name, which lead to it on the canvas, and the name it may get. */
export function NameRow({ row, frozen, session }: NameRowProps): JSX.Element {
  // Five hundred rows are drawn for every name that comes: those that are the same are not even compared.
  return useMemo(() => drawRow(row, frozen, session), [row, frozen, session]);
}

function drawRow(row: Row, frozen: boolean, session: RenameSession): JSX.Element {
  const { id, oldName, newName, status, note, chosen, layer } = row;
  const editable = !frozen && status !== 'waiting';
  const noteId = note === '' ? undefined : `note-${id}`;
  return (
    <li
      class={`row row-${status}${row.isUnsure ? ' row-unsure' : ''}`}
      onClick={(event) => zoomUnlessControl(event, () => session.zoomTo(id))}
    >
      <input
        type="checkbox"
        class="row-check"
        aria-label={`Rename ${oldName}`}
        checked={chosen}
        disabled={!editable || !hasNewName(row)}
        onChange={(event) => session.choose(id, event.currentTarget.checked)}
      />
      <button
        type="button"
        class="row-layer"
        onClick={() => session.zoomTo(id)}
        aria-label={`Show ${oldName} on the canvas`}
      >
        <RowPicture row={row} />
      </button>
      <div class="row-names">
        <span class="row-old" title={nodeType(layer.type)}>
          {oldName}
        </span>
        {status === 'waiting' ? (
          <span class="row-coming" aria-hidden="true" />
        ) : (
          <input
            type="text"
            class="row-new"
            aria-label={`New name of ${oldName}`}
            aria-describedby={noteId}
            maxLength={255}
            spellcheck={false}
            value={newName}
            readOnly={!editable}
            onInput={(event) => session.edit(id, event.currentTarget.value)}
            onKeyDown={(event) => moveFocus(event)}
          />
        )}
        {note !== '' && (
          <span class="row-note" id={noteId}>
            {note}
          </span>
        )}
      </div>
    </li>
  );
}

/** The layer's picture; of a text, which has none, its words. */
function RowPicture({ row: { pictureUrl, layer } }: { row: Row }): JSX.Element {
  if (pictureUrl !== '') {
    return (
      <span class="row-picture">
        <img src={pictureUrl} alt="" loading="lazy" decoding="async" />
      </span>
    );
  }
  return (
    <span
      class="row-picture row-words"
      data-words={layer.needsPicture === false ? (layer.text ?? '').trim().slice(0, 24) : ''}
    />
  );
}

function zoomUnlessControl(event: MouseEvent, zoom: () => void): void {
  const target = event.target as Element;
  if (target.closest('input, button') === null) zoom();
}

/** Up, down and Enter go from name to name, as in a spreadsheet. */
function moveFocus(event: KeyboardEvent): void {
  const step = { ArrowUp: -1, ArrowDown: 1, Enter: 1 }[event.key];
  if (step === undefined) return;
  event.preventDefault();
  const field = event.currentTarget as HTMLElement;
  const fields = [...(field.closest('.rows')?.querySelectorAll<HTMLInputElement>('.row-new') ?? [])];
  const next = fields[fields.indexOf(field as HTMLInputElement) + step];
  next?.focus();
  next?.select();
}
