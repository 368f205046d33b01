import type { JSX } from 'preact';
import { count } from '../format.ts';

/** What the service repaired, replaced or left out: folded, since the variants come first. */
export function ServiceNotes({ notes }: { notes: readonly string[] }): JSX.Element | null {
  if (notes.length === 0) return null;
  return (
    <details class="service-notes">
      <summary>{count(notes.length, 'note')} on what was repaired or left out</summary>
      <ul>
        {notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </details>
  );
}
