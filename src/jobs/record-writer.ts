import { randomInt } from 'node:crypto';
import type { AddressPrecision } from '../addresses.ts';
import type { Database } from '../database/database.ts';
import { createBatchPace } from './batch-pace.ts';
import { type ApiCall, type JobEnd, type JobStart, type Row, toApiCallRow, toJobRow } from './job-record.ts';
import { type BufferedRecord, RecordBuffer } from './record-buffer.ts';
import { type OverflowReason, toOverflowLine } from './record-overflow.ts';
import type { RecordTable } from './record-store.ts';
import { createStdoutWriter } from './stdout-writer.ts';
import { writeBatch } from './write-batch.ts';

/** Where jobs and requests are recorded. The first three never throw and never wait: no request depends on a record. */
export type RecordWriter = {
  started(job: JobStart): void;
  /** The job must have been started here; a second end of the same job is ignored. */
  finished(end: JobEnd): void;
  called(call: ApiCall): void;
  /** Waits until everything is written, at most `timeoutMs`. Returns whether it is. */
  flush(timeoutMs: number): Promise<boolean>;
  /** Flushes, then writes what is left to the log. Later records go straight to the log. */
  close(timeoutMs: number): Promise<void>;
  /** Writes what is left to the log, synchronously: for a process that is about to exit. */
  abandon(): void;
  stats(): RecordWriterStats;
};

/** Counters of a {@link RecordWriter} since its start, and the current queue. */
export type RecordWriterStats = {
  queued: number;
  queuedBytes: number;
  written: number;
  /** Records that went to the log instead. */
  overflowed: number;
  /** Batches that failed and were retried. */
  failures: number;
  /** Of these, those since the last batch that was written. */
  failuresInARow: number;
};

/** What a writer needs, and its bounds. */
export type RecordWriterDeps = {
  /** Best a pool of one connection that nobody else uses: records then never wait behind a report. */
  database: Database;
  log: { info: (fields: object, message: string) => void; warn: (fields: object, message: string) => void };
  /** Takes an overflow line with its line end; default standard output, past the logger and its level. */
  writeLine?: (line: string) => void;
  /** What of an address is kept, in the tables and in the lines of overflow. Default `full`. */
  addressPrecision?: AddressPrecision | undefined;
  /** Records in memory at most. Default 20,000: at ten jobs a second, about a quarter of an hour without a database. */
  maxRecords?: number;
  /** Bytes of them at most. Default 16 MiB; a job's row has about 600 bytes, so the number is usually met first. */
  maxBytes?: number;
  /** How long a record waits for company. Default 20 ms: a start must be written within 100. */
  delayMs?: number;
  /** Time for one batch. Default 5,000 ms. */
  queryTimeoutMs?: number;
  /** Waits before a failed batch is retried: doubled from the first to the second. Default 50 and 500 ms. */
  retryDelaysMs?: readonly [number, number];
};

/** 500 rows are some 300 KB and take Postgres about 10 ms. */
const maxBatchRecords = 500;
const maxBatchBytes = 524_288;

