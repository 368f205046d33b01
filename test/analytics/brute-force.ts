import type { Sql } from '../../src/database/sql.ts';
import type { AnalyticsReply } from '../../src/schemas/analytics.ts';

/** The counts and sums of a report, without its percentiles. */
export type ExactPart = Pick<AnalyticsReply, 'topUsers' | 'errorsByCause' | 'spendByAccessKey'> & {
  summary: object[];
  dailyTrend: object[];
  weeklyTrend: object[];
};

/** Counts every job of the window one by one, straight from the table. */
export async function countJobs(sql: Sql, from: Date): Promise<ExactPart> {
  const outcomes = sql`
    count(*) filter (where status = 'completed')::int as successful,
    count(*) filter (where status = 'failed')::int as failed,
    count(*) filter (where status = 'cancelled')::int as cancelled,
    count(*) filter (where status = 'processing')::int as processing, sum(cost_usd)::float8 as cost_usd`;
  const recent = sql`from jobs where created_at >= ${from}`;
  const day = sql`(created_at at time zone 'UTC')`;
  return {
    summary: await sql`
      select type, count(*)::int as total_jobs, ${outcomes}, coalesce(sum(layer_count), 0)::int as total_layers,
        round(avg(duration_ms), 1)::float8 as avg_duration_ms ${recent} group by type order by type`,
    dailyTrend: await sql`
      select to_char(${day}, 'YYYY-MM-DD') as date, type, count(*)::int as jobs, ${outcomes} ${recent}
      group by 1, 2 order by 1 desc, 2`,
    weeklyTrend: await sql`
      select to_char(${day}, 'IYYY-"W"IW') as week, type, count(*)::int as jobs, ${outcomes} ${recent}
      group by 1, 2 order by 1 desc, 2`,
    topUsers: (
      await sql<{ last_activity: Date }[]>`
        select user_email, count(*)::int as total_jobs,
          count(*) filter (where status = 'completed')::int as successful_jobs,
          count(*) filter (where status = 'failed')::int as failed_jobs,
          count(*) filter (where status = 'cancelled')::int as cancelled_jobs,
          max(created_at) as last_activity, sum(cost_usd)::float8 as cost_usd ${recent}
        group by 1 order by 2 desc, 1 limit 10`
    ).map((user) => ({ ...user, last_activity: user.last_activity.toISOString() })) as AnalyticsReply['topUsers'],
    errorsByCause: await sql`
      select type, coalesce(error_code, '') as code, count(*)::int as jobs ${recent} and status = 'failed'
      group by 1, 2 order by 3 desc, 2, 1`,
    spendByAccessKey: await sql`
      select access_key_name, count(*)::int as total_jobs, sum(cost_usd)::float8 as cost_usd ${recent}
      group by 1 order by 3 desc, 2 desc, 1`,
  };
}

/** The same part of a report. */
export function exactPart(report: AnalyticsReply): ExactPart {
  const { summary, dailyTrend, weeklyTrend, topUsers, errorsByCause, spendByAccessKey } = report;
  const trend = ({ p50_duration_ms: _p50, p95_duration_ms: _p95, ...counts }: (typeof dailyTrend)[number]) => counts;
  const week = ({ p50_duration_ms: _p50, p95_duration_ms: _p95, ...counts }: (typeof weeklyTrend)[number]) => counts;
  return {
    summary: summary.map((row) => {
      const { p50_duration_ms: _p50, p95_duration_ms: _p95, p99_duration_ms: _p99, ...counts } = row;
      return counts;
    }),
    dailyTrend: dailyTrend.map(trend),
    weeklyTrend: weeklyTrend.map(week),
    topUsers,
    errorsByCause,
    spendByAccessKey,
  };
}
