import t from 'tap';
import { createDatabase } from '../../src/database/database.ts';
import type { Sql } from '../../src/database/sql.ts';
import { createRecordWriter } from '../../src/jobs/record-writer.ts';
import { rollUp, rollupsPool, startRollups } from '../../src/jobs/rollups.ts';
import { createKeptLog } from '../helpers/logs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';
import { anEnd, aStart } from '../jobs/records.ts';
import { aJob, insertJobs } from './jobs.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

const today = new Date('2026-03-10T09:00:00Z');
const on = (day: string): Date => new Date(`2026-03-${day}T12:00:00Z`);

function pool(t: Teardown, url: string) {
  const database = createDatabase(url, rollupsPool);
  t.teardown(async () => database.close());
  return database;
}

async function stats(sql: Sql): Promise<unknown[]> {
  return [
    ...(await sql`
    select date::text, operation_type as type, total_jobs as jobs, successful_jobs as successful
    from usage_stats order by date, operation_type`),
  ];
}

await t.test('rolls up days missed while no service ran, each once', async (t) => {
  const { url, sql } = await testDatabase(t);
  await insertJobs(sql, [
    aJob({ created_at: on('02') }),
    aJob({ created_at: on('02'), status: 'failed' }),
    aJob({ created_at: on('05'), type: 'generate-edits' }),
    aJob({ created_at: on('09') }),
  ]);
  const database = pool(t, url);
  t.same(await rollUp(database, today), { changes: 4, days: ['2026-03-02', '2026-03-05', '2026-03-09'] });
  t.same(await stats(sql), [
    { date: '2026-03-02', type: 'rename-layers', jobs: 2, successful: 1 },
    { date: '2026-03-05', type: 'generate-edits', jobs: 1, successful: 1 },
    { date: '2026-03-09', type: 'rename-layers', jobs: 1, successful: 1 },
  ]);
  t.same(await rollUp(database, today), { changes: 0, days: [] }, 'then there is nothing to do');
});

await t.test('rolls a day up again if one of its jobs ends later', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = pool(t, url);
  const writer = createRecordWriter({ database, log: createKeptLog() });
  const early = aStart({ createdAt: on('08') });
  const late = aStart({ createdAt: on('08') });
  writer.started(early);
  writer.finished(anEnd(early.id));
  writer.started(late);
  await writer.flush(5_000);
  await rollUp(database, today);
  t.match(await stats(sql), [{ date: '2026-03-08', jobs: 2, successful: 1 }]);
  writer.finished(anEnd(late.id));
  await writer.flush(5_000);
  t.same(await rollUp(database, today), { changes: 1, days: ['2026-03-08'] });
  t.match(await stats(sql), [{ date: '2026-03-08', jobs: 2, successful: 2 }]);
  writer.finished(anEnd(late.id));
  await writer.flush(5_000);
  t.same(await rollUp(database, today), { changes: 0, days: [] }, 'a record that is written again changes nothing');
});

await t.test('rolls today up too, and again after a quarter of an hour', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = pool(t, url);
  await insertJobs(sql, [aJob({ created_at: today })]);
  t.same((await rollUp(database, today)).days, ['2026-03-10']);
  await insertJobs(sql, [aJob({ created_at: today })]);
  t.same(await rollUp(database, today), { changes: 1, days: [] });
  await sql`update usage_stats set updated_at = updated_at - interval '15 minutes'`;
  t.same((await rollUp(database, today)).days, ['2026-03-10']);
  t.match(await stats(sql), [{ jobs: 2 }]);
});

await t.test('several instances at once do the work only once', async (t) => {
  const { url, sql } = await testDatabase(t);
  const days = ['01', '02', '03', '04', '05', '06', '07', '08'];
  await insertJobs(
    sql,
    days.flatMap((day) => Array.from({ length: 50 }, () => aJob({ created_at: on(day) }))),
  );
  await sql`create table runs (day date)`;
  await sql`
    create function note_run() returns trigger language plpgsql as
    'begin insert into runs values (new.date); return null; end'`;
  await sql`create trigger runs after insert on usage_stats for each row execute function note_run()`;
  const instances = [1, 2, 3, 4].map(() => pool(t, url));
  const rounds = await Promise.all(instances.map(async (database) => rollUp(database, today)));
  for (const database of instances) rounds.push(await rollUp(database, today));
  t.equal(
    rounds.reduce((sum, { changes }) => sum + changes, 0),
    400,
  );
  t.same(
    rounds.flatMap((round) => round.days).toSorted(),
    days.map((day) => `2026-03-${day}`),
  );
  t.match(await sql`select count(*)::int as runs, count(distinct day)::int as days from runs`, [{ runs: 8, days: 8 }]);
  t.match(await sql`select sum(jobs)::int as jobs from job_sums where hours = 24`, [{ jobs: 400 }]);
});

await t.test('skips a round that another instance is running', async (t) => {
  const { url, sql } = await testDatabase(t);
  await insertJobs(sql, [aJob({ created_at: on('01') })]);
  await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(hashtext('job_rollups'))`;
    t.same(await rollUp(pool(t, url), today), { changes: 0, days: [] });
  });
});

await t.test('leaves no row if changes cancel out', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = pool(t, url);
  await insertJobs(sql, [aJob({ created_at: on('01') })]);
  await rollUp(database, today);
  await sql`delete from jobs`;
  await rollUp(database, today);
  const [left] = await sql`
    select (select count(*) from job_sums) + (select count(*) from job_duration_sums)
      + (select count(*) from job_user_sums) + (select count(*) from usage_stats) as rows`;
  t.match(left, { rows: '0' });
});

await t.test('clearing addresses changes no sum', async (t) => {
  const { sql } = await testDatabase(t);
  await insertJobs(sql, [aJob()]);
  await sql`select fold_job_changes(10)`;
  await sql`update jobs set ip_address = null, frame_name = 'Other'`;
  t.same([...(await sql`select * from job_changes`)], []);
});

await t.test('a service rolls up at its start and at intervals, and survives a database outage', async (t) => {
  const { url, sql } = await testDatabase(t);
  const proxy = await startTcpProxy(t, url);
  const log = createKeptLog();
  const rollups = startRollups({ database: pool(t, proxy.through(url)), log, clock: () => today, everyMs: 20 });
  t.teardown(() => rollups.stop());
  const summedUp = async (day: string): Promise<void> => {
    await insertJobs(sql, [aJob({ created_at: on(day) })]);
    await until(`March ${day} is summed up`, async () =>
      (await stats(sql)).some((row) => (row as { date: string }).date === `2026-03-${day}`),
    );
  };
  await summedUp('01');
  await summedUp('02');
  proxy.mode = 'reset';
  proxy.resetAll();
  await until('the outage is logged', () => log.lines.some(({ level }) => level === 'warn'));
  proxy.mode = 'pass';
  await summedUp('03');
  t.equal(log.lines.filter(({ level }) => level === 'warn').length, 1, 'told once');
  t.match(log.lines[0], { level: 'info', fields: { event: 'rollups.done', days: ['2026-03-01'] } });
  rollups.stop();
});
