import type { JSX } from 'preact';
import { countOutcomes, type VariantView } from './variants-state.ts';

const outcomeMarks = { applied: 'Applied', skipped: 'Skipped', waiting: 'Waiting' } as const;

/** What was done and what was not, instruction by instruction. */
export function InstructionList({ variant }: { variant: VariantView }): JSX.Element | null {
  const { report, readable } = variant;
  if (report.length === 0) return null;
  const { applied, skipped, waiting } = countOutcomes(report);
  const parts = [
    `${applied} applied`,
    ...(skipped === 0 ? [] : [`${skipped} skipped`]),
    ...(waiting === 0 ? [] : [`${waiting} ${waiting === 1 ? 'picture' : 'pictures'} pending`]),
  ];
  return (
    <details class="report">
      <summary>{parts.join(', ')}</summary>
      <ul>
        {report.map(({ index, outcome, note }) => (
          <li key={index} class={`report-${outcome}`}>
            <span class="report-mark">{outcomeMarks[outcome]}</span>
            <span>
              {readable[index] ?? variant.instructions[index]?.action}
              {note !== undefined && note !== '' && <span class="report-note"> {note}</span>}
            </span>
          </li>
        ))}
      </ul>
    </details>
  );
}
