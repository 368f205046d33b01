import { pino } from 'pino';
import t, { type Test } from 'tap';
import { connectRedisCounter } from '../../src/limits/redis-counter.ts';
import { startApp } from '../helpers/app.ts';
import { startFakeRedis } from '../helpers/fake-redis.ts';
import { noRedis, startRedisServer } from '../helpers/redis-server.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';

const body = renameBody(textLayers(1));

/** The events of Redis' comings and goings, as logged so far. */
function eventsOf(log: string): string[] {
  return [...log.matchAll(/"event":"(limits\.\w+)"/g)].map(([, event = '']) => event);
}

async function start(t: Test, url: string, env: Record<string, string> = {}) {
  let log = '';
  const app = await startApp(t, {
    env: { REDIS_URL: url, RATE_LIMIT_RENAME: '3', ...env },
    onLogLine: (line) => void (log += line),
  });
  return {
    url: app.url,
    app: app.app,
    log: () => log,
    shared: async (times = 1) =>
      until('it is shared', () => eventsOf(log).filter((event) => event === 'limits.shared').length === times),
  };
}

t.test('counts all four limits in Redis, whose keys reveal no address, user or access key', async (t) => {
  const redis = await startFakeRedis(t);
  const { url, shared } = await start(t, redis.url, {
    ACCESS_KEYS: 'design:0123456789abcdef',
    RATE_LIMIT_API: '50',
    RATE_LIMIT_EDITS: '50',
  });
  await shared();
  const headers = { authorization: 'Bearer 0123456789abcdef', 'x-figma-user': 'ada@example.com' };
  for (const left of ['2', '1', '0'])
    t.equal((await postRename(url, body, { headers })).headers['ratelimit-remaining'], left);
  const refused = await postRename(url, body, { headers });
  t.equal(refused.status, 429);
  t.match(refused.headers['retry-after'], /^(?:[1-9]|[1-5]\d|60)$/);
  t.equal((await postRename(url, {}, { headers, path: '/api/generate-edits' })).status, 400);
  t.equal((await fetch(`${url}/api/prompts`)).status, 200);
  const keys = [...redis.counts.keys()].filter((key) => key !== 'figma-exporter:limit:probe');
  t.same(
    keys.map((key) => key.replace(/[\w-]{22}$/, '*')).toSorted(),
    ['api', 'edits', 'key', 'rename'].map((limit) => `figma-exporter:limit:${limit}:*`),
  );
  t.notMatch(JSON.stringify(redis.commands), /ada@|0123456789abcdef|127\.0\.0\.1|design/);
});

t.test('counts locally from the current state while Redis is down, then in Redis again; logs each once', async (t) => {
  const redis = await startFakeRedis(t);
  const { url, log, shared } = await start(t, redis.url);
  await shared();
  t.equal((await postRename(url, body)).headers['ratelimit-remaining'], '2');
  await redis.shut();
  await until('it is known', () => eventsOf(log()).includes('limits.local'));
  t.equal((await postRename(url, body)).headers['ratelimit-remaining'], '1', 'the first one is known here too');
  t.equal((await postRename(url, body)).status, 200);
  t.equal((await postRename(url, body)).status, 429, 'still a limit');
  // At least three attempts to connect, each with a separate error.
  await new Promise((resolve) => setTimeout(resolve, 1700));
  t.same(eventsOf(log()), ['limits.shared', 'limits.local']);
  await redis.open();
  await shared(2);
  t.equal((await postRename(url, body)).headers['ratelimit-remaining'], '1', 'as Redis has it');
  t.same(eventsOf(log()), ['limits.shared', 'limits.local', 'limits.shared']);
});

