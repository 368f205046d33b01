import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import t, { type Test } from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { startApp } from '../helpers/app.ts';
import { programFolder, skipWithout, startProgram } from '../helpers/debian-program.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';

const skip = skipWithout('pgbouncer');

/** A stock PgBouncer in transaction mode before the test's database; two server connections for all clients. */
async function startPgBouncer(t: Test, databaseUrl: string): Promise<string> {
  const port = await findFreePort();
  const { hostname, port: serverPort } = new URL(databaseUrl);
  const folder = programFolder(t, { 'users.txt': '"postgres" ""\n' });
  const settings = [
    '[databases]',
    `* = host=${hostname} port=${serverPort}`,
    '[pgbouncer]',
    'listen_addr = 127.0.0.1',
    `listen_port = ${port}`,
    'unix_socket_dir =',
    'auth_type = trust',
    `auth_file = ${folder}/users.txt`,
    'pool_mode = transaction',
    'default_pool_size = 2',
  ];
  const config = join(folder, 'pgbouncer.ini');
  writeFileSync(config, settings.join('\n'));
  const asUser = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  await startProgram(t, ['pgbouncer', ...asUser, config], port);
  const url = new URL(databaseUrl);
  url.port = String(port);
  return url.href;
}

t.test('migrations, records, budget and analytics work through PgBouncer in transaction mode', { skip }, async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t, { empty: true });
  const pooled = await startPgBouncer(t, databaseUrl);
  const { app, url } = await startApp(t, {
    env: {
      DATABASE_URL: pooled,
      DAILY_BUDGET_USD: '100',
      ANALYTICS_TOKEN: 'a-token-of-the-test',
      RATE_LIMIT_RENAME: '1000',
    },
  });
  await new Promise<void>((resolve) => app.database.whenMigrated(resolve));
  const jobs = 40;
  const replies = await Promise.all(
    Array.from({ length: jobs }, async () => postRename(url, renameBody(textLayers(1)))),
  );
  t.same(new Set(replies.map(({ status }) => status)), new Set([200]));
  const reports = await Promise.all(
    Array.from({ length: 10 }, async () =>
      fetch(`${url}/api/analytics`, { headers: { authorization: 'Bearer a-token-of-the-test' } }),
    ),
  );
  t.same(new Set(reports.map(({ status }) => status)), new Set([200]));
  t.ok(await app.jobs.flush(10_000), 'the records are written');
  await app.close();
  const [row] =
    await sql`select count(*)::int as jobs, sum(cost_usd)::float8 as usd from jobs where status = 'completed'`;
  const [spent] =
    await sql`select spent_usd::float8 as usd, reserved_usd::float8 as reserved from budget_days where caller = ''`;
  t.match(row, { jobs });
  t.same([Math.abs(row?.['usd'] - spent?.['usd']) < 1e-6, spent?.['reserved']], [true, 0], 'the budget is exact');
  const locks = await sql`
    select 1 from pg_locks join pg_database on pg_database.oid = database
    where locktype = 'advisory' and datname = current_database()`;
  t.same(locks, [], 'no lock stays behind on a pooled connection');
});
