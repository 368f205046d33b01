import type { RecordTable } from './record-store.ts';

/** A row that waits to be written. */
export type BufferedRecord = {
  readonly table: RecordTable;
  /** The row's JSON text: its size is known, and it holds on to nothing else. */
  row: string;
  bytes: number;
  /** Waiting, part of the batch that is being written, or out of the buffer. */
  state: 'waiting' | 'in-flight' | 'gone';
};

/** The bounds of a {@link RecordBuffer}. */
export type BufferLimits = { maxRecords: number; maxBytes: number };

/** Rows in the order they came, within bounds of number and size. Job rows are taken first: they are waited for. */
export class RecordBuffer {
  readonly #rows: Record<RecordTable, BufferedRecord[]> = { jobs: [], api_calls: [] };
  readonly #limits: BufferLimits;
  #bytes = 0;

  constructor(limits: BufferLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#rows.jobs.length + this.#rows.api_calls.length;
  }

  get bytes(): number {
    return this.#bytes;
  }

  /** Appends a row; undefined if there is no room. */
  add(table: RecordTable, row: string): BufferedRecord | undefined {
    const bytes = Buffer.byteLength(row);
    if (this.count >= this.#limits.maxRecords || this.#bytes + bytes > this.#limits.maxBytes) return undefined;
    const record: BufferedRecord = { table, row, bytes, state: 'waiting' };
    this.#rows[table].push(record);
    this.#bytes += bytes;
    return record;
  }

  /** Puts another row in a waiting one's place. A job's end is some 100 bytes longer than its start: always let in. */
  replace(record: BufferedRecord, row: string): void {
    const bytes = Buffer.byteLength(row);
    this.#bytes += bytes - record.bytes;
    record.row = row;
    record.bytes = bytes;
  }

  /** The next rows of one table, marked in flight; they stay in the buffer until {@link settle} or {@link putBack}. */
  take(maxRecords: number, maxBytes: number): BufferedRecord[] {
    const rows = this.#rows.jobs.length > 0 ? this.#rows.jobs : this.#rows.api_calls;
    const batch: BufferedRecord[] = [];
    let bytes = 0;
    for (const record of rows) {
      bytes += record.bytes;
      if (batch.length === maxRecords || (batch.length > 0 && bytes > maxBytes)) break;
      record.state = 'in-flight';
      batch.push(record);
    }
    return batch;
  }

  /** Removes rows that were written or logged. */
  settle(records: readonly BufferedRecord[]): void {
    const gone = new Set(records);
    for (const table of ['jobs', 'api_calls'] as const) {
      const rows = this.#rows[table];
      const kept = rows.filter((record) => !gone.has(record));
      if (kept.length < rows.length) this.#rows[table] = kept;
    }
    for (const record of records) {
      this.#bytes -= record.bytes;
      record.state = 'gone';
    }
  }

  /** Rows whose writing failed wait again, in their old places. */
  putBack(records: readonly BufferedRecord[]): void {
    for (const record of records) {
      if (record.state === 'in-flight') record.state = 'waiting';
    }
  }

  /** Every row, in order, out of the buffer. */
  drain(): BufferedRecord[] {
    const all = [...this.#rows.jobs, ...this.#rows.api_calls];
    this.#rows.jobs = [];
    this.#rows.api_calls = [];
    this.#bytes = 0;
    for (const record of all) record.state = 'gone';
    return all;
  }
}
