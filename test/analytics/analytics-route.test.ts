import Fastify, { type FastifyInstance } from 'fastify';
import t from 'tap';
import { createSql, endSql } from '../../src/database/sql.ts';
import { clientAddress } from '../../src/plugins/client-address.ts';
import { database } from '../../src/plugins/database.ts';
import { errors } from '../../src/plugins/errors.ts';
import { limits } from '../../src/plugins/limits.ts';
import { validation } from '../../src/plugins/validation.ts';
import { analyticsRoute } from '../../src/routes/analytics.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { aJob, insertJobs } from './jobs.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

const token = 'a-token-of-the-tests-0123456789';
const now = new Date('2026-03-10T12:00:00Z');
const midnight = new Date('2026-03-10T00:00:00Z');

async function anApp(t: Teardown, databaseUrl: string): Promise<FastifyInstance> {
  const app = Fastify();
  t.teardown(async () => app.close());
  await app.register(errors);
  await app.register(validation);
  await app.register(clientAddress, { trustProxy: false });
  await app.register(database, { databaseUrl });
  await app.register(limits, { perMinute: { api: 100, rename: 1, edits: 1 }, perKey: 1, accessKeys: [] });
  await app.register(analyticsRoute, { token, clock: () => now });
  await app.ready();
  return app;
}

const ask = async (app: FastifyInstance, query = '', authorization: string | undefined = `Bearer ${token}`) =>
  app.inject({ url: `/api/analytics${query}`, headers: authorization === undefined ? {} : { authorization } });

await t.test("replies with the contract's fields: numbers as numbers, days in UTC", async (t) => {
  const { url, sql } = await testDatabase(t);
  const app = await anApp(t, url);
  await insertJobs(sql, [
    aJob({ created_at: new Date('2026-03-09T23:59:59Z'), duration_ms: 20, access_key_name: 'studio' }),
    aJob({ created_at: midnight, status: 'failed', duration_ms: 30, error_code: 'EXPORTER_TIMEOUT' }),
  ]);
  const reply = await ask(app);
  t.equal(reply.statusCode, 200);
  t.equal(reply.headers['cache-control'], 'no-store');
  const day = { type: 'rename-layers', jobs: 1, cancelled: 0, processing: 0, cost_usd: 0.01 };
  const { latestJobs, ...report } = reply.json() as Record<string, unknown> & { latestJobs: unknown[] };
  t.strictSame(report, {
    from: '2026-03-03T12:00:00.000Z',
    to: '2026-03-10T12:00:00.000Z',
    summary: [
      {
        type: 'rename-layers',
        total_jobs: 2,
        successful: 1,
        failed: 1,
        cancelled: 0,
        processing: 0,
        avg_duration_ms: 25,
        p50_duration_ms: 25,
        p95_duration_ms: 29.5,
        p99_duration_ms: 29.9,
        total_layers: 100,
        cost_usd: 0.02,
      },
    ],
    dailyTrend: [
      { date: '2026-03-10', ...day, successful: 0, failed: 1, p50_duration_ms: 30, p95_duration_ms: 30 },
      { date: '2026-03-09', ...day, successful: 1, failed: 0, p50_duration_ms: 20, p95_duration_ms: 20 },
    ],
    weeklyTrend: [
      {
        week: '2026-W11',
        ...day,
        jobs: 2,
        successful: 1,
        failed: 1,
        p50_duration_ms: 25,
        p95_duration_ms: 29.5,
        cost_usd: 0.02,
      },
    ],
    topUsers: [
      {
        user_email: 'designer@example.com',
        total_jobs: 2,
        successful_jobs: 1,
        failed_jobs: 1,
        cancelled_jobs: 0,
        last_activity: '2026-03-10T00:00:00.000Z',
        cost_usd: 0.02,
      },
    ],
    errorsByCause: [{ type: 'rename-layers', code: 'EXPORTER_TIMEOUT', jobs: 1 }],
    spendByAccessKey: [
      { access_key_name: 'studio', total_jobs: 1, cost_usd: 0.01 },
      { access_key_name: null, total_jobs: 1, cost_usd: 0.01 },
    ],
  });
  t.match(latestJobs, [
    { status: 'failed', error_code: 'EXPORTER_TIMEOUT' },
    { status: 'completed', access_key_name: 'studio' },
  ]);
  t.notMatch(JSON.stringify(latestJobs), /@/);
});

