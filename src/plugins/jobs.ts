import fp from 'fastify-plugin';
import type { AddressPrecision } from '../addresses.ts';
import { startHousekeeping } from '../jobs/housekeeping.ts';
import { createNoRecordWriter } from '../jobs/no-record-writer.ts';
import { createRecordWriter, type RecordWriter } from '../jobs/record-writer.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Takes the records of jobs and requests; no call throws or waits. */
    jobs: RecordWriter;
  }
}

/** Options of the plugin. */
export type JobsOptions = {
  /** The time limit of a request: a job that runs much longer has lost its process. */
  requestTimeoutMs: number;
  /** What of an address is kept. Default `full`. */
  addressPrecision?: AddressPrecision;
  /** How long a shutdown waits for the last records; what is left goes to the log. Default 5,000. */
  closeTimeoutMs?: number;
  /** Takes the lines of records that could not be kept; default standard output. */
  writeLine?: (line: string) => void;
};

/** Less than the shortest grace period of a platform. */
const flushFirstMs = 1_000;

/** Records what the service does, behind the requests; and keeps the tables in order. */
export const jobs = fp<JobsOptions>(
  async (app, { requestTimeoutMs, addressPrecision, closeTimeoutMs = 5_000, writeLine }) => {
    const { records, reports } = app.database;
    if (records === undefined || reports === undefined) {
      app.decorate('jobs', createNoRecordWriter());
      return;
    }
    const writer = createRecordWriter({
      database: records,
      log: app.log,
      addressPrecision,
      ...(writeLine === undefined ? {} : { writeLine }),
    });
    app.decorate('jobs', writer);

    let housekeeping: { stop(): void } | undefined;
    app.database.whenMigrated(() => {
      housekeeping = startHousekeeping({ database: reports, requestTimeoutMs, log: app.log });
    });
    // Writes what is known now, even if the rest of the shutdown hangs. Later records are flushed at the end.
    app.addHook('preClose', async () => void (await writer.flush(flushFirstMs)));
    // Runs when the last request was answered, and before the database plugin closes what the writer needs.
    app.addHook('onClose', async () => {
      housekeeping?.stop();
      await writer.close(closeTimeoutMs);
    });
  },
  { name: 'jobs', dependencies: ['database'], fastify: '5.x' },
);
