import type { JobReading } from './job-row.ts';
import { formatCost } from './provider-note.ts';
import { cleanLine, type Terminal } from './terminal.ts';

/** Prints a job's row as it is in Postgres, or why it could not be read. */
export function printJob(terminal: Terminal, job: JobReading): void {
  terminal.line();
  if ('missing' in job) {
    const text = terminal.paint(job.isFault ? 'red' : 'dim', cleanLine(job.missing));
    terminal.line(`${terminal.paint('bold', 'Job row')}: ${text}`);
    return;
  }
  terminal.line(terminal.paint('bold', 'Job row, read back from Postgres (table jobs)'));
  for (const [column, value] of Object.entries(job.row)) {
    if (value === null) continue;
    const text =
      value instanceof Date ? value.toISOString() : column === 'cost_usd' ? formatCost(Number(value)) : String(value);
    terminal.line(`  ${terminal.paint('dim', column.padEnd(18))}${cleanLine(text)}`);
  }
}