await t.test('replies 401 without the right token and does not query the database', async (t) => {
  const app = await anApp(t, 'off');
  const wrong = [
    undefined,
    '',
    'Bearer',
    'Bearer ',
    `Basic ${token}`,
    token,
    `Bearer ${token}x`,
    `Bearer ${token.slice(0, -1)}`,
    `Bearer ${token.toUpperCase()}`,
    `Bearer  ${token}`,
    `Bearer ${'x'.repeat(token.length)}`,
  ];
  for (const authorization of wrong) {
    const headers = authorization === undefined ? {} : { authorization };
    const reply = await app.inject({ url: '/api/analytics?days=0', headers });
    t.equal(reply.statusCode, 401, authorization ?? 'none');
    t.match(reply.json(), { error: 'Unauthorized', code: 'EXPORTER_UNAUTHORIZED' });
  }
  const reply = await ask(app, '', `bearer ${token}`);
  t.equal(reply.statusCode, 503, 'the scheme may be written small');
});

await t.test('replies 400 unless days is a whole number from 1 to 365', async (t) => {
  const { url, sql } = await testDatabase(t);
  const app = await anApp(t, url);
  await insertJobs(sql, [aJob()]);
  const bad = [
    '0',
    '366',
    '-1',
    '1.5',
    '07',
    '1e2',
    '',
    'seven',
    ' 7',
    '+7',
    '0x7',
    '٧',
    '99999999999999999999',
    "7 days'; drop table jobs; --",
    "1' OR '1'='1",
    '7;select pg_sleep(9)',
    '7--',
    '7/**/',
    '$1',
    '7\u0000',
  ];
  for (const days of bad) {
    const reply = await ask(app, `?days=${encodeURIComponent(days)}`);
    t.equal(reply.statusCode, 400, JSON.stringify(days));
    t.match(reply.json(), { error: 'Invalid request', message: /^days must be a whole number from 1 to 365$/ });
  }
  for (const query of ['?days=7&days=8', '?days=7&days=7']) {
    const reply = await ask(app, query);
    t.equal(reply.statusCode, 400, query);
    t.match(reply.json(), { message: /^days / });
  }
  for (const query of ['', '?days=1', '?days=30', '?days=365', '?days=7&other=1']) {
    t.equal((await ask(app, query)).statusCode, 200, query);
  }
  t.match(await sql`select count(*)::int as jobs from jobs`, [{ jobs: 1 }], 'and the table stands');
});

await t.test('replies 503 with retry-after without a database', async (t) => {
  const app = await anApp(t, 'off');
  const reply = await ask(app);
  t.equal(reply.statusCode, 503);
  t.match(reply.json(), { error: 'Service busy', code: 'EXPORTER_BUSY' });
  t.match(reply.headers, { 'retry-after': '5' });
});

await t.test('replies 503 while the database is down and 200 once it is back', async (t) => {
  const { url } = await testDatabase(t);
  const proxy = await startTcpProxy(t, url);
  const app = await anApp(t, proxy.through(url));
  t.equal((await ask(app)).statusCode, 200);
  proxy.mode = 'reset';
  proxy.resetAll();
  const reply = await ask(app);
  t.equal(reply.statusCode, 503);
  t.match(reply.json(), { error: 'Service busy' });
  t.notMatch(reply.body, /ECONN|127\.0\.0\.1/);
  proxy.mode = 'pass';
  t.equal((await ask(app)).statusCode, 200);
});

await t.test('cancels a slow report and replies 503', async (t) => {
  const { url, sql } = await testDatabase(t);
  const app = await anApp(t, url);
  const blocker = createSql(url, { max: 1 });
  t.teardown(async () => endSql(blocker));
  await blocker.begin(async (transaction) => {
    await transaction`lock table jobs in access exclusive mode`;
    t.equal((await ask(app)).statusCode, 503);
  });
  const waiting = sql`
    select count(*)::int as left from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`;
  t.match(await waiting, [{ left: 0 }]);
});