t.test('counts locally while Redis is full, logs it once, and shares again after a successful count', async (t) => {
  const redis = await startFakeRedis(t);
  const { url, log, shared } = await start(t, redis.url, { RATE_LIMIT_RENAME: '100' });
  await shared();
  redis.full = true;
  for (let time = 0; time < 6; time += 1) {
    t.equal((await postRename(url, body)).status, 200);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  t.same(eventsOf(log()), ['limits.shared', 'limits.local']);
  t.match(log(), /"reason":"OOM command not allowed/);
  redis.full = false;
  await shared(2);

  redis.full = true;
  const late = await start(t, redis.url);
  await until('it is known', () => eventsOf(late.log()).includes('limits.local'));
  t.same(eventsOf(late.log()), ['limits.local'], 'full from the start: never called shared');
});

t.test('a silent Redis is abandoned at once by all requests but the first', async (t) => {
  const redis = await startFakeRedis(t);
  let log = '';
  const counter = await connectRedisCounter({
    url: redis.url,
    log: pino({ level: 'info' }, { write: (line: string) => void (log += line) }),
  });
  t.teardown(async () => counter.close());
  await until('it is shared', () => log.includes('limits.shared'));
  t.match(await counter.count('api:a', 60_000), { current: 1, ttlMs: 60_000 });
  redis.silent = true;
  const found = await Promise.all([1, 2, 3].map(async () => counter.count('api:a', 60_000)));
  t.same(found, [undefined, undefined, undefined]);
  t.same(eventsOf(log), ['limits.shared', 'limits.local']);
  const asked = redis.commands.length;
  t.equal(await counter.count('api:a', 60_000), undefined);
  t.equal(redis.commands.slice(asked).filter(([name]) => name?.startsWith('eval')).length, 0, 'it is not asked again');
  await until('it is tried again', () => redis.commands.slice(asked).some(([name]) => name === 'info'));
  t.same(eventsOf(log), ['limits.shared', 'limits.local'], 'a connection alone does not make it shared');
  redis.silent = false;
  await until('it is shared again', () => eventsOf(log).length === 3);
  t.match(await counter.count('api:a', 60_000), { current: 2 });
});

t.test('uses its connection before the server would close it as idle, and logs nothing of it', async (t) => {
  const redis = await startFakeRedis(t);
  let log = '';
  const logger = pino({ level: 'info' }, { write: (line: string) => void (log += line) });
  const counter = await connectRedisCounter({ url: redis.url, log: logger, keepAliveMs: 5 });
  t.teardown(async () => counter.close());
  const probes = () => redis.commands.filter((words) => words.includes('figma-exporter:limit:probe')).length;
  await until('it was used four times', () => probes() >= 4);
  t.same(eventsOf(log), ['limits.shared']);
});

t.test('counts locally if Redis is missing or refuses the password, which is never logged', async (t) => {
  const redis = await startFakeRedis(t);
  redis.password = 'the-real-one';
  const { url, log, app } = await start(t, redis.url.replace('//', '//someone:a-wrong-secret@'));
  await until('it is known', () => eventsOf(log()).includes('limits.local'));
  t.match(log(), /"event":"limits.local","reason":"[^"]*WRONGPASS/);
  for (const status of [200, 200, 200, 429]) t.equal((await postRename(url, body)).status, status);
  t.notMatch(log(), /a-wrong-secret|the-real-one/);
  await app.close();
  t.same(eventsOf(log()), ['limits.local'], 'the end of the service says nothing about Redis');
  const { length } = redis.commands;
  await new Promise((resolve) => setTimeout(resolve, 800));
  t.equal(redis.commands.length, length, 'nothing is tried after the end');

  await redis.shut();
  const alone = await start(t, redis.url);
  for (const status of [200, 200, 200, 429]) t.equal((await postRename(alone.url, body)).status, status);
  await until('it is known', () => alone.log().includes('"reason":"ECONNREFUSED"'));
});

t.test(
  'counts locally, and in no other database, if Redis lacks the one in REDIS_URL',
  { skip: noRedis },
  async (t) => {
    const redis = await startRedisServer(t);
    const { url, log } = await start(t, `${redis.url}/99`);
    await until('it is known', () => log().includes('DB index is out of range'));
    for (const status of [200, 200, 200, 429]) t.equal((await postRename(url, body)).status, status);
    const nextProbeMs = 600;
    await new Promise((resolve) => setTimeout(resolve, nextProbeMs));
    t.same(eventsOf(log()), ['limits.local']);
    const { default: ioredis } = await import('ioredis');
    const client = new ioredis.Redis(redis.url);
    t.equal(await client.dbsize(), 0);
    client.disconnect();
  },
);
