import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createDatabase } from '../../src/database/database.ts';
import { startHousekeeping } from '../../src/jobs/housekeeping.ts';
import { createRecordWriter } from '../../src/jobs/record-writer.ts';
import { markStaleJobs } from '../../src/jobs/stale-jobs.ts';
import { createKeptLog } from '../helpers/logs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { until } from '../helpers/until.ts';
import { anEnd, aStart } from './records.ts';

const agoMs = (ms: number): Date => new Date(Date.now() - ms);

await t.test('marks jobs past the time limit plus five seconds as failed, and none that ended', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  const writer = createRecordWriter({ database, log: createKeptLog() });
  const old = aStart({ createdAt: agoMs(126_000) });
  const young = aStart({ createdAt: agoMs(123_000) });
  const ended = aStart({ createdAt: agoMs(500_000) });
  for (const start of [old, young, ended]) writer.started(start);
  writer.finished(anEnd(ended.id, { status: 'cancelled' }));
  await writer.flush(5_000);

  const marked = await Promise.all([markStaleJobs(database, 120_000), markStaleJobs(database, 120_000)]);
  t.same(
    marked.toSorted((a, b) => a - b),
    [0, 1],
    'two instances mark it once',
  );
  t.match(await sql`select id, status, error_code, duration_ms from jobs order by created_at desc`, [
    { id: young.id, status: 'processing' },
    { id: old.id, status: 'failed', error_code: 'EXPORTER_ABANDONED', duration_ms: null },
    { id: ended.id, status: 'cancelled', error_code: null },
  ]);

  writer.finished(anEnd(old.id));
  await writer.flush(5_000);
  t.match(
    await sql`select status, error_code, duration_ms from jobs where id = ${old.id}`,
    [{ status: 'completed', error_code: null, duration_ms: 1_500 }],
    'its true end, held up by an outage, puts it right',
  );
});

await t.test('runs at start and at intervals, and logs it', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  const insert = async () => sql`
    insert into jobs (type, user_email, created_at)
    values ('rename-layers', 'a@example.com', now() - interval '10 s')`;
  const left = async () => (await sql`select 1 from jobs where status = 'processing'`).length;
  const log = createKeptLog();
  await insert();
  const housekeeping = startHousekeeping({ database, requestTimeoutMs: 1_000, log, staleJobsEveryMs: 40 });
  // It is logged after the row is changed.
  await until('the job is marked', () => log.lines.length === 1);
  t.equal(await left(), 0);
  await insert();
  await until('the next job is marked', () => log.lines.length === 2);
  t.equal(await left(), 0);
  housekeeping.stop();
  const line = { fields: { event: 'jobs.abandoned', jobs: 1 } };
  t.match(log.lines, [line, line]);
});

await t.test('asks for nothing after it is stopped', async (t) => {
  const asked: number[] = [];
  const run = async (): Promise<never> => {
    asked.push(performance.now());
    return { count: 0 } as never;
  };
  const database = { run, close: async () => {} };
  const housekeeping = startHousekeeping({ database, requestTimeoutMs: 1, log: createKeptLog(), staleJobsEveryMs: 1 });
  await until('it ran five times', () => asked.length >= 5);
  housekeeping.stop();
  const before = asked.length;
  await sleep(30);
  t.equal(asked.length, before);
});

await t.test('does no harm without a database', async (t) => {
  const database = createDatabase('postgres://postgres@127.0.0.1:1/none');
  t.teardown(async () => database.close());
  const log = createKeptLog();
  const housekeeping = startHousekeeping({ database, requestTimeoutMs: 1_000, log, staleJobsEveryMs: 10 });
  await until('it is logged', () => log.lines.length > 0);
  housekeeping.stop();
  t.match(log.lines, [{ level: 'warn', fields: { event: 'api_calls.no_partitions', reason: 'ECONNREFUSED' } }]);
});
