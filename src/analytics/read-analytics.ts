import type { Database } from '../database/database.ts';
import type { AnalyticsReply } from '../schemas/analytics.ts';
import { queryReport, type PercentileRow, type SumsRow } from './report-query.ts';
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
  const report = await database.run(async (sql) => {
    return sql.begin('isolation level repeatable read read only', async (transaction) => {
      // Compiling the statement takes longer than running it; the sort and the sums fit in this much memory.
      await transaction`select set_config('jit', 'off', true), set_config('work_mem', '32MB', true)`;
      return queryReport(transaction as unknown as typeof sql, window);
    });
  });
  const durations = new Map(report.percentiles.map((row) => [spanOf(row, row.fraction), row.duration_ms]));
  const durationAt = (row: SumsRow, fraction: number): number | null => durations.get(spanOf(row, fraction)) ?? null;
  const trendOf = (row: SumsRow) => ({
    type: row.type,
    jobs: row.jobs,
    successful: row.successful,
    failed: row.failed,
    cancelled: row.cancelled,
    processing: row.processing,
    p50_duration_ms: durationAt(row, 0.5),
    p95_duration_ms: durationAt(row, 0.95),
    cost_usd: row.cost_usd,
  });
  return {
    from: window.from.toISOString(),
    to: now.toISOString(),
    summary: report.sums
      .filter(({ day, week }) => day === null && week === null)
      .map((row) => {
        const { jobs: total_jobs, layers: total_layers, ...outcomes } = { ...trendOf(row), layers: row.layers };
        const { avg_duration_ms } = row;
        return { ...outcomes, total_jobs, total_layers, avg_duration_ms, p99_duration_ms: durationAt(row, 0.99) };
      }),
    dailyTrend: report.sums.flatMap((row) => (row.day === null ? [] : { date: row.day, ...trendOf(row) })),
    weeklyTrend: report.sums.flatMap((row) => (row.week === null ? [] : { week: row.week, ...trendOf(row) })),
    topUsers: report.users.map((user) => ({ ...user, last_activity: toMoment(user.last_activity) })),
    errorsByCause: report.errors,
    spendByAccessKey: report.keys,
    latestJobs: report.latest.map((job) => ({ ...job, created_at: toMoment(job.created_at) })),
  };
}

function spanOf({ day, week, type }: SumsRow | PercentileRow, fraction: number): string {
  return `${day ?? ''} ${week ?? ''} ${fraction} ${type}`;
}

/** Postgres writes six digits and an offset. */
function toMoment(text: string): string {
  return new Date(text).toISOString();
}
