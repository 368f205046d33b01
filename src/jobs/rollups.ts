import type { Database } from '../database/database.ts';
import { startRounds } from './rounds.ts';

/** What {@link startRollups} needs. */
export type RollupsDeps = {
  /** A separate pool: folding the changes of a bulk load takes longer than the limit of a report. */
  database: Database;
  log: Record<'info' | 'warn', (fields: object, message: string) => void>;
  /** Default: the machine's. */
  clock?: () => Date;
  /** Time between two rounds. Default 30,000 ms: at ten jobs a second, 300 changes wait at most. */
  everyMs?: number;
};

/** What a round did. */
export type RollupRound = {
  /** Changes of jobs that went into the sums. */
  changes: number;
  /** Days of `usage_stats` brought up to date, `YYYY-MM-DD`. */
  days: string[];
};

/** 200,000 changes take a few seconds to fold; in between, other instances and the server's own cleaning get a turn. */
const changesAtOnce = 200_000;

/** Time for one slice or one day. A day of a million jobs takes some two seconds to sort for its percentiles. */
const limitMs = 60_000;

/** How the pool of {@link startRollups} is to be opened. */
export const rollupsPool = { max: 1, statementTimeoutMs: limitMs - 1_000 };

/**
 * Folds the changes of jobs into their sums, then brings `usage_stats` up to date, day by day: days that changed while
 * nobody was there to do this, and days whose jobs ended late. The work is done once, whichever instances ask for it at
 * the same time.
 *
 * @param stopped checked between two steps
 * @throws the database's error; finished steps stay done, the next round does the rest
 */
export async function rollUp(database: Database, today: Date, stopped = (): boolean => false): Promise<RollupRound> {
  const round: RollupRound = { changes: 0, days: [] };
  while (!stopped()) {
    const [row] = await database.run(
      async (sql) => sql<{ folded: number | null }[]>`select fold_job_changes(${changesAtOnce}::int) as folded`,
      limitMs,
    );
    round.changes += row?.folded ?? 0;
    if ((row?.folded ?? 0) < changesAtOnce) break;
  }
  // What a bulk load left behind would be read by every report: 10 million folded changes cost it 200 ms. The
  // server's own cleaning leaves the last of them.
  if (round.changes >= changesAtOnce) {
    await database.run(async (sql) => sql`vacuum (index_cleanup on) job_changes`, limitMs, { transaction: 'none' });
  }
  const date = today.toISOString().slice(0, 10);
  while (!stopped()) {
    const [row] = await database.run(
      async (sql) => sql<{ day: string | null }[]>`select aggregate_due_day(${date}::text::date)::text as day`,
      limitMs,
    );
    if (row?.day == null) break;
    round.days.push(row.day);
  }
  return round;
}

/** Rolls up now and then periodically. */
export function startRollups(deps: RollupsDeps): { stop(): void } {
  const { database, log, clock = () => new Date(), everyMs = 30_000 } = deps;
  return startRounds({
    everyMs,
    async work(stopped) {
      const { changes, days } = await rollUp(database, clock(), stopped);
      if (days.length > 0) log.info({ event: 'rollups.done', changes, days }, 'daily statistics updated');
    },
    // Reports include changes that are not folded yet, so they stay complete.
    onFailure: (reason) => log.warn({ event: 'rollups.waiting', reason }, 'rollup failed: the next round retries'),
  });
}
