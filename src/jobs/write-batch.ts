import type { Database } from '../database/database.ts';
import { insertRecords, isRefusal, type RecordTable } from './record-store.ts';

/** Where the rows of a batch end up. */
export type BatchOutcome<Record> = {
  written(records: readonly Record[]): void;
  /** @param sqlState the server's error code */
  refused(record: Record, sqlState: string): void;
};

/**
 * Writes records of one table, or as many of them as the server takes: a batch that it refuses is halved down to the
 * bad rows.
 *
 * @param limitMs of one statement
 * @throws the database's error if it is unavailable; records reported as written stay
 */
export async function writeBatch<Record extends { readonly row: string }>(
  database: Database,
  table: RecordTable,
  records: readonly Record[],
  limitMs: number,
  outcome: BatchOutcome<Record>,
): Promise<void> {
  const [first] = records;
  if (first === undefined) return;
  try {
    const rows = records.map(({ row }) => row);
    await database.run(async (sql) => insertRecords(sql, table, rows), limitMs);
    outcome.written(records);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    if (records.length === 1) return outcome.refused(first, (error as { code: string }).code);
    const middle = Math.ceil(records.length / 2);
    await writeBatch(database, table, records.slice(0, middle), limitMs, outcome);
    await writeBatch(database, table, records.slice(middle), limitMs, outcome);
  }
}
