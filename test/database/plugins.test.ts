import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Fastify from 'fastify';
import t from 'tap';
import { database } from '../../src/plugins/database.ts';
import { jobs } from '../../src/plugins/jobs.ts';
import { migrationsDirectory, testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';
import { aStart } from '../jobs/records.ts';

function anApp(t: { teardown: (handler: () => Promise<void>) => void }, databaseUrl: string, directory?: string) {
  const lines: string[] = [];
  const app = Fastify();
  app.register(database, { databaseUrl, ...(directory === undefined ? {} : { migrationsDirectory: directory }) });
  const writeLine = (line: string): void => void lines.push(line);
  app.register(jobs, { requestTimeoutMs: 1_000, closeTimeoutMs: 2_000, writeLine });
  t.teardown(async () => app.close());
  return { app, lines };
}

await t.test('migrates an empty database at start, then health is ok', async (t) => {
  const { url, sql } = await testDatabase(t, { empty: true });
  const { app, lines } = anApp(t, url);
  await app.ready();
  // On a slow machine it goes on behind the start.
  await new Promise<void>((resolve) => app.database.whenMigrated(resolve));
  t.equal(await app.database.check(), 'ok');
  app.jobs.started(aStart());
  await app.close();
  t.same(await sql`select count(*)::int from jobs`, [{ count: 1 }], 'the close writes what waits');
  t.same(lines, []);
});

await t.test('with off, health says disabled and records are dropped', async (t) => {
  const { app, lines } = anApp(t, 'off');
  await app.ready();
  t.equal(await app.database.check(), 'disabled');
  app.jobs.started(aStart());
  t.equal(await app.jobs.flush(10), true);
  await app.close();
  t.same(lines, []);
});

for (const mode of ['reset', 'hang-up', 'silent'] as const) {
  await t.test(`a database unreachable at start (${mode}) delays nothing and gets its records later`, async (t) => {
    const { url, sql } = await testDatabase(t, { empty: true });
    const proxy = await startTcpProxy(t, url);
    proxy.mode = mode;
    const { app, lines } = anApp(t, proxy.through(url));
    await app.ready();
    t.equal(await app.database.check(), 'error');
    app.jobs.started(aStart());
    t.equal(await app.jobs.flush(200), false);
    proxy.mode = 'pass';
    proxy.resetAll();
    await until('the database is back', async () => (await app.database.check()) === 'ok');
    t.equal(await app.jobs.flush(10_000), true);
    t.same(await sql`select count(*)::int from jobs`, [{ count: 1 }]);
    t.same(lines, []);
  });
}

await t.test('a failing migration stops the start and is named', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const directory = await mkdtemp(join(tmpdir(), 'migrations-'));
  t.teardown(async () => rm(directory, { recursive: true, force: true }));
  await cp(migrationsDirectory, directory, { recursive: true });
  await writeFile(join(directory, '900_broken.sql'), 'select no_such_column;');
  const { app } = anApp(t, url, directory);
  await t.rejects(async () => app.ready(), { message: /900_broken\.sql failed: column "no_such_column"/ });
});

await t.test('a wrong database name is an error in health and is retried', async (t) => {
  const { url } = await testDatabase(t, { empty: true });
  const wrong = new URL(url);
  wrong.pathname = '/no_such_database';
  const { app, lines } = anApp(t, wrong.href);
  await app.ready();
  t.equal(await app.database.check(), 'error');
  app.jobs.started(aStart());
  await app.close();
  t.equal(lines.length, 1, 'at the end the record is in the log');
});
