import type { JobRow } from './job-row.ts';
import { formatCost } from './provider-note.ts';
import { cleanLine, type Terminal } from './terminal.ts';

/** Prints a job's row as it stands in Postgres, or why it could not be read. */
export function printJob(terminal: Terminal, job: { readonly row: JobRow } | { readonly missing: string }): void {
  terminal.line();
  if ('missing' in job) {
    terminal.line(`${terminal.paint('bold', 'Job row')}: ${cleanLine(job.missing)}`);
    return;
  }
  terminal.line(terminal.paint('bold', 'Job row, read back from Postgres (table jobs)'));
  for (const [column, value] of Object.entries(job.row)) {
    if (value === null) continue;
    const text = value instanceof Date ? value.toISOString() : column === 'cost_usd' ? formatCost(Number(value)) : String(value);
    terminal.line(`  ${terminal.paint('dim', column.padEnd(18))}${cleanLine(text)}`);
  }
}
