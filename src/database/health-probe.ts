import type { Database } from './database.ts';

/** What {@link createHealthProbe} needs. */
export type HealthProbeDeps = {
  database: Database;
  /** Milliseconds an answer holds. Default 1,000: however many monitors ask, the server is asked once a second. */
  holdMs?: number;
  /** Milliseconds the server has to answer. Default 1,000. */
  limitMs?: number;
  /** Monotonic milliseconds; default `performance.now`. */
  now?: () => number;
};

/** Creates a health check of the database that is cheap however often it is called. It never throws. */
export function createHealthProbe(deps: HealthProbeDeps): () => Promise<boolean> {
  const { database, holdMs = 1_000, limitMs = 1_000, now = () => performance.now() } = deps;
  let asked: { at: number; answer: Promise<boolean> } | undefined;

  async function ask(): Promise<boolean> {
    try {
      // A standby or a disk-full server that was set read-only answers, but takes no records.
      const [row] = await database.run(
        async (sql) => sql<{ readOnly: string }[]>`select current_setting('transaction_read_only') as "readOnly"`,
        limitMs,
      );
      return row?.readOnly === 'off';
    } catch {
      return false;
    }
  }

  return async () => {
    if (asked === undefined || now() - asked.at >= holdMs) asked = { at: now(), answer: ask() };
    return asked.answer;
  };
}
