import type { Database } from '../database/database.ts';
import { ensureApiCallPartitions } from './api-call-partitions.ts';
import { markStaleJobs } from './stale-jobs.ts';

/** What {@link startHousekeeping} needs. */
export type HousekeepingDeps = {
  database: Database;
  /** The time limit of a request, by which a job is known to have lost its process. */
  requestTimeoutMs: number;
  log: { warn: (fields: object, message: string) => void };
  /** Time between two searches for jobs whose process died. Default 30,000 ms. */
  staleJobsEveryMs?: number;
  /** Time between two checks of the partitions. Default half a day. */
  partitionsEveryMs?: number;
};

/**
 * Keeps the tables in order from now on: jobs whose process died are marked, partitions are made ahead of time. Each
 * instance does this; repeated work does nothing. The next round retries what failed.
 */
export function startHousekeeping(deps: HousekeepingDeps): { stop(): void } {
  const { database, requestTimeoutMs, log, staleJobsEveryMs = 30_000, partitionsEveryMs = 43_200_000 } = deps;

  async function markStale(): Promise<void> {
    const jobs = await markStaleJobs(database, requestTimeoutMs);
    if (jobs > 0) log.warn({ event: 'jobs.abandoned', jobs }, 'jobs of a dead process are marked failed');
  }

  const timers = [
    repeat(markStale, staleJobsEveryMs, () => {
      // The database is unavailable. Health checks report it; here the next round retries.
    }),
    repeat(
      async () => ensureApiCallPartitions(database, new Date()),
      partitionsEveryMs,
      (error) => {
        const { code, message } = error as { code?: string; message?: string };
        const fields = { event: 'api_calls.no_partitions', reason: code ?? message };
        log.warn(fields, 'could not create partitions for the next months: their rows go to the default partition');
      },
    ),
  ];
  return { stop: () => timers.forEach(clearInterval) };
}

/** Runs `work` now and every `everyMs`, without keeping the process alive for it. */
function repeat(work: () => Promise<void>, everyMs: number, onFailure: (error: unknown) => void): NodeJS.Timeout {
  const run = (): void => void work().catch(onFailure);
  run();
  return setInterval(run, everyMs).unref();
}
