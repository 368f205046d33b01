import { deepEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import t from 'tap';
import { readAnalytics } from '../../src/analytics/read-analytics.ts';
import { createDatabase, type Database } from '../../src/database/database.ts';
import type { Sql } from '../../src/database/sql.ts';
import { erasePerson } from '../../src/jobs/forget-person.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { countJobs, exactPart } from './brute-force.ts';
import { aJob, fold, insertJobs, type TestJob } from './jobs.ts';

const now = new Date('2026-03-15T17:20:00Z');
const hour = 3_600_000;
const hoursAgo = (hours: number): Date => new Date(now.getTime() - hours * hour);

type Teardown = { teardown: (handler: () => Promise<void>) => void };

async function reports(t: Teardown): Promise<{ sql: Sql; database: Database }> {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url, { max: 1 });
  t.teardown(async () => database.close());
  return { sql, database };
}

const anyJob = fc.record({
  type: fc.constantFrom('rename-layers', 'generate-edits'),
  status: fc.constantFrom('completed', 'completed', 'failed', 'cancelled', 'processing'),
  user_email: fc.constantFrom('a@example.com', 'b@example.com', 'c@example.com'),
  // Minutes before now: 12 days, often in the days that the window cuts.
  created_at: fc
    .oneof(fc.integer({ min: 0, max: 17_280 }), fc.integer({ min: 8_500, max: 12_000 }))
    .map((minutes) => new Date(now.getTime() - minutes * 60_000)),
  duration_ms: fc.option(fc.integer({ min: 0, max: 200_000 })),
  layer_count: fc.option(fc.integer({ min: 1, max: 500 })),
  error_code: fc.constantFrom(null, 'EXPORTER_TIMEOUT', 'EXPORTER_BUSY'),
  access_key_name: fc.constantFrom(null, 'studio', 'agency'),
  cost_usd: fc.integer({ min: 0, max: 1_000_000 }).map((micros) => micros / 1e6),
});
const job = anyJob.map((one) => (one.status === 'processing' ? { ...one, duration_ms: null, error_code: null } : one));

/** What may happen to the table, in any order. */
type Step = { kind: string; jobs: Omit<TestJob, 'id'>[]; pick: number };
const step: fc.Arbitrary<Step> = fc.record({
  kind: fc.constantFrom('insert', 'insert', 'insert', 'end', 'correct', 'delete', 'forget', 'fold', 'fold some'),
  jobs: fc.array(job, { minLength: 1, maxLength: 8 }),
  pick: fc.nat(),
});

/** How far a report reaches, and from which minute of a day: spans are cut in all places. */
const span = fc.record({ days: fc.integer({ min: 1, max: 11 }), minutes: fc.integer({ min: 0, max: 1_440 }) });

async function take(sql: Sql, { kind, jobs, pick }: Step): Promise<void> {
  const ids = (await sql<{ id: string }[]>`select id from jobs order by id`).map(({ id }) => id);
  const id = ids[pick % Math.max(1, ids.length)] ?? randomUUID();
  const email = jobs[0]?.user_email ?? '';
  switch (kind) {
    case 'insert':
      return insertJobs(
        sql,
        jobs.map((one) => ({ ...one, id: randomUUID() })),
      );
    case 'end':
      await sql`
        update jobs set status = 'completed', duration_ms = ${pick % 5_000}::int, cost_usd = 0.5
        where status = 'processing'`;
      return;
    case 'correct':
      await sql`
        update jobs set status = 'failed', error_code = 'EXPORTER_ABANDONED', duration_ms = null where id = ${id}`;
      return;
    case 'delete':
      await sql`delete from jobs where id = ${id}`;
      return;
    case 'forget':
      await erasePerson(sql, email);
      return;
    default:
      await fold(sql, kind === 'fold' ? 100_000 : 3);
  }
}

await t.test('counts, sums and last activities match the table, in any order of arrival', async (t) => {
  const { sql, database } = await reports(t);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 14 }), span, async (steps, { days, minutes }) => {
      const moment = new Date(now.getTime() + minutes * 60_000);
      await sql`truncate jobs`;
      for (const one of steps) await take(sql, one);
      const found = await readAnalytics(database, days, moment);
      const from = new Date(moment.getTime() - days * 24 * hour);
      const expected = JSON.parse(JSON.stringify(await countJobs(sql, from))) as unknown;
      deepEqual(exactPart(found), expected);
    }),
    { numRuns: 60 },
  );
  t.pass('sixty histories');
});

