import type { Sql } from '../database/sql.ts';
import type { ReportWindow } from './window.ts';

/** Sums over all of the window (`day` and `week` are null), one day or one ISO week. */
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

/** Durations of one day and type: jobs by bucket, see durations.ts. A bucket may occur twice. */
export type DurationsRow = {
  day: string;
  week: string;
  type: string;
  counts: [bucket: number, jobs: number][];
};

/**
 * The queries of a report. Each adds up the sums of db/migrations/002_job_rollups.sql and the single jobs that no sum
 * holds. They are consistent with each other if `sql` is a transaction with one snapshot (repeatable read).
 */
export function createReportQueries(sql: Sql, window: ReportWindow) {
  const { from, firstQuarter, firstDay, firstWeek, edge } = window;

  /** Sums by the day, and by the quarter for the day that the window cuts. */
  const inWindow = sql`(
    hours = 24 and start >= ${firstDay} or hours = 6 and start >= ${firstQuarter} and start < ${firstDay})`;

  /** The same with weeks: there are far more users than days. */
  const inWindowByWeek = sql`(
    hours = 168 and start >= ${firstWeek} or hours = 24 and start >= ${firstDay} and start < ${firstWeek}
    or hours = 6 and start >= ${firstQuarter} and start < ${firstDay})`;

  /**
   * Jobs to add to the sums (`sign` 1) or to subtract (-1): changes that were not folded into them yet, jobs in flight,
   * and those of the quarter that the window cuts.
   */
  const columns = sql`type, status, coalesce(access_key_name, '') as access_key_name,
    coalesce(error_code, '') as error_code, user_email, created_at, duration_ms, layer_count, cost_usd`;
  const singleJobs = sql`(
    select sign::int, ${columns} from job_changes where created_at >= ${firstQuarter}
    union all
    select 1, ${columns} from jobs where status = 'processing' and created_at >= ${from}
    union all
    select ${edge.sign}::int, ${columns} from jobs
    where status <> 'processing' and created_at >= ${edge.from} and created_at < ${edge.to}) single_jobs`;

  /** Hundred-millionths of a dollar are whole numbers, which float8 adds up exactly up to 90 million dollars. */
  const singleCost = sql`(sum(sign * cost_usd) * 1e8)::float8`;
  const costUsd = sql`sum(cost_e8) / 1e8 as cost_usd`;

  function jobsThat(status: string) {
    return sql`coalesce(sum(jobs) filter (where status = ${status}), 0)::float8`;
  }

  return {
    /** By type, over the whole window, by day and by ISO week; the latest first. */
    async sums() {
      return sql<SumsRow[]>`
        with parts as (
          select utc_day(start) as day, type, status, jobs, layers, timed_jobs, duration_ms, cost_e8::float8
          from job_sums where ${inWindow}
          union all
          select utc_day(created_at), type, status, sum(sign)::int, sum(sign * layer_count),
            (sum(sign) filter (where duration_ms is not null))::int, sum(sign * duration_ms::bigint), ${singleCost}
          from ${singleJobs} group by 1, 2, 3
        ), dated as (
          select week_of(day) as week, parts.* from parts
        )
        select to_char(day, 'YYYY-MM-DD') as day, to_char(week, 'IYYY-"W"IW') as week, type, sum(jobs)::float8 as jobs,
          ${jobsThat('completed')} as successful, ${jobsThat('failed')} as failed,
          ${jobsThat('cancelled')} as cancelled, ${jobsThat('processing')} as processing,
          coalesce(sum(layers), 0)::float8 as layers, ${costUsd},
          round(sum(duration_ms) / nullif(sum(timed_jobs), 0), 1)::float8 as avg_duration_ms
        from dated group by grouping sets ((type), (type, dated.day), (type, dated.week))
        having sum(jobs) > 0 order by dated.day desc, dated.week desc, type`;
    },

    async durations() {
      return sql<DurationsRow[]>`
        select to_char(day, 'YYYY-MM-DD') as day, to_char(day, 'IYYY-"W"IW') as week, type,
          json_agg(json_build_array(bucket, jobs)) as counts
        from (
          select utc_day(start) as day, type, bucket, jobs from job_duration_sums where ${inWindow}
          union all
          select utc_day(created_at), type, duration_bucket(duration_ms), sum(sign)::int
          from ${singleJobs} where duration_ms is not null group by 1, 2, 3
        ) parts
        group by parts.day, type`;
    },

    /** The ten with the most jobs. */
    async topUsers() {
      return sql<
        {
          user_email: string;
          total_jobs: number;
          successful_jobs: number;
          failed_jobs: number;
          cancelled_jobs: number;
          last_activity: Date;
          cost_usd: number;
        }[]
      >`
        with parts as (
          select user_email, jobs, completed, failed, cancelled, cost_e8::float8
          from job_user_sums where ${inWindowByWeek}
          union all
          select user_email, sum(sign)::int, (sum(sign) filter (where status = 'completed'))::int,
            (sum(sign) filter (where status = 'failed'))::int, (sum(sign) filter (where status = 'cancelled'))::int,
            ${singleCost}
          from ${singleJobs} group by user_email
        ), top as (
          select user_email, sum(jobs)::float8 as total_jobs, coalesce(sum(completed), 0)::float8 as successful_jobs,
            coalesce(sum(failed), 0)::float8 as failed_jobs, coalesce(sum(cancelled), 0)::float8 as cancelled_jobs,
            ${costUsd}
          from parts group by user_email having sum(jobs) > 0 order by total_jobs desc, user_email limit 10
        )
        select top.*, (select max(created_at) from jobs where jobs.user_email = top.user_email) as last_activity
        from top order by total_jobs desc, user_email`;
    },

    async errorsByCause() {
      return sql<{ type: string; code: string; jobs: number }[]>`
        select type, error_code as code, sum(jobs)::float8 as jobs
        from (
          select type, error_code, jobs from job_sums where status = 'failed' and ${inWindow}
          union all
          select type, error_code, sign from ${singleJobs} where status = 'failed'
        ) parts
        group by type, error_code having sum(jobs) > 0 order by 3 desc, 2, 1 limit 100`;
    },

    async spendByAccessKey() {
      return sql<{ access_key_name: string | null; total_jobs: number; cost_usd: number }[]>`
        select nullif(access_key_name, '') as access_key_name, sum(jobs)::float8 as total_jobs, ${costUsd}
        from (
          select access_key_name, jobs, cost_e8::float8 from job_sums where ${inWindow}
          union all
          select access_key_name, sum(sign)::int, ${singleCost} from ${singleJobs} group by access_key_name
        ) parts
        group by parts.access_key_name having sum(jobs) > 0 order by 3 desc, 2 desc, 1 limit 100`;
    },

    async latestJobs() {
      return sql<
        {
          id: string;
          type: string;
          status: string;
          created_at: Date;
          duration_ms: number | null;
          layer_count: number | null;
          cost_usd: number;
          error_code: string | null;
          access_key_name: string | null;
        }[]
      >`
        select id, type, status, created_at, duration_ms, layer_count, cost_usd::float8, error_code, access_key_name
        from jobs order by created_at desc, id limit 50`;
    },
  };
}
