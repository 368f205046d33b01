import Fastify from 'fastify';
import t from 'tap';
import { createDatabase } from '../../src/database/database.ts';
import type { Sql } from '../../src/database/sql.ts';
import { toJobRow } from '../../src/jobs/job-record.ts';
import { insertRecords } from '../../src/jobs/record-store.ts';
import { applyRetention } from '../../src/jobs/retention.ts';
import { database } from '../../src/plugins/database.ts';
import { rollups } from '../../src/plugins/rollups.ts';
import { aJob, fold, insertJobs } from '../analytics/jobs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { until } from '../helpers/until.ts';
import { aStart } from './records.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

const daysAgo = (days: number): Date => new Date(Date.now() - days * 86_400_000);
const at = (moment: string): Date => new Date(`${moment}Z`);

function pool(t: Teardown, url: string) {
  const database = createDatabase(url, { max: 1 });
  t.teardown(async () => database.close());
  return database;
}

async function calls(sql: Sql): Promise<unknown[]> {
  return [
    ...(await sql`
    select tableoid::regclass::text as month, created_at as at from api_calls order by created_at`),
  ];
}

await t.test('deletes older requests, whole months as tables, and keeps later ones', async (t) => {
  const { url, sql } = await testDatabase(t);
  await sql`select ensure_api_call_partitions('2031-01-01', 3)`;
  const before = at('2031-02-15T12:00:00');
  const moments = ['2030-12-24T00:00:00', '2031-01-31T23:59:59', '2031-02-15T11:59:59', '2031-02-15T12:00:00'];
  for (const moment of moments) await sql`insert into api_calls (endpoint, created_at) values ('GET /', ${at(moment)})`;
  await applyRetention(pool(t, url), before);
  t.same(await calls(sql), [{ month: 'api_calls_2031_02', at: before }]);
  const [months] = await sql`
    select to_regclass('api_calls_2031_01') as january, to_regclass('api_calls_2031_02')::text as february`;
  t.same(months, { january: null, february: 'api_calls_2031_02' });
});

await t.test('removes only the address from older jobs and does not visit them again', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = pool(t, url);
  const moments = ['2020-05-01T00:00:00', '2026-03-01T00:00:00', '2026-03-09T23:59:59', '2026-03-10T00:00:00'];
  await insertJobs(
    sql,
    moments.map((moment) => aJob({ created_at: at(moment) })),
  );
  await sql`update jobs set ip_address = '192.0.2.7'`;
  await fold(sql);
  const addresses = async () => sql`select host(ip_address) as address from jobs order by created_at`;
  await applyRetention(database, at('2026-03-10T00:00:00'));
  t.same(
    [...(await addresses())].map(({ address }) => address as unknown),
    [null, null, null, '192.0.2.7'],
  );
  t.same([...(await sql`select * from job_changes`)], [], 'no sum changes');
  t.match(await sql`select count(*)::int as jobs from jobs where user_email = 'designer@example.com'`, [{ jobs: 4 }]);

  await sql`create function refuse() returns trigger language plpgsql as 'begin raise exception ''touched''; end'`;
  await sql`
    create trigger refuse before update on jobs for each row when (old.ip_address is null)
    execute function refuse()`;
  await applyRetention(database, at('2026-03-10T00:00:01'));
  t.same(
    [...(await addresses())].map(({ address }) => address as unknown),
    [null, null, null, null],
  );
});

await t.test('a job replayed from an old log brings no address', async (t) => {
  const { url, sql } = await testDatabase(t);
  const database = pool(t, url);
  const replay = async (createdAt: Date) => {
    const row = toJobRow('full', aStart({ createdAt }));
    await database.run(async (run) => insertRecords(run, 'jobs', [JSON.stringify(row)]));
  };
  await replay(at('2026-03-01T00:00:00'));
  t.match(
    await sql`select host(ip_address) as address from jobs`,
    [{ address: '192.0.2.7' }],
    'nothing was cleared yet',
  );
  await applyRetention(database, at('2026-03-10T00:00:00'));
  await replay(at('2026-03-01T00:00:01'));
  await replay(at('2026-03-10T00:00:00'));
  const rows = await sql`select host(ip_address) as address from jobs order by created_at`;
  t.same(
    [...rows].map(({ address }) => address as unknown),
    [null, null, '192.0.2.7'],
  );
});

await t.test('skips a round that another instance is running', async (t) => {
  const { url, sql } = await testDatabase(t);
  await sql`insert into api_calls (endpoint, created_at) values ('GET /', '2020-01-01Z')`;
  await sql.begin(async (other) => {
    await other`select pg_advisory_xact_lock(hashtext('retention'))`;
    await applyRetention(pool(t, url), at('2026-01-01T00:00:00'));
  });
  t.equal((await calls(sql)).length, 1);
});

await t.test('a service rolls up and applies its retention from its start', async (t) => {
  const { url, sql } = await testDatabase(t);
  await insertJobs(sql, [aJob({ created_at: daysAgo(9) }), aJob({ created_at: daysAgo(11) })]);
  await sql`update jobs set ip_address = '192.0.2.7'`;
  await sql`insert into api_calls (endpoint, created_at) values ('GET /', ${daysAgo(9)}), ('GET /', ${daysAgo(11)})`;
  const app = Fastify();
  await app.register(database, { databaseUrl: url });
  await app.register(rollups, { databaseUrl: url, retentionDays: 10 });
  await app.ready();
  const done = async (): Promise<boolean> => {
    const [row] = await sql`
      select (select count(*)::int from usage_stats) as days, (select count(*)::int from api_calls) as calls,
        (select count(ip_address)::int from jobs) as addresses`;
    return row?.['days'] === 2 && row['calls'] === 1 && row['addresses'] === 1;
  };
  await until('two days are summed up, one request and one address left', done);
  await app.close();
  t.pass('two days summed up, one request and one address left');
});
