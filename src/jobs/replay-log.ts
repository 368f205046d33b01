import type { Database } from '../database/database.ts';
import { parseOverflowLine } from './record-overflow.ts';
import { insertRecords, isRefusal, type RecordTable } from './record-store.ts';

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

  async function write(table: RecordTable, batch: Pending[]): Promise<void> {
    const [first] = batch;
    if (first === undefined) return;
    try {
      const rows = batch.map(({ row }) => row);
      await database.run(async (sql) => insertRecords(sql, table, rows), 30_000);
      report.written += batch.length;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      if (batch.length === 1) {
        report.refused.push({ line: first.line, sqlState: (error as { code: string }).code });
        return;
      }
      const middle = Math.ceil(batch.length / 2);
      await write(table, batch.slice(0, middle));
      await write(table, batch.slice(middle));
    }
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
