import type { Database } from '../database/database.ts';

/** How long past the time limit of a request its job may still count as running: time for the last write. */
const graceMs = 5_000;

/**
 * Marks dead jobs as failed: still `processing` longer than a request may take, since the
 * process that ran them died. Their duration is unknown and stays empty. Several instances may do
 * this at once. If the real end is written later, after a database outage, it replaces this one.
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
