import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { migrate } from '../../src/database/migrate.ts';
import { readMigrations } from '../../src/database/migrations.ts';
import { createKeptLog } from '../helpers/logs.ts';
import { migrationsDirectory, testDatabase } from '../helpers/postgres.ts';

const migrations = await readMigrations(migrationsDirectory);
const ours = migrations.map(({ file }) => file);

type Teardown = { teardown: (handler: () => Promise<void>) => void };

/** A copy of the project's migrations with more files beside them. */
async function migrationsWith(t: Teardown, files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'migrations-'));
  t.teardown(async () => rm(directory, { recursive: true, force: true }));
  await cp(migrationsDirectory, directory, { recursive: true });
  for (const [name, text] of Object.entries(files)) await writeFile(join(directory, name), text);
  return directory;
}

await t.test('runs every migration on an empty database and none the second time', async (t) => {
  const { url, sql } = await testDatabase(t, { empty: true });
  const log = createKeptLog();
  t.same(await migrate(url, { directory: migrationsDirectory, log }), ours);
  t.match(log.lines, [
    { fields: { event: 'database.migrating', migrations: ours } },
    { fields: { event: 'database.migrated', migrations: ours } },
  ]);
  t.same(await migrate(url, { directory: migrationsDirectory }), []);
  const entries = await sql`select version::int, name from figma_exporter_migrations order by version`;
  t.same(
    entries,
    migrations.map(({ version, name }) => ({ version, name })),
  );
});

await t.test('four instances migrating at once run each file once', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const slow = 'select pg_sleep(0.2); create table second (id int);';
  const directory = await migrationsWith(t, { '900_slow.sql': slow });
  const runs = await Promise.all([1, 2, 3, 4].map(async () => migrate(url, { directory })));
  t.same(runs.flat().toSorted(), [...ours, '900_slow.sql']);
});

await t.test('names a failing migration with its line and reason and leaves nothing behind', async (t) => {
  const { url, sql } = await testDatabase(t, { empty: true });
  const broken = 'create table half (id int);\nselect no_such_column;';
  const directory = await migrationsWith(t, { '900_broken.sql': broken });
  await t.rejects(migrate(url, { directory }), {
    code: 'EXPORTER_MIGRATION_FAILED',
    file: '900_broken.sql',
    message: 'Migration 900_broken.sql failed: column "no_such_column" does not exist (line 2)',
  });
  const tables = await sql`select to_regclass('half') as half, to_regclass('jobs')::text as jobs`;
  t.same(tables, [{ half: null, jobs: 'jobs' }]);
  await writeFile(join(directory, '900_broken.sql'), 'create table whole (id int);');
  t.same(await migrate(url, { directory }), ['900_broken.sql'], 'mended, it runs');
});

await t.test('names a migration that changed after it ran', async (t) => {
  const { url } = await testDatabase(t);
  const directory = await migrationsWith(t, { '001_initial.sql': 'select 1;' });
  await t.rejects(migrate(url, { directory }), { message: /001_initial\.sql was changed after it ran/ });
});

await t.test('ignores different line endings', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const directory = await migrationsWith(t, { '900_lines.sql': 'select 1;\nselect 2;\n' });
  await migrate(url, { directory });
  await writeFile(join(directory, '900_lines.sql'), 'select 1;\r\nselect 2;\r\n');
  t.same(await migrate(url, { directory }), []);
});

await t.test('refuses a number below one that already ran', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  await migrate(url, { directory: await migrationsWith(t, { '901_third.sql': 'select 3;' }) });
  const late = await migrationsWith(t, { '901_third.sql': 'select 3;', '900_late.sql': 'select 2;' });
  await t.rejects(migrate(url, { directory: late }), { message: /900_late\.sql has a number below 901/ });
});

await t.test('uses a database newer than the files with a warning', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  await migrate(url, { directory: await migrationsWith(t, { '900_newer.sql': 'select 2;' }) });
  const log = createKeptLog();
  t.same(await migrate(url, { directory: migrationsDirectory, log }), []);
  t.match(log.lines, [{ level: 'warn', fields: { event: 'database.newer', version: 900 } }]);
});

await t.test('refuses invalid names and duplicate numbers before running anything', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const misnamed = await migrationsWith(t, { 'second.sql': 'select 2;' });
  await t.rejects(migrate(url, { directory: misnamed }), { message: /second\.sql must be named like/ });
  const twice = await migrationsWith(t, { '001_again.sql': 'select 1;' });
  await t.rejects(migrate(url, { directory: twice }), { message: /have the same number/ });
});

await t.test('does not blame a migration for an unreachable server', async (t) => {
  const failed = migrate('postgres://postgres@127.0.0.1:1/postgres', { directory: migrationsDirectory });
  await t.rejects(failed, { code: 'ECONNREFUSED' });
});

await t.test('takes over schema_migrations of an older release', async (t) => {
  const { url, sql } = await testDatabase(t);
  await sql`alter table figma_exporter_migrations rename to schema_migrations`;
  await sql`insert into schema_migrations (version, name, md5) values (0, 'before', null)`;
  t.same(await migrate(url, { directory: migrationsDirectory }), [], 'nothing is pending');
  const directory = await migrationsWith(t, { '900_next.sql': 'create table next (id int);' });
  t.same(await migrate(url, { directory }), ['900_next.sql']);
  const [row] = await sql`select count(*)::int as count from figma_exporter_migrations`;
  t.equal(row?.['count'], ours.length + 1);
});

await t.test("leaves another program's schema_migrations alone", async (t) => {
  for (const foreign of [
    'create table schema_migrations (version varchar primary key)',
    `create table schema_migrations (version bigint, name text, md5 text, run_at timestamptz);
     insert into schema_migrations values (1, 'theirs', 'x', now())`,
    'create schema auth; create table auth.schema_migrations (version text); set search_path = public, auth',
  ]) {
    const { url, sql } = await testDatabase(t, { empty: true });
    await sql.unsafe(foreign);
    t.same(await migrate(url, { directory: migrationsDirectory }), ours, foreign);
  }
});

await t.test('reports a database that is not UTF8 at once', async (t) => {
  const { url, sql } = await testDatabase(t, { empty: true });
  await sql`create database latin_${sql.unsafe(String(process.pid))} encoding 'LATIN1' locale 'C' template template0`;
  const latin = new URL(url);
  latin.pathname = `/latin_${process.pid}`;
  t.teardown(async () => void (await sql.unsafe(`drop database if exists latin_${process.pid} with (force)`)));
  const log = createKeptLog();
  await migrate(latin.href, { directory: migrationsDirectory, log });
  t.match(log.lines[0], { level: 'warn', fields: { event: 'database.encoding', encoding: 'LATIN1' } });
});
