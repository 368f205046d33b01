import type { RecordTable } from './record-store.ts';

/** Why a record went to the log: no room in memory, refused by the server, or still unwritten at shutdown. */
export type OverflowReason = 'buffer_full' | 'refused' | 'closed';

/** The event's name, by which the replay finds its lines among all others. */
const event = 'record.overflow';

/**
 * Makes the log line of a record that could not be kept: one line of JSON, complete, e-mail address included, so that
 * `npm run replay` can write it later.
 *
 * @param row the row's JSON text
 * @param sqlState the server's error code, if it refused the row
 */
export function toOverflowLine(table: RecordTable, row: string, reason: OverflowReason, sqlState?: string): string {
  // The row is JSON already.
  const state = sqlState === undefined ? '' : `,"sqlState":${JSON.stringify(sqlState)}`;
  const head = `{"level":"error","time":"${new Date().toISOString()}","event":"${event}","reason":"${reason}"${state}`;
  return `${head},"table":"${table}","record":${row}}\n`;
}

/**
 * Reads one line of a log.
 *
 * @returns the record, or undefined for every other line
 * @throws Error for a line that names the event but cannot be read: a record would be lost in silence
 */
export function parseOverflowLine(line: string): { table: RecordTable; row: string } | undefined {
  if (!line.includes(`"${event}"`)) return undefined;
  // Platforms put a time or a machine's name before the line.
  const parsed = JSON.parse(line.slice(Math.max(0, line.indexOf('{')))) as Record<string, unknown>;
  const { table, record } = parsed;
  if (parsed['event'] !== event) return undefined;
  if ((table !== 'jobs' && table !== 'api_calls') || typeof record !== 'object' || record === null) {
    throw new Error('no table or no record in it');
  }
  return { table, row: JSON.stringify(record) };
}
