import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify from 'fastify';
import t from 'tap';
import { startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { createSql, endSql } from '../../src/database/sql.ts';
import { database } from '../../src/plugins/database.ts';
import { jobs } from '../../src/plugins/jobs.ts';
import { until } from '../helpers/until.ts';
import { anEnd, aStart } from './records.ts';

// The full measure is OUTAGE_ROUNDS=20 OUTAGE_MS=6000 (about three minutes); every run does a short one. Each round
// ends when what waited is written: 400 records a second for 6 s are far from the writer's bound of 20,000, and must
// stay so.
const rounds = Number(process.env['OUTAGE_ROUNDS'] ?? 3);
const outageMs = Number(process.env['OUTAGE_MS'] ?? 500);

t.setTimeout(600_000);

await t.test(`Postgres killed under load ${rounds} times: no request fails, no record is missing`, async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'outage-'));
  await chmod(folder, 0o755);
  t.teardown(async () => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'pg');
  let server = await startEmbeddedPostgres({ dataDir });
  const { url, port } = server;

  const lines: string[] = [];
  const app = Fastify();
  await app.register(database, { databaseUrl: url });
  const writeLine = (line: string): void => void lines.push(line);
  await app.register(jobs, { requestTimeoutMs: 120_000, writeLine });
  app.addHook('onResponse', async (_request, reply) => {
    const call = { endpoint: 'POST /work', responseStatus: reply.statusCode, responseTimeMs: 1 };
    app.jobs.called({ ...call, createdAt: new Date() });
  });
  app.post('/work', async () => {
    const start = aStart({ createdAt: new Date() });
    app.jobs.started(start);
    await sleep(30);
    app.jobs.finished(anEnd(start.id, { completedAt: new Date() }));
    return { jobId: start.id };
  });
  await app.ready();
  await new Promise<void>((resolve) => app.database.whenMigrated(resolve));
  t.equal(await app.database.check(), 'ok');

  // Some 190 jobs a second, fewer on a busy machine.
  const statuses: number[] = [];
  const load = { isOn: true };
  t.teardown(() => (load.isOn = false));
  const users = Array.from({ length: 6 }, async () => {
    while (load.isOn) statuses.push((await app.inject({ method: 'POST', url: '/work' })).statusCode);
  });
  for (let round = 0; round < rounds; round += 1) {
    await sleep(300);
    // SIGQUIT is an immediate shutdown: no goodbye to clients, no checkpoint.
    process.kill(server.pid, 'SIGQUIT');
    await sleep(outageMs);
    if (outageMs > 1_000) t.equal(await app.database.check(), 'error');
    const killed = server;
    server = await startEmbeddedPostgres({ dataDir, port });
    await killed.stop();
    await until(
      'the database is back',
      async () => app.jobs.stats().queued <= 100 && (await app.database.check()) === 'ok',
    );
  }
  load.isOn = false;
  await Promise.all(users);
  t.equal(await app.jobs.flush(20_000), true);
  t.ok(app.jobs.stats().failures > 0, 'the outages were felt');
  t.same(lines, []);
  await until('the database is healthy', async () => (await app.database.check()) === 'ok');

  const sql = createSql(url, { max: 1 });
  t.same([...new Set(statuses)], [200]);
  const ended = await sql`select status, count(*)::int from jobs group by status`;
  t.same(ended, [{ status: 'completed', count: statuses.length }]);
  t.same(await sql`select count(*)::int from api_calls`, [{ count: statuses.length }]);
  t.comment(`${statuses.length} requests, ${app.jobs.stats().failures} batches tried again`);
  await endSql(sql);
  await app.close();
  await server.stop();
});
