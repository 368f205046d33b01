import type { Database } from '../database/database.ts';
import { parseOverflowLine } from './record-overflow.ts';
import type { RecordTable } from './record-store.ts';
import { writeBatch } from './write-batch.ts';

/** Result of a replay. */
export type ReplayReport = {
  /** Lines that hold a record. */
  found: number;
  /** Rows that are in the database now, whether written by this replay or before. */
  written: number;
  /** Rows the server will not take, by line number, with its error code. */
  refused: { line: number; sqlState: string }[];
  /** Numbers of lines that name a record but cannot be read. */
  unreadable: number[];
};

type Pending = { line: number; row: string };

const batchRecords = 500;

/**
 * Writes the records that are in a log because they could not be stored; other lines are skipped. Repeating it
 * changes nothing.
 *
 * @param lines a log's lines, of any origin and in any order
 * @throws the database's error if it is unavailable; rows written so far stay, and the replay can be repeated
 */
export async function replayLog(lines: AsyncIterable<string>, database: Database): Promise<ReplayReport> {
  const report: ReplayReport = { found: 0, written: 0, refused: [], unreadable: [] };
  const pending: Record<RecordTable, Pending[]> = { jobs: [], api_calls: [] };

  async function write(table: RecordTable, batch: readonly Pending[]): Promise<void> {
    await writeBatch(database, table, batch, 30_000, {
      written: (records) => void (report.written += records.length),
      refused: ({ line }, sqlState) => void report.refused.push({ line, sqlState }),
    });
  }

  let number = 0;
  for await (const line of lines) {
    number += 1;
    const record = read(line, number, report);
    if (record === undefined) continue;
    report.found += 1;
    const batch = pending[record.table];
    batch.push({ line: number, row: record.row });
    if (batch.length === batchRecords) await write(record.table, batch.splice(0));
  }
  await write('jobs', pending.jobs);
  await write('api_calls', pending.api_calls);
  return report;
}

function read(line: string, number: number, report: ReplayReport): ReturnType<typeof parseOverflowLine> {
  try {
    return parseOverflowLine(line);
  } catch {
    report.found += 1;
    report.unreadable.push(number);
    return undefined;
  }
}