await t.test('percentiles are within 2 %, in total and per day, rolled up or not', async (t) => {
  const { sql, database } = await reports(t);
  await sql`select setseed(0.5)`;
  await sql`
    insert into jobs (type, status, user_email, created_at, duration_ms)
    select case when n % 3 = 0 then 'generate-edits' else 'rename-layers' end, 'completed', 'a@example.com',
      ${now} - n * interval '1 minute', (exp(2 + 9 * random()))::int
    from generate_series(1, 6000) n`;
  for (const folded of [false, true]) {
    if (folded) await fold(sql);
    const { summary, dailyTrend } = await readAnalytics(database, 3, now);
    const [from] = [hoursAgo(72)];
    const truth = await sql<{ type: string; day: string | null; exact: number[] }[]>`
      select type, to_char(created_at at time zone 'UTC', 'YYYY-MM-DD') as day,
        to_json(percentile_cont(array[0.5, 0.95, 0.99]) within group (order by duration_ms)) as exact
      from jobs where created_at >= ${from} group by grouping sets ((1), (1, 2))`;
    t.equal(truth.length, 2 + 2 * 4);
    for (const { type, day, exact } of truth) {
      const whole = summary.find((row) => row.type === type);
      const ofDay = dailyTrend.find((row) => row.type === type && row.date === day);
      const row = day === null ? whole : ofDay;
      const found = [row?.p50_duration_ms, row?.p95_duration_ms, ...(day === null ? [whole?.p99_duration_ms] : [])];
      for (const [at, value] of found.entries()) {
        const off = Math.abs(Number(value) / Number(exact[at]) - 1);
        t.ok(off <= 0.02, `${type} ${day ?? 'in all'}: ${value} for ${exact[at]}`);
      }
    }
  }
});

await t.test('a percentile of a few short jobs is exact; without jobs it is null', async (t) => {
  const { sql, database } = await reports(t);
  const durations = [0, 1, 2, 3, 7, 20, 30, 32];
  await insertJobs(
    sql,
    durations.map((duration_ms) => aJob({ duration_ms, created_at: hoursAgo(1) })),
  );
  const untimed = { status: 'failed', duration_ms: null, created_at: hoursAgo(1) };
  await insertJobs(sql, [aJob({ type: 'generate-edits', ...untimed })]);
  const { summary } = await readAnalytics(database, 1, now);
  t.match(summary, [
    { p50_duration_ms: null, p95_duration_ms: null, p99_duration_ms: null, avg_duration_ms: null },
    { p50_duration_ms: 5, p95_duration_ms: 31.3, p99_duration_ms: 31.9, avg_duration_ms: 11.9 },
  ]);
});

await t.test('days are UTC days and weeks ISO weeks in any session time zone', async (t) => {
  const { sql, database } = await reports(t);
  await database.run(async (pool) => pool`set timezone to 'Asia/Tokyo'`);
  const moments = ['2026-03-08T23:59:59.999Z', '2026-03-09T00:00:00.000Z', '2026-03-09T23:59:59.999Z'];
  await insertJobs(
    sql,
    moments.map((moment) => aJob({ created_at: new Date(moment) })),
  );
  for (const folded of [false, true]) {
    if (folded) await fold(sql);
    const { dailyTrend, weeklyTrend } = await readAnalytics(database, 10, now);
    t.match(dailyTrend, [
      { date: '2026-03-09', jobs: 2 },
      { date: '2026-03-08', jobs: 1 },
    ]);
    t.match(weeklyTrend, [
      { week: '2026-W11', jobs: 2 },
      { week: '2026-W10', jobs: 1 },
    ]);
  }
});

await t.test('the window is exactly N times 24 hours, wherever it cuts a day', async (t) => {
  const { sql, database } = await reports(t);
  for (const at of ['2026-03-15T00:00:00Z', '2026-03-15T02:00:00Z', '2026-03-15T04:00:00Z', '2026-03-15T21:00:00Z']) {
    const moment = new Date(at);
    const edge = moment.getTime() - 2 * 24 * hour;
    await sql`truncate jobs`;
    const around = [-1, 0, 1].map((ms) => ({ created_at: new Date(edge + ms), user_email: `${ms}@example.com` }));
    await insertJobs(sql, around.map(aJob));
    for (const folded of [false, true]) {
      if (folded) await fold(sql);
      const { summary, topUsers, from } = await readAnalytics(database, 2, moment);
      t.match(summary, [{ total_jobs: 2 }], at);
      t.same(topUsers.map(({ user_email }) => user_email).toSorted(), ['0@example.com', '1@example.com']);
      t.equal(from, new Date(edge).toISOString());
    }
  }
});

await t.test('lists the latest fifty jobs without their users', async (t) => {
  const { sql, database } = await reports(t);
  await insertJobs(
    sql,
    Array.from({ length: 60 }, (_, n) => aJob({ created_at: hoursAgo(n), cost_usd: n })),
  );
  const { latestJobs } = await readAnalytics(database, 1, now);
  t.same(
    latestJobs.map(({ cost_usd }) => cost_usd),
    Array.from({ length: 50 }, (_, n) => n),
  );
  t.notMatch(JSON.stringify(latestJobs), /example\.com/);
});

await t.test('reports zeros for an empty table', async (t) => {
  const { database } = await reports(t);
  const report = await readAnalytics(database, 365, now);
  t.match(report, { summary: [], dailyTrend: [], weeklyTrend: [], topUsers: [], errorsByCause: [], latestJobs: [] });
});
