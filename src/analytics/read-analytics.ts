import type { Database } from '../database/database.ts';
import type { AnalyticsReply } from '../schemas/analytics.ts';
import { addCounts, type DurationCounts, percentilesOf } from './durations.ts';
import { type DurationsRow, queryReport, type SumsRow } from './report-query.ts';
import { reportWindow } from './window.ts';

/**
 * Reads what the service did in the last `days` times 24 hours. Counts and dollars are exact, jobs that began a moment
 * ago included; percentiles are within 2 %.
 *
 * @param days whole, 1..365
 * @throws QueryTimeout, or the database's error
 */
export async function readAnalytics(database: Database, days: number, now: Date): Promise<AnalyticsReply> {
  const window = reportWindow(now, days);
  const report = await database.run(
    async (sql) => {
      // Compiling the statement takes longer than running it; the sort and the sums fit in this much memory.
      await sql`select set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`;
      return queryReport(sql, window);
    },
    undefined,
    { transaction: 'isolation level repeatable read read only' },
  );
  const durations = countBySpan(report.durations);
  const percentilesFor = (row: SumsRow) => {
    const counts = durations.get(spanOf(row)) ?? new Map<number, number>();
    const [p50 = null, p95 = null, p99 = null] = percentilesOf(counts, [0.5, 0.95, 0.99]);
    return { p50_duration_ms: p50, p95_duration_ms: p95, p99_duration_ms: p99 };
  };
  const trendOf = (row: SumsRow) => {
    const { type, jobs, successful, failed, cancelled, processing, cost_usd } = row;
    const { p99_duration_ms: _, ...percentiles } = percentilesFor(row);
    return { type, jobs, successful, failed, cancelled, processing, ...percentiles, cost_usd };
  };
  return {
    from: window.from.toISOString(),
    to: now.toISOString(),
    summary: report.sums
      .filter(({ day, week }) => day === null && week === null)
      .map((row) => {
        const { type, jobs, successful, failed, cancelled, processing, layers, avg_duration_ms, cost_usd } = row;
        const counts = { total_jobs: jobs, successful, failed, cancelled, processing, total_layers: layers };
        return { type, ...counts, avg_duration_ms, ...percentilesFor(row), cost_usd };
      }),
    dailyTrend: report.sums.flatMap((row) => (row.day === null ? [] : { date: row.day, ...trendOf(row) })),
    weeklyTrend: report.sums.flatMap((row) => (row.week === null ? [] : { week: row.week, ...trendOf(row) })),
    topUsers: report.users.map((user) => ({ ...user, last_activity: toMoment(user.last_activity) })),
    errorsByCause: report.errors,
    spendByAccessKey: report.keys,
    latestJobs: report.latest.map((job) => ({ ...job, created_at: toMoment(job.created_at) })),
  };
}

/** The durations of each day, each week and of all days, by type. */
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

/** Postgres writes six digits and an offset. */
function toMoment(text: string): string {
  return new Date(text).toISOString();
}
