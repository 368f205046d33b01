import type { Sql } from '../database/sql.ts';
import type { ReportWindow } from './window.ts';

/** Sums over a span of time: all of it, one day or one ISO week. */
export type SumsRow = {
  day: string | null;
  week: string | null;
  type: string;
  jobs: number;
  successful: number;
  failed: number;
  cancelled: number;
  processing: number;
  layers: number;
  avg_duration_ms: number | null;
  cost_usd: number;
};

/** Durations of one day and type: jobs by bucket, see durations.ts. A bucket may be there twice. */
export type DurationsRow = {
  day: string;
  week: string;
  type: string;
  counts: [bucket: number, jobs: number][];
};

/** What the query answers, as JSON: every list is there, in the order it is shown in. */
export type ReportRow = {
  sums: SumsRow[];
  durations: DurationsRow[];
  users: {
    user_email: string;
    total_jobs: number;
    successful_jobs: number;
    failed_jobs: number;
    cancelled_jobs: number;
    last_activity: string;
    cost_usd: number;
  }[];
  errors: { type: string; code: string; jobs: number }[];
  keys: { access_key_name: string | null; total_jobs: number; cost_usd: number }[];
  latest: {
    id: string;
    type: string;
    status: string;
    created_at: string;
    duration_ms: number | null;
    layer_count: number | null;
    cost_usd: number;
    error_code: string | null;
    access_key_name: string | null;
  }[];
};

/**
 * Everything a report holds, in one statement and so in one snapshot: the sums, the changes not folded into them yet,
 * the jobs in flight and those of the quarter that the window cuts. See db/migrations/002_job_rollups.sql.
 *
 * @param window see {@link ReportWindow}
 */
export async function queryReport(sql: Sql, window: ReportWindow): Promise<ReportRow> {
  const { from, firstQuarter, firstDay, firstWeek, edge } = window;
  const spans = sql`(
    hours = 24 and start >= ${firstDay} or hours = 6 and start >= ${firstQuarter} and start < ${firstDay})`;
  // Whole numbers, so that float8 adds them up exactly, up to 90 million dollars.
  const dollars = sql`sum(cost_e8)::bigint::numeric / 1e8`;
  const [row] = await sql<{ report: ReportRow }[]>`
    with single as materialized (
      select sign::int, utc_day(created_at) as day, type, status, access_key_name, error_code, user_email, duration_ms,
        duration_bucket(duration_ms) as bucket, layer_count, (cost_usd * 1e8)::bigint::float8 as cost_e8
      from job_changes where created_at >= ${firstQuarter}
      union all
      select 1, utc_day(created_at), type, status, coalesce(access_key_name, ''), '', user_email, null, null,
        layer_count, (cost_usd * 1e8)::bigint::float8
      from jobs where status = 'processing' and created_at >= ${from}
      union all
      select ${edge.sign}::int, utc_day(${edge.from}), type, status, coalesce(access_key_name, ''),
        coalesce(error_code, ''), user_email, duration_ms, duration_bucket(duration_ms), layer_count,
        (cost_usd * 1e8)::bigint::float8
      from jobs where status <> 'processing' and created_at >= ${edge.from} and created_at < ${edge.to}
    ), facts as materialized (
      select utc_day(start) as day, type, status, access_key_name, error_code, jobs, layers, timed_jobs, duration_ms,
        cost_e8::float8
      from job_sums where ${spans}
      union all
      select day, type, status, access_key_name, error_code, sum(sign), sum(sign * layer_count),
        sum(sign) filter (where duration_ms is not null), sum(sign * duration_ms::bigint), sum(sign * cost_e8)
      from single group by 1, 2, 3, 4, 5
    ), sums as (
      select day, week_of(day) as week, type, status, sum(jobs) as jobs, sum(layers) as layers,
        sum(timed_jobs) as timed_jobs, sum(duration_ms) as duration_ms, sum(cost_e8) as cost_e8
      from facts group by day, type, status
    ), durations as (
      select utc_day(start) as day, type, bucket, jobs from job_duration_sums where ${spans}
      union all
      select day, type, bucket, sum(sign) from single where bucket is not null group by 1, 2, 3
    ), users as (
      select user_email, sum(jobs) as total_jobs, sum(completed) as successful_jobs, sum(failed) as failed_jobs,
        sum(cancelled) as cancelled_jobs, sum(cost_e8) as cost_e8
      from (
        select user_email, jobs, completed, failed, cancelled, cost_e8::float8 from job_user_sums
        where hours = 168 and start >= ${firstWeek}
          or hours = 24 and start >= ${firstDay} and start < ${firstWeek}
          or hours = 6 and start >= ${firstQuarter} and start < ${firstDay}
        union all
        select user_email, sum(sign)::int, coalesce(sum(sign) filter (where status = 'completed'), 0)::int,
          coalesce(sum(sign) filter (where status = 'failed'), 0)::int,
          coalesce(sum(sign) filter (where status = 'cancelled'), 0)::int, sum(sign * cost_e8)
        from single group by user_email
      ) parts
      group by user_email having sum(jobs) > 0 order by total_jobs desc, user_email limit 10
    )
    select json_build_object(
      'sums', (select coalesce(json_agg(list), '[]') from (
        select day, to_char(week, 'IYYY-"W"IW') as week, type, sum(jobs) as jobs,
          coalesce(sum(jobs) filter (where status = 'completed'), 0) as successful,
          coalesce(sum(jobs) filter (where status = 'failed'), 0) as failed,
          coalesce(sum(jobs) filter (where status = 'cancelled'), 0) as cancelled,
          coalesce(sum(jobs) filter (where status = 'processing'), 0) as processing,
          coalesce(sum(layers), 0) as layers, ${dollars} as cost_usd,
          round(sum(duration_ms) / nullif(sum(timed_jobs), 0), 1) as avg_duration_ms
        from sums group by grouping sets ((type), (type, day), (type, sums.week))
        having sum(jobs) > 0 order by day desc, sums.week desc, type) list),
      'durations', (select coalesce(json_agg(list), '[]') from (
        select day, to_char(day, 'IYYY-"W"IW') as week, type, json_agg(json_build_array(bucket, jobs)) as counts
        from durations group by day, type) list),
      'users', (select coalesce(json_agg(list), '[]') from (
        select user_email, total_jobs, successful_jobs, failed_jobs, cancelled_jobs,
          (select max(created_at) from jobs where jobs.user_email = users.user_email) as last_activity,
          cost_e8::bigint::numeric / 1e8 as cost_usd
        from users) list),
      'errors', (select coalesce(json_agg(list), '[]') from (
        select type, error_code as code, sum(jobs) as jobs from facts where status = 'failed' group by type, error_code
        having sum(jobs) > 0 order by 3 desc, 2, 1 limit 100) list),
      'keys', (select coalesce(json_agg(list), '[]') from (
        select nullif(access_key_name, '') as access_key_name, sum(jobs) as total_jobs, ${dollars} as cost_usd
        from facts group by facts.access_key_name
        having sum(jobs) > 0 order by 3 desc, 2 desc, 1 limit 100) list),
      'latest', (select coalesce(json_agg(list), '[]') from (
        select id, type, status, created_at, duration_ms, layer_count, cost_usd, error_code, access_key_name
        from jobs order by created_at desc, id limit 50) list)
    ) as report`;
  if (row === undefined) throw new Error('the report has no row');
  return row.report;
}
