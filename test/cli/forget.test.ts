import { spawn } from 'node:child_process';
import { once } from 'node:events';
import t from 'tap';
import { readAnalytics } from '../../src/analytics/read-analytics.ts';
import { createDatabase } from '../../src/database/database.ts';
import type { Sql } from '../../src/database/sql.ts';
import { aJob, fold, insertJobs } from '../analytics/jobs.ts';
import { bundled } from '../helpers/bundled.ts';
import { testDatabase } from '../helpers/postgres.ts';

/** Runs the command as `npm run forget` does. */
async function forget(databaseUrl: string, ...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const env = { PATH, HOME, NODE_ENV: 'test', DATABASE_URL: databaseUrl };
  const child = spawn(process.execPath, [bundled('cli/forget.js'), ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: 120_000,
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk) => (out += String(chunk)));
  child.stderr.on('data', (chunk) => (err += String(chunk)));
  const [code] = (await once(child, 'close')) as [number];
  return { code, out, err };
}

const created_at = new Date('2026-03-10T12:00:00Z');

async function twoPeople(sql: Sql): Promise<void> {
  await insertJobs(sql, [
    aJob({ user_email: 'Ana@example.com', created_at }),
    aJob({ user_email: 'ana@example.com', created_at: new Date('2026-03-10T13:00:00Z'), status: 'failed' }),
    aJob({ user_email: 'ben@example.com', created_at }),
  ]);
  await sql`
    update jobs
    set user_id = 'figma-' || user_email, ip_address = '192.0.2.1', frame_name = 'Frame of ' || user_email`;
}

await t.test('prints everything kept about one person and changes nothing', async (t) => {
  const { url, sql } = await testDatabase(t);
  await twoPeople(sql);
  const { code, out, err } = await forget(url, 'ana@example.com');
  t.equal(code, 0);
  t.match(JSON.parse(out), {
    email: 'ana@example.com',
    jobs: [
      { user_email: 'Ana@example.com', user_id: 'figma-Ana@example.com', ip_address: '192.0.2.1', status: 'completed' },
      { user_email: 'ana@example.com', frame_name: 'Frame of ana@example.com', status: 'failed' },
    ],
  });
  t.notMatch(out, 'ben@');
  t.match(err, /2 jobs\. Nothing was changed/);
  t.match(await sql`select count(*)::int as jobs from jobs where user_email ilike 'ana@%'`, [{ jobs: 2 }]);
});

await t.test('--yes removes the person from every table and keeps all counts', async (t) => {
  const { url, sql } = await testDatabase(t);
  await twoPeople(sql);
  await fold(sql);
  await insertJobs(sql, [aJob({ user_email: 'ana@example.com', created_at, status: 'processing', duration_ms: null })]);
  const database = createDatabase(url);
  t.teardown(async () => database.close());
  const now = new Date('2026-03-11T00:00:00Z');
  const before = await readAnalytics(database, 7, now);
  const { code, out, err } = await forget(url, '--yes', 'ANA@EXAMPLE.COM');
  t.equal(code, 0);
  t.equal((JSON.parse(out) as { jobs: unknown[] }).jobs.length, 3, 'it is shown once more');
  t.match(err, /3 jobs no longer name the person/);

  const tables = await sql<{ name: string }[]>`
    select table_name as name from information_schema.tables where table_schema = 'public'`;
  t.ok(tables.length > 8);
  for (const { name } of tables) {
    const [found] = await sql`
      select count(*)::int as rows from ${sql(name)} as kept where to_json(kept)::text ilike '%ana@%'`;
    t.match(found, { rows: 0 }, name);
  }
  t.match(await sql`select ip_address, user_id, frame_name from jobs where user_email like 'erased%' limit 1`, [
    { ip_address: null, user_id: null, frame_name: null },
  ]);
  const ben = await sql`select frame_name from jobs where user_email like 'ben%'`;
  t.match(ben, [{ frame_name: 'Frame of ben@example.com' }]);
  const after = await readAnalytics(database, 7, now);
  t.same({ ...after, topUsers: [] }, { ...before, topUsers: [] });
  t.match(after.topUsers, [
    { user_email: 'erased@figma.local', total_jobs: 3, successful_jobs: 1, failed_jobs: 1 },
    { user_email: 'ben@example.com', total_jobs: 1 },
  ]);
});

await t.test('finds nothing about an unknown person', async (t) => {
  const { url } = await testDatabase(t);
  const { code, out } = await forget(url, 'nobody@example.com', '--yes');
  t.equal(code, 0);
  t.same(JSON.parse(out), { email: 'nobody@example.com', jobs: [] });
});

await t.test('prints its usage unless the call names exactly one person', async (t) => {
  for (const args of [[], ['--yes'], ['a@example.com', 'b@example.com'], ['ana']]) {
    const { code, out, err } = await forget('off', ...args);
    t.equal(code, 2);
    t.equal(out, '');
    t.match(err, /npm run -s forget -- EMAIL/);
  }
  const { code, err } = await forget('off', 'a@example.com');
  t.equal(code, 1);
  t.match(err, /DATABASE_URL=off/);
});
