import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import t from 'tap';
import { startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { createSql, endSql } from '../../src/database/sql.ts';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { createKeptLog } from '../helpers/logs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, sampleLayers, samplePicture, textLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';

interface JobRow {
  readonly id: string;
  readonly status: string;
  readonly model_calls: number;
  readonly [column: string]: unknown;
}

t.test('records a job while it runs and its totals when it ends', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const { app, url, provider } = await startApp(t, {
    env: { DATABASE_URL: databaseUrl, ACCESS_KEYS: 'design:0123456789abcdef' },
    demo: { latencyMs: 60_000 },
  });
  const find = async (): Promise<JobRow[]> => sql<JobRow[]>`select * from jobs order by created_at`;
  const layers = sampleLayers(6);
  const body = renameBody(layers, { userId: 'u-1', frameName: 'Frame\u0000 1', namingStyle: 'camelCase' });
  const reply = postRename(url, body, { headers: { authorization: 'Bearer 0123456789abcdef' } });
  await until('its calls are there', () => provider.stats.byKind.naming >= 1);
  await until('the job is recorded', async () => (await find()).length > 0);
  const rows = await find();
  t.match(rows, [
    {
      status: 'processing',
      type: 'rename-layers',
      completed_at: null,
      user_email: 'designer@example.com',
      user_id: 'u-1',
      layer_count: 6,
      frame_name: 'Frame 1',
      naming_style: 'camelCase',
      ip_address: /^127\.0\.0\.1/,
      access_key_name: 'design',
      provider: 'demo',
    },
  ]);

  app.server.closeAllConnections();
  await t.rejects(reply);
  await until('its calls are ended', () => provider.stats.inFlight === 0);
  await app.jobs.flush(5000);
  t.match(await find(), [{ id: rows[0]?.id, status: 'cancelled', layers_renamed: null, completed_at: Date }]);

  provider.setLatency({ latencyMs: 0 });
  const { json } = await postRename(url, body, { headers: { authorization: 'Bearer 0123456789abcdef' } });
  await app.jobs.flush(5000);
  const [, done] = await find();
  t.match(done, { id: json.jobId, status: 'completed', layers_renamed: 6, error_code: null, duration_ms: Number });
  t.equal(done?.model_calls, 1);
  t.ok(
    Number(done?.['prompt_tokens']) > 0 && Number(done?.['completion_tokens']) > 0 && Number(done?.['cost_usd']) > 0,
  );
});

t.test('records a failed job with the code sent to the client', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const { app, url, provider } = await startApp(t, {
    change: withTimeLimit(3000),
    env: { DATABASE_URL: databaseUrl },
    demo: { faults: () => 'unauthorized' },
  });
  t.equal((await postRename(url, renameBody(textLayers(1)))).status, 502);
  provider.setFaults(() => 'hang');
  t.equal((await postRename(url, renameBody(textLayers(1)))).status, 408);
  t.equal((await postRename(url, renameBody([]))).status, 400);
  await app.jobs.flush(5000);
  const rows = await sql<JobRow[]>`select status, error_code, model_calls from jobs order by created_at`;
  t.same(
    rows.map(({ status, error_code: code, model_calls: calls }) => [status, code, calls]),
    [
      ['failed', 'EXPORTER_PROVIDER_FAILED', 1],
      ['failed', 'EXPORTER_TIMEOUT', 1],
    ],
    'what never became a job has no row',
  );
});

t.test('ADDRESS_PRECISION=network keeps full addresses out of tables, logs and replay lines', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const lines: string[] = [];
  const { app, url } = await startApp(t, {
    env: { DATABASE_URL: databaseUrl, ADDRESS_PRECISION: 'network', TRUST_PROXY: 'loopback' },
    onLogLine: (line) => lines.push(line),
  });
  const addresses = ['203.0.113.77', '2001:db8:77:1:2:3:4:5', '::ffff:198.51.100.66'];
  for (const address of addresses) {
    const reply = await postRename(url, renameBody(textLayers(1)), { headers: { 'x-forwarded-for': address } });
    t.equal(reply.status, 200);
  }
  await app.jobs.flush(5000);
  const networks = ['198.51.100.0/24', '2001:db8:77::/48', '203.0.113.0/24'];
  for (const table of ['jobs', 'api_calls']) {
    const rows = await sql<{ ip_address: string }[]>`select ip_address::text from ${sql(table)} order by ip_address`;
    t.same(
      rows.map((row) => row.ip_address),
      networks,
      table,
    );
  }
  t.ok(lines.length > 10);
  t.notMatch(lines.join(''), /203\.0\.113\.77|2001:db8:77:1|198\.51\.100\.66/);
});

t.test('restarts the development Postgres after a crash during a job and still records it', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'killed-'));
  await chmod(folder, 0o755);
  t.teardown(async () => rm(folder, { recursive: true, force: true }));
  const log = createKeptLog();
  const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'pg'), keepRunning: true, log });
  t.teardown(async () => postgres.stop());
  const { app, url, provider } = await startApp(t, { env: { DATABASE_URL: postgres.url }, demo: { latencyMs: 400 } });
  const { pid } = postgres;
  const reply = postRename(url, renameBody(textLayers(1)));
  await until('its call is there', () => provider.stats.byKind.naming === 1);
  process.kill(pid, 'SIGKILL');
  const { status, json } = await reply;
  t.equal(status, 200);
  // A backend without its server may still write the row, so the flush alone does not say that the restart is over.
  const event = 'database.embedded_restarted';
  await until('the server is restarted', () => log.lines.some(({ fields }) => fields['event'] === event));
  t.ok(await app.jobs.flush(20_000), 'the buffer drains');
  t.match(log.lines.at(-1), { level: 'warn', fields: { event } });
  t.not(postgres.pid, pid);
  t.equal(app.jobs.stats().overflowed, 0);
  const sql = createSql(postgres.url, { max: 1 });
  t.same(await sql`select id, status from jobs`, [{ id: json.jobId, status: 'completed' }]);
  await endSql(sql);
});

t.test('stores nothing of a picture in any table', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const { app, url } = await startApp(t, { env: { DATABASE_URL: databaseUrl } });
  const imageBase64 = samplePicture(0);
  t.equal((await postRename(url, renameBody(sampleLayers(1)))).status, 200);
  await app.jobs.flush(5000);
  const tables = await sql<
    { name: string }[]
  >`select table_name as name from information_schema.tables where table_schema = 'public'`;
  t.ok(tables.some(({ name }) => name === 'jobs'));
  for (const { name } of tables) {
    const rows = JSON.stringify(await sql`select * from ${sql(name)}`);
    t.notMatch(rows, imageBase64.slice(100, 140), name);
    t.notMatch(rows, imageBase64.slice(0, 20), name);
  }
});
