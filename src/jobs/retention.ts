import type { Database } from '../database/database.ts';
import { startRounds } from './rounds.ts';

/** What {@link startRetention} needs. */
export type RetentionDeps = {
  /** Preferably not the one for records: deleting many rows takes seconds. */
  database: Database;
  /** Days that requests and the addresses of jobs are kept. */
  retentionDays: number;
  log: { warn: (fields: object, message: string) => void };
  /** Default: the machine's. */
  clock?: () => Date;
  /** Time between two rounds. Default 3,600,000 ms: nothing is kept for more than an hour too long. */
  everyMs?: number;
};

const dayMs = 86_400_000;

/** Rows of `api_calls` deleted by one statement: about a second's work. */
const rowsAtOnce = 50_000;

const limitMs = 60_000;

/**
 * Deletes what is older than `before`: requests, and the addresses on jobs. The jobs themselves are kept. Months
 * are dropped whole; of the month that `before` cuts, rows are deleted. Several instances may do this at once.
 *
 * @param stopped checked between two steps
 * @throws the database's error; finished steps stay done
 */
export async function applyRetention(database: Database, before: Date, stopped = (): boolean => false): Promise<void> {
  for (let deleted = rowsAtOnce; deleted === rowsAtOnce && !stopped(); ) {
    const [row] = await database.run(
      async (sql) => sql<{ deleted: number }[]>`select drop_old_api_calls(${before}, ${rowsAtOnce}::int) as deleted`,
      limitMs,
    );
    deleted = row?.deleted ?? 0;
  }
  for (let more = true; more && !stopped(); ) {
    const [row] = await database.run(
      async (sql) => sql<{ more: boolean }[]>`select clear_job_addresses(${before}) as more`,
      limitMs,
    );
    more = row?.more ?? false;
  }
}

/** Applies the retention now and every hour. */
export function startRetention(deps: RetentionDeps): { stop(): void } {
  const { database, retentionDays, log, clock = () => new Date(), everyMs = 3_600_000 } = deps;
  return startRounds({
    everyMs,
    work: async (stopped) => applyRetention(database, new Date(clock().getTime() - retentionDays * dayMs), stopped),
    onFailure: (reason) => {
      log.warn({ event: 'retention.waiting', reason }, 'retention failed: the next round retries');
    },
  });
}
