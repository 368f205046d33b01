import type { Database } from '../database/database.ts';
import type { AnalyticsReply } from '../schemas/analytics.ts';
import { addCounts, type DurationCounts, percentilesOf } from './durations.ts';
import { createReportQueries, type DurationsRow, type SumsRow } from './report-queries.ts';
import { reportWindow } from './window.ts';

/**
 * Reads what the service did in the last `days` times 24 hours. Counts and dollars are exact and include the latest
 * jobs; percentiles are within 2 %.
 *
 * @param days whole, 1..365
 * @throws QueryTimeout, or the database's error
 */
export async function readAnalytics(database: Database, days: number, now: Date): Promise<AnalyticsReply> {
  const window = reportWindow(now, days);
  return database.run(
    async (sql) => {
      // Compiling a statement or starting its parallel workers takes longer than running it. The sort and the sums fit
      // in this much memory.
      await sql`select set_config('jit', 'off', true), set_config('max_parallel_workers_per_gather', '0', true),
        set_config('work_mem', '32MB', true)`;
      const queries = createReportQueries(sql, window);
      const { summary, dailyTrend, weeklyTrend } = shapeSums(await queries.sums(), await queries.durations());
      return {
        from: window.from.toISOString(),
        to: now.toISOString(),
        summary,
        dailyTrend,
        weeklyTrend,
        topUsers: (await queries.topUsers()).map((user) => ({
          ...user,
          last_activity: user.last_activity.toISOString(),
        })),
        errorsByCause: [...(await queries.errorsByCause())],
        spendByAccessKey: [...(await queries.spendByAccessKey())],
        latestJobs: (await queries.latestJobs()).map((job) => ({ ...job, created_at: job.created_at.toISOString() })),
      };
    },
    undefined,
    { transaction: 'isolation level repeatable read read only' },
  );
}

function shapeSums(sums: readonly SumsRow[], durationRows: readonly DurationsRow[]) {
  const durations = countBySpan(durationRows);
  const percentilesFor = (row: SumsRow) => {
    const [p50 = null, p95 = null, p99 = null] = percentilesOf(
      durations.get(spanOf(row)) ?? new Map(),
      [0.5, 0.95, 0.99],
    );
    return { p50_duration_ms: p50, p95_duration_ms: p95, p99_duration_ms: p99 };
  };
  const trendOf = (row: SumsRow) => {
    const { type, jobs, successful, failed, cancelled, processing, cost_usd } = row;
    const { p99_duration_ms: _, ...percentiles } = percentilesFor(row);
    return { type, jobs, successful, failed, cancelled, processing, ...percentiles, cost_usd };
  };
  return {
    summary: sums
      .filter(({ day, week }) => day === null && week === null)
      .map((row) => {
        const { type, jobs, successful, failed, cancelled, processing, layers, avg_duration_ms, cost_usd } = row;
        const counts = { total_jobs: jobs, successful, failed, cancelled, processing, total_layers: layers };
        return { type, ...counts, avg_duration_ms, ...percentilesFor(row), cost_usd };
      }),
    dailyTrend: sums.flatMap((row) => (row.day === null ? [] : { date: row.day, ...trendOf(row) })),
    weeklyTrend: sums.flatMap((row) => (row.week === null ? [] : { week: row.week, ...trendOf(row) })),
  };
}

/** The durations of each day, each week and the whole window, by type. */
function countBySpan(rows: readonly DurationsRow[]): Map<string, DurationCounts> {
  const spans = new Map<string, DurationCounts>();
  for (const { day, week, type, counts } of rows) {
    for (const span of [
      { type, day, week: null },
      { type, day: null, week },
      { type, day: null, week: null },
    ]) {
      const key = spanOf(span);
      const found = spans.get(key) ?? new Map<number, number>();
      spans.set(key, found);
      addCounts(found, counts);
    }
  }
  return spans;
}

function spanOf({ day, week, type }: Pick<SumsRow, 'day' | 'week' | 'type'>): string {
  return `${day ?? ''} ${week ?? ''} ${type}`;
}
