import type { Database } from '../database/database.ts';

/** How long past the time limit of a request its job may still be called running: time for the last write. */
const graceMs = 5_000;

/**
 * Marks jobs as failed that cannot be alive any more: still `processing` longer than a request may take, since the
 * process that ran them died. How long they ran nobody knows, so their duration stays empty. Several instances may do
 * this at once. An end that comes late all the same, after an outage of the database, puts the row right.
 *
 * @param requestTimeoutMs the time limit of a request
 * @returns how many were marked
 */
export async function markStaleJobs(database: Database, requestTimeoutMs: number): Promise<number> {
  const limitMs = requestTimeoutMs + graceMs;
  const result = await database.run(
    async (sql) => sql`
      update jobs
      set status = 'failed',
          completed_at = now(),
          error_code = 'EXPORTER_ABANDONED',
          error_message = 'The process that ran this job ended before the job did'
      where status = 'processing' and created_at < now() - ${limitMs}::float8 * interval '1 millisecond'`,
  );
  return result.count;
}
