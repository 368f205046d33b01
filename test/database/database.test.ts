import t from 'tap';
import { createDatabase } from '../../src/database/database.ts';
import { createHealthProbe } from '../../src/database/health-probe.ts';
import { createSql, endSql } from '../../src/database/sql.ts';
import { useFakeClock } from '../helpers/fake-clock.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

await t.test('rejects a query at its time limit and answers the next', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const database = createDatabase(url, { max: 1 });
  t.teardown(async () => database.close(0));
  await t.rejects(
    database.run(async (sql) => sql`select pg_sleep(20)`, 100),
    { code: 'QUERY_TIMEOUT' },
  );
  t.same(await database.run(async (sql) => sql`select 1 as one`), [{ one: 1 }]);
});

await t.test('the server itself cancels a statement over its time limit', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const database = createDatabase(url, { max: 1, statementTimeoutMs: 50 });
  t.teardown(async () => database.close(0));
  await t.rejects(
    database.run(async (sql) => sql`select pg_sleep(20)`),
    { code: '57014' },
  );
});

await t.test('replaces a connection that went silent', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, url);
  const database = createDatabase(proxy.through(url), { max: 1 });
  t.teardown(async () => database.close(0));
  await database.run(async (sql) => sql`select 1`);
  proxy.freezeAll();
  await t.rejects(
    database.run(async (sql) => sql`select 1`, 100),
    { code: 'QUERY_TIMEOUT' },
  );
  t.same(await database.run(async (sql) => sql`select 1 as one`), [{ one: 1 }]);
  t.equal(proxy.accepted, 2);
});

await t.test('a query queued behind slow ones does not cost them their pool', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const database = createDatabase(url, { max: 1 });
  t.teardown(async () => database.close(0));
  await database.run(async (sql) => sql`select 1`);
  const holder = createSql(url, { max: 1 });
  t.teardown(async () => endSql(holder));
  await holder`select pg_advisory_lock(1), pg_advisory_lock(2)`;
  const clock = useFakeClock(t);
  const first = database.run(async (sql) => sql`select pg_advisory_xact_lock(1)`);
  const second = database.run(async (sql) => sql`select 2 as two, pg_advisory_xact_lock(2)`);
  const third = t.rejects(
    database.run(async (sql) => sql`select 3`, 250),
    { code: 'QUERY_TIMEOUT' },
  );
  await holder`select pg_advisory_unlock(1)`;
  await first;
  clock.tick(250);
  await third;
  await holder`select pg_advisory_unlock(2)`;
  t.match(await second, [{ two: 2 }]);
});

await t.test('a closed database refuses at once', async (t) => {
  const database = createDatabase('postgres://127.0.0.1:1/none');
  await database.close();
  await t.rejects(
    database.run(async (sql) => sql`select 1`),
    { message: 'the database is closed' },
  );
});

await t.test('checks health at most once a second, however often it is asked', async (t) => {
  let asked = 0;
  let alive = true;
  let time = 0;
  const run = async (): Promise<never> => {
    asked += 1;
    if (!alive) throw new Error('gone');
    return [{ readOnly: 'off' }] as never;
  };
  const probe = createHealthProbe({ database: { run, close: async () => {} }, now: () => time });
  t.same(await Promise.all([probe(), probe(), probe()]), [true, true, true]);
  alive = false;
  time = 999;
  t.equal(await probe(), true);
  t.equal(asked, 1);
  time = 1_000;
  t.equal(await probe(), false);
  t.equal(asked, 2);
});
