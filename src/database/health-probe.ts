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

/** Makes a question "does the database answer?" that is cheap however often it is asked. It never throws. */
export function createHealthProbe(deps: HealthProbeDeps): () => Promise<boolean> {
  const { database, holdMs = 1_000, limitMs = 1_000, now = () => performance.now() } = deps;
  let asked: { at: number; answer: Promise<boolean> } | undefined;

  async function ask(): Promise<boolean> {
    try {
      await database.run(async (sql) => sql`select 1`, limitMs);
      return true;
    } catch {
      return false;
    }
  }

  return async () => {
    if (asked === undefined || now() - asked.at >= holdMs) asked = { at: now(), answer: ask() };
    return asked.answer;
  };
}
