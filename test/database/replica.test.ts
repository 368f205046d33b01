import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import t, { type Test } from 'tap';
import { migrateUntilDone } from '../../src/database/migrate-until-done.ts';
import { createSql, endSql } from '../../src/database/sql.ts';
import { migrationsDirectory, testDatabase } from '../helpers/postgres.ts';

/** A message of Postgres' protocol: its type, its length, its content (PostgreSQL manual, 55.7). */
function message(type: string, content: string): Buffer {
  const head = Buffer.alloc(5);
  head.write(type);
  head.writeInt32BE(4 + Buffer.byteLength(content), 1);
  return Buffer.concat([head, Buffer.from(content)]);
}

/** What a hot standby says when somebody logs in. It answers no query. */
async function startStandby(t: Test): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.once('data', () =>
      socket.write(
        Buffer.concat([
          message('R', '\0\0\0\0'),
          message('S', 'in_hot_standby\0on\0'),
          message('S', 'default_transaction_read_only\0off\0'),
          message('Z', 'I'),
        ]),
      ),
    );
    t.teardown(() => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

t.test('a replica is passed over for the primary', async (t) => {
  const { host, pathname } = new URL((await testDatabase(t, { empty: true })).url);
  const standby = await startStandby(t);
  for (const wanted of ['read-write', 'primary']) {
    const url = `postgres://postgres@${standby},${host}${pathname}?sslmode=disable&target_session_attrs=${wanted}`;
    const sql = createSql(url, { max: 1 });
    t.match(await sql`select pg_is_in_recovery() as standby`, [{ standby: false }], wanted);
    await endSql(sql);
  }
});

t.test('a database without writes is not called unreachable, and the log says what to do', async (t) => {
  const { url, sql } = await testDatabase(t, { empty: true });
  await sql.unsafe(`alter database ${new URL(url).pathname.slice(1)} set default_transaction_read_only = on`);
  const stop = new AbortController();
  const lines: object[] = [];
  const note = (fields: { event?: string }, text: string): void => {
    if (fields.event === 'database.migrating') return;
    lines.push({ ...fields, text });
    stop.abort();
  };
  const options = { url, directory: migrationsDirectory, signal: stop.signal, onFailure: () => undefined };
  await t.rejects(migrateUntilDone({ ...options, log: { info: note, warn: note, error: note } }));
  t.match(lines, [{ event: 'database.refused', reason: /^25006/, text: /primary/ }]);
});
