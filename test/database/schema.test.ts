import t from 'tap';
import { createDatabase } from '../../src/database/database.ts';
import { createSql, endSql } from '../../src/database/sql.ts';
import { ensureApiCallPartitions } from '../../src/jobs/api-call-partitions.ts';
import { testDatabase } from '../helpers/postgres.ts';

await t.test('sums up a day by type with percentiles and outcomes, and only that UTC day', async (t) => {
  const { url } = await testDatabase(t);
  // One connection, so that all of this is asked from a session that is nine hours ahead.
  const sql = createSql(url, { max: 1 });
  t.teardown(async () => endSql(sql));
  await sql`set timezone to 'Asia/Tokyo'`;
  await sql`
    insert into jobs (type, status, user_email, created_at, duration_ms, layer_count, model_calls, cost_usd)
    select 'rename-layers', case when n <= 90 then 'completed' when n <= 97 then 'failed' else 'cancelled' end,
      'a@example.com', timestamptz '2026-03-01 00:00:00Z' + n * interval '14 minutes', n * 10, 5, 2, 0.01
    from generate_series(1, 100) n`;
  await sql`
    insert into jobs (type, user_email, created_at) values
      ('rename-layers', 'a@example.com', '2026-02-28 23:59:59.999Z'),
      ('rename-layers', 'a@example.com', '2026-03-02 00:00:00Z'),
      ('generate-edits', 'a@example.com', '2026-03-01 23:59:59.999Z')`;
  const days = async () => sql`
    select date::text, operation_type, total_jobs, successful_jobs, failed_jobs, cancelled_jobs, total_layers,
      avg_duration_ms::float8, p50_duration_ms, p95_duration_ms, p99_duration_ms, model_calls, cost_usd::float8
    from usage_stats order by operation_type`;
  await sql`select aggregate_daily_stats('2026-03-01')`;
  const expected = [
    {
      date: '2026-03-01',
      operation_type: 'generate-edits',
      total_jobs: 1,
      successful_jobs: 0,
      failed_jobs: 0,
      cancelled_jobs: 0,
      total_layers: '0',
      avg_duration_ms: null,
      p50_duration_ms: null,
      p95_duration_ms: null,
      p99_duration_ms: null,
      model_calls: '0',
      cost_usd: 0,
    },
    {
      date: '2026-03-01',
      operation_type: 'rename-layers',
      total_jobs: 100,
      successful_jobs: 90,
      failed_jobs: 7,
      cancelled_jobs: 3,
      total_layers: '500',
      avg_duration_ms: 505,
      p50_duration_ms: 505,
      p95_duration_ms: 950,
      p99_duration_ms: 990,
      model_calls: '200',
      cost_usd: 1,
    },
  ];
  t.same(await days(), expected);
  await sql`select aggregate_daily_stats('2026-03-01')`;
  t.same(await days(), expected, 'summing up again changes nothing');
  await sql`delete from jobs where type = 'generate-edits'`;
  await sql`select aggregate_daily_stats('2026-03-01')`;
  t.same(await days(), expected.slice(1), 'what is gone is gone from the sum');
});

await t.test('accepts only the four statuses', async (t) => {
  const { sql } = await testDatabase(t);
  for (const status of ['processing', 'completed', 'failed', 'cancelled']) {
    await sql`insert into jobs (type, status, user_email) values ('rename-layers', ${status}, 'a@example.com')`;
  }
  const unknown = sql`insert into jobs (type, status, user_email) values ('rename-layers', 'done', 'a@example.com')`;
  await t.rejects(unknown.execute(), { code: '23514' });
});

await t.test("creates each month's partition once and moves earlier rows into it", async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  await sql`
    insert into api_calls (endpoint, created_at) values
      ('GET /health', '2031-12-31 23:59:59.999Z'),
      ('GET /health', '2032-01-01 00:00:00Z'),
      ('GET /health', '2032-04-01 00:00:00Z')`;
  const today = new Date('2031-12-31T23:30:00Z');
  await Promise.all([1, 2, 3].map(async () => ensureApiCallPartitions(database, today)));
  t.same(await sql`select tableoid::regclass::text as partition from api_calls order by created_at`, [
    { partition: 'api_calls_2031_12' },
    { partition: 'api_calls_2032_01' },
    { partition: 'api_calls_default' },
  ]);
});

await t.test('this month and the next two have partitions from the start', async (t) => {
  const { sql } = await testDatabase(t);
  await sql`
    insert into api_calls (endpoint, created_at)
    select 'GET /', now() + n * interval '1 month' from generate_series(0, 2) n`;
  const [row] = await sql`select count(*)::int as strays from api_calls_default`;
  t.same(row, { strays: 0 });
});