/** Makes a writer that collects records, writes them behind the requests in batches, and keeps them while it cannot. */
export function createRecordWriter(deps: RecordWriterDeps): RecordWriter {
  const { database, log, delayMs = 20, queryTimeoutMs = 5_000, retryDelaysMs = [50, 500] } = deps;
  const precision = deps.addressPrecision ?? 'full';
  const writeLine = deps.writeLine ?? createStdoutWriter();
  const buffer = new RecordBuffer({ maxRecords: deps.maxRecords ?? 20_000, maxBytes: deps.maxBytes ?? 16_777_216 });
  const running = new Map<string, { start: JobStart; record: BufferedRecord | undefined }>();
  const counts = { written: 0, overflowed: 0, failures: 0 };
  // With the moment it was made this sets a request's row apart from all others, those of other machines included.
  const callIds = { base: randomInt(2 ** 20) * 2 ** 32, next: 0 };
  const pace = createBatchPace(maxBatchRecords, retryDelaysMs);
  const state = { closed: false };
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  /** Ends the wait after a failed batch. */
  let endWait: (() => void) | undefined;

  function overflow(table: RecordTable, row: string, reason: OverflowReason, sqlState?: string): void {
    counts.overflowed += 1;
    writeLine(toOverflowLine(table, row, reason, sqlState));
  }

  function add(table: RecordTable, row: Row): BufferedRecord | undefined {
    const json = JSON.stringify(row);
    const record = state.closed ? undefined : buffer.add(table, json);
    if (record === undefined) overflow(table, json, state.closed ? 'closed' : 'buffer_full');
    else if (writing === undefined) schedule();
    return record;
  }

  function schedule(): void {
    timer ??= setTimeout(startWriting, delayMs).unref();
  }

  function startWriting(): void {
    clearTimeout(timer);
    timer = undefined;
    writing ??= writeAll().finally(() => {
      writing = undefined;
      // A record may have come after the last look into the buffer and before this.
      if (buffer.count > 0 && !state.closed) schedule();
    });
  }

  async function writeAll(): Promise<void> {
    while (buffer.count > 0 && !state.closed) {
      const batch = buffer.take(pace.maxRecords, maxBatchBytes);
      try {
        await write(batch);
        if (pace.failuresInARow > 0) {
          log.info({ event: 'records.resumed', queued: buffer.count }, 'records are written again');
        }
        pace.succeeded();
      } catch (error) {
        buffer.putBack(batch);
        await waitAfterFailure(error);
      }
    }
  }

  async function write(batch: readonly BufferedRecord[]): Promise<void> {
    const table = batch[0]?.table ?? 'jobs';
    await writeBatch(database, table, batch, queryTimeoutMs, {
      written(records) {
        counts.written += records.length;
        if (!state.closed) buffer.settle(records);
      },
      refused(record, sqlState) {
        if (state.closed) return;
        overflow(table, record.row, 'refused', sqlState);
        buffer.settle([record]);
      },
    });
  }

  async function waitAfterFailure(error: unknown): Promise<void> {
    counts.failures += 1;
    const { code, message } = error as { code?: string; message?: string };
    const waitMs = pace.failed(code === 'QUERY_TIMEOUT' || code === '57014');
    if (pace.failuresInARow === 1) {
      // The server's own messages quote values, including e-mail addresses: only its code is logged.
      const fields = { event: 'records.waiting', reason: code ?? message, queued: buffer.count };
      log.warn(fields, 'records are waiting: the database does not accept them');
    }
    await new Promise<void>((resolve) => {
      const pause = setTimeout(resolve, waitMs).unref();
      endWait = () => (clearTimeout(pause), resolve());
    });
    endWait = undefined;
  }

  async function flush(timeoutMs: number): Promise<boolean> {
    let limit: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (limit = setTimeout(resolve, timeoutMs)));
    const giveUpAt = performance.now() + timeoutMs;
    while (buffer.count > 0 && performance.now() < giveUpAt) {
      startWriting();
      endWait?.();
      await Promise.race([writing, late]);
    }
    clearTimeout(limit);
    return buffer.count === 0;
  }

  function abandon(): void {
    state.closed = true;
    clearTimeout(timer);
    endWait?.();
    // A batch in flight may have arrived: replaying it again changes nothing.
    for (const { table, row } of buffer.drain()) overflow(table, row, 'closed');
  }

  return {
    started(start) {
      running.set(start.id, { start, record: add('jobs', toJobRow(precision, start)) });
    },
    finished(end) {
      const job = running.get(end.id);
      if (job === undefined) return;
      running.delete(end.id);
      const { start, record } = job;
      const row = toJobRow(precision, start, end);
      // A start row that is still waiting is replaced by the end row, which contains it.
      if (record?.state === 'waiting') buffer.replace(record, JSON.stringify(row));
      else add('jobs', row);
    },
    called(call) {
      callIds.next = (callIds.next + 1) % 2 ** 32;
      add('api_calls', toApiCallRow(precision, call, callIds.base + callIds.next));
    },
    flush,
    async close(timeoutMs) {
      await flush(timeoutMs);
      abandon();
    },
    abandon,
    stats: () => ({
      queued: buffer.count,
      queuedBytes: buffer.bytes,
      failuresInARow: pace.failuresInARow,
      ...counts,
    }),
  };
}
