import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { createSql, endSql } from '../../src/database/sql.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';

// Each of these ended the process, or hung for good, with the client as it is published: see patches/.

await t.test('rejects a query on a dead connection and the process lives', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, url);
  const sql = createSql(proxy.through(url), { max: 1 });
  t.teardown(async () => endSql(sql, 0));
  await sql`select 1`;
  const connection = await sql.reserve();
  await connection`select 1`;
  proxy.resetAll();
  await sleep(50);
  await t.rejects(connection`select 2`.execute(), { code: 'CONNECTION_CLOSED' });
});

await t.test('rejects a transaction whose connection dies and the pool continues', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, url);
  const sql = createSql(proxy.through(url), { max: 1 });
  t.teardown(async () => endSql(sql, 0));
  await t.rejects(
    sql.begin(async (inside) => {
      await inside`select 1`;
      proxy.resetAll();
      await sleep(50);
      await inside`select 2`;
    }),
  );
  t.same(await sql`select 3 as three`, [{ three: 3 }]);
});

await t.test('pending writes settle when their connections are reset, every time', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, url);
  const sql = createSql(proxy.through(url), { max: 4 });
  t.teardown(async () => endSql(sql, 0));
  let settled = 0;
  for (let round = 0; round < 10; round += 1) {
    const queries = Array.from({ length: 8 }, async (_, i) => sql`select ${i}::int, pg_sleep(0.002)`);
    setImmediate(() => proxy.resetAll());
    settled += (await Promise.allSettled(queries)).length;
  }
  t.equal(settled, 80);
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
});

await t.test('rejects connections reset right after they are accepted, with nothing unhandled', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, url);
  const sql = createSql(proxy.through(url), { max: 2 });
  t.teardown(async () => endSql(sql, 0));
  proxy.mode = 'reset';
  for (let i = 0; i < 5; i += 1) await t.rejects(sql`select 1`.execute());
  proxy.mode = 'pass';
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
});

await t.test('does not reconnect in a tight loop to a server that hangs up', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, url);
  const sql = createSql(proxy.through(url), { max: 1 });
  t.teardown(async () => endSql(sql, 0));
  proxy.mode = 'hang-up';
  await t.rejects(sql`select 1`.execute(), { code: 'CONNECTION_CLOSED' });
  t.equal(proxy.accepted, 1);
  proxy.mode = 'pass';
  t.same(await sql`select 1 as one`, [{ one: 1 }]);
});
