import type { Sql } from '../../src/database/sql.ts';
import type { AnalyticsReply } from '../../src/schemas/analytics.ts';

/** How far a report is from what the table says when every job is counted one by one. */
export interface Differences {
  /** Figures that are not equal: jobs by outcome, layers, dollars, users. */
  wrongCounts: number;
  comparedCounts: number;
  /** The largest, as a part of the true percentile. */
  percentileError: number;
  comparedPercentiles: number;
}

/** Compares a report with the table it was made from, which nobody may write to meanwhile. */
export async function compareWithTable(sql: Sql, report: AnalyticsReply): Promise<Differences> {
  const found: Differences = { wrongCounts: 0, comparedCounts: 0, percentileError: 0, comparedPercentiles: 0 };
  const from = new Date(report.from);
  const same = (reported: unknown, counted: unknown): void => {
    found.comparedCounts += 1;
    if (reported !== counted) found.wrongCounts += 1;
  };
  const near = (reported: number | null | undefined, counted: number | null): void => {
    found.comparedPercentiles += 1;
    const error = counted === null ? Number(reported !== null) : Math.abs((reported ?? 0) / counted - 1);
    found.percentileError = Math.max(found.percentileError, error);
  };

  const days = await sql<CountedRow[]>`
    select type, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day, count(*)::int as jobs,
      count(*) filter (where status = 'completed')::int as successful,
      count(*) filter (where status = 'failed')::int as failed,
      count(*) filter (where status = 'cancelled')::int as cancelled,
      sum(layer_count)::int as layers, sum(cost_usd)::float8 as cost,
      to_json(percentile_cont(array[0.5, 0.95, 0.99]) within group (order by duration_ms)) as percentiles
    from jobs where created_at >= ${from} group by grouping sets ((type), (type, 2))`;
  same(report.summary.length + report.dailyTrend.length, days.length);
  for (const { type, day, jobs, successful, failed, cancelled, layers, cost, percentiles } of days) {
    const whole = report.summary.find((row) => day === null && row.type === type);
    const row = whole ?? report.dailyTrend.find((trend) => trend.date === day && trend.type === type);
    same(whole?.total_jobs ?? (row as AnalyticsReply['dailyTrend'][number]).jobs, jobs);
    same(row?.successful, successful);
    same(row?.failed, failed);
    same(row?.cancelled, cancelled);
    same(row?.cost_usd, cost);
    if (whole !== undefined) same(whole.total_layers, layers);
    near(row?.p50_duration_ms, percentiles?.[0] ?? null);
    near(row?.p95_duration_ms, percentiles?.[1] ?? null);
    if (whole !== undefined) near(whole.p99_duration_ms, percentiles?.[2] ?? null);
  }

  const users = await sql<{ email: string; jobs: number; completed: number; cost: number; last: Date }[]>`
    select user_email as email, count(*)::int as jobs, count(*) filter (where status = 'completed')::int as completed,
      sum(cost_usd)::float8 as cost, max(created_at) as last
    from jobs where created_at >= ${from} group by 1 order by 2 desc, 1 limit 10`;
  for (const [index, { email, jobs, completed, cost, last }] of users.entries()) {
    const user = report.topUsers[index];
    same(user?.user_email, email);
    same(user?.total_jobs, jobs);
    same(user?.successful_jobs, completed);
    same(user?.cost_usd, cost);
    same(user?.last_activity, last.toISOString());
  }
  return found;
}

interface CountedRow {
  type: string;
  day: string | null;
  jobs: number;
  successful: number;
  failed: number;
  cancelled: number;
  layers: number;
  cost: number;
  percentiles: number[] | null;
}
