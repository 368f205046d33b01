import type { Database } from '../database/database.ts';

/** This month and the two after it: a service that was off for a month still finds its partition. */
const monthsAhead = 3;

/** Creates the missing partitions of `api_calls` for the months from `today` (UTC) on. */
export async function ensureApiCallPartitions(database: Database, today: Date): Promise<void> {
  const day = today.toISOString().slice(0, 10);
  await database.run(async (sql) => sql`select ensure_api_call_partitions(${day}::text::date, ${monthsAhead}::int)`);
}
