import type { RecordWriter } from './record-writer.ts';

/** The writer of a service that runs without a database. */
export function createNoRecordWriter(): RecordWriter {
  return {
    started() {},
    finished() {},
    called() {},
    flush: async () => true,
    close: async () => {},
    abandon() {},
    stats: () => ({ queued: 0, queuedBytes: 0, written: 0, overflowed: 0, failures: 0, failuresInARow: 0 }),
  };
}
