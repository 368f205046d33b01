import type { Sql } from '../../src/database/sql.ts';

/** A database to ask for analytics. */
export interface DataPlan {
  jobs: number;
  /** The last of them is today. */
  days: number;
  users: number;
}

const rowsAtOnce = 500_000;

/**
 * Fills `jobs` evenly over the days, in order of time as they would have come. A few users make most jobs (the square
 * of a random number picks one); durations are spread as real ones are, around 6 s and 20 s with a long tail.
 *
 * The rows are made without indexes and triggers, which are put back and given what they missed: the service writes
 * 500 rows a statement at most, and making ten million that way would take an hour.
 */
export async function makeJobs(sql: Sql, { jobs, days, users }: DataPlan, log: (line: string) => void): Promise<void> {
  const indexes = await sql<{ name: string; definition: string }[]>`
    select indexname as name, indexdef as definition from pg_indexes
    where tablename = 'jobs' and indexname <> 'jobs_pkey'`;
  await sql`alter table jobs disable trigger user`;
  for (const { name } of indexes) await sql`drop index ${sql(name)}`;
  await sql`alter table jobs drop constraint jobs_pkey`;
  await sql`select setseed(0.42)`;
  for (let first = 1; first <= jobs; first += rowsAtOnce) {
    const last = Math.min(jobs, first + rowsAtOnce - 1);
    await insertJobs(sql, { first, last, jobs, days, users });
    log(`  ${last.toLocaleString('en')} jobs`);
  }
  await sql`alter table jobs add primary key (id)`;
  for (const { definition } of indexes) await sql.unsafe(definition);
  await sql`alter table jobs enable trigger user`;
  await sql`
    insert into job_changes (sign, type, status, access_key_name, error_code, user_email, created_at, duration_ms,
      layer_count, cost_usd)
    select 1, type, status, coalesce(access_key_name, ''), coalesce(error_code, ''), user_email, created_at,
      duration_ms, layer_count, cost_usd
    from jobs where status <> 'processing'`;
  await sql`vacuum analyze jobs`;
}

type Slice = DataPlan & { first: number; last: number };

async function insertJobs(sql: Sql, { first, last, jobs, days, users }: Slice): Promise<void> {
  await sql`
    insert into jobs (id, type, status, layer_count, frame_name, variant_count, naming_style, prompt_file, created_at,
      completed_at, duration_ms, error_code, error_message, user_email, user_id, ip_address, access_key_name, provider,
      layers_renamed, images_made, model_calls, prompt_tokens, completion_tokens, cost_usd)
    select
      gen_random_uuid(), type, status, layers, case when renames then null else 'Sign-in, dark' end,
      case when renames then null else 5 end, case when renames then 'snake_case' end,
      case when renames then null else 'default.txt' end,
      made_at, made_at + took * interval '1 millisecond', took,
      case status when 'failed' then (array['EXPORTER_PROVIDER_FAILED', 'EXPORTER_TIMEOUT', 'EXPORTER_BUSY',
        'EXPORTER_INTERNAL', 'EXPORTER_ABANDONED'])[1 + floor(4.99 * luck ^ 2)] when 'cancelled' then
        'EXPORTER_CLIENT_CLOSED' end,
      null, 'designer-' || person || '@example.com', 'figma-' || person,
      ('192.0.2.' || (person % 250))::inet, 'team-' || (person % 12), 'openrouter', case when renames then layers end,
      case when renames then null else 3 end, 1 + layers / 5, layers * 300, layers * 12, layers * 0.00008
    from (
      select *, case when renames then 'rename-layers' else 'generate-edits' end as type,
        case when chance < 0.93 then 'completed' when chance < 0.98 then 'failed' else 'cancelled' end as status,
        greatest(1, (case when renames then 6000 else 20000 end
          * exp(0.6 * sqrt(-2 * ln(1 - u1)) * cos(2 * pi() * u2)))::int) as took
      from (
        select random() < 0.75 as renames, random() as chance, random() as luck, random() as u1, random() as u2,
          1 + floor(99 * random())::int as layers, floor(${users}::int * random() ^ 2)::int as person,
          now() - ${days}::int * interval '1 day' * (1 - n::float8 / ${jobs}::int) as made_at
        from generate_series(${first}::int, ${last}::int) n
      ) draws
    ) drawn`;
}
