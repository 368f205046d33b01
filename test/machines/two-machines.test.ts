import { request as send } from 'node:http';
import { text } from 'node:stream/consumers';
import t from 'tap';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import { type TestDatabase, testDatabase } from '../helpers/postgres.ts';
import { noRedis, type RedisServer, startRedisServer } from '../helpers/redis-server.ts';
import { renameBody, textLayers } from '../helpers/rename-requests.ts';
import { type ServerProcess, startServer } from '../helpers/server-process.ts';
import { until } from '../helpers/until.ts';
import { startRoundRobin } from './round-robin.ts';

t.setTimeout(120_000);

interface Answer {
  readonly status: number;
  readonly code: string | undefined;
  readonly remaining: string | undefined;
}

/** Asks for a name for one layer on a new connection, so that each request goes to the next machine. */
async function rename(url: string, address: string): Promise<Answer> {
  const body = JSON.stringify(renameBody(textLayers(1)));
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'x-forwarded-for': address,
    };
    const request = send(`${url}/api/rename-layers`, { method: 'POST', agent: false, headers }, (reply) => {
      const remaining = reply.headers['ratelimit-remaining'] as string | undefined;
      text(reply).then(
        (json) =>
          resolve({ status: reply.statusCode ?? 0, code: (JSON.parse(json) as { code?: string }).code, remaining }),
        reject,
      );
    });
    request.once('error', reject).end(body);
  });
}

async function statuses(url: string, address: string, times: number): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (let index = 0; index < times; index += 1) {
    const { status } = await rename(url, address);
    counts[status] = (counts[status] ?? 0) + 1;
  }
  return counts;
}

function times(machine: ServerProcess, event: string): number {
  return machine.stdout().split(`"event":"${event}"`).length - 1;
}

/** Two jobs of the day before, which no machine has summed up. */
async function addYesterday({ sql }: TestDatabase): Promise<string> {
  const [row] = await sql<{ day: string }[]>`
    with made as (
      insert into jobs (id, type, status, user_email, layer_count, created_at, completed_at, duration_ms)
      select gen_random_uuid(), 'rename-layers', 'completed', 'ada@example.com', 1, day + interval '12 hours', day + interval '12 hours 1 second', 1000
      from (select date_trunc('day', now() at time zone 'utc') at time zone 'utc' - interval '1 day' as day) as days, generate_series(1, 2)
      returning created_at)
    select to_char(min(created_at) at time zone 'utc', 'YYYY-MM-DD') as day from made`;
  return row?.day ?? '';
}

t.test('two machines behind a proxy share one Redis and one Postgres', { skip: noRedis }, async (t) => {
  const redis: RedisServer = await startRedisServer(t);
  const database = await testDatabase(t);
  const yesterday = await addYesterday(database);
  const provider = await startDemoProvider({ latencyMs: 5, look: false });
  t.teardown(async () => provider.close());
  const env = {
    DATABASE_URL: database.url,
    REDIS_URL: redis.url,
    TRUST_PROXY: 'loopback',
    AI_PROVIDER: 'openrouter',
    OPENROUTER_API_KEY: 'none',
    OPENROUTER_BASE_URL: provider.url,
    REQUEST_TIMEOUT_MS: '20000',
  };
  const [one, two] = [startServer(t, env), startServer(t, env)];
  let urls = await Promise.all([one.url(), two.url()]);
  const url = await startRoundRobin(t, [() => urls[0] ?? '', () => urls[1] ?? '']);
  const machines = [one, two];
  const allTold = async (event: string, count: number) =>
    until(`${event} is logged ${count} times by each`, () =>
      machines.every((machine) => times(machine, event) >= count),
    );
  await allTold('limits.shared', 1);

  await t.test('share the limit of ten renames a minute, whichever machine answers', async (t) => {
    t.same(await statuses(url, '203.0.113.1', 14), { 200: 10, 429: 4 });
    for (const machine of machines) t.equal(times(machine, 'job.started'), 5, 'half of them each');
    t.equal((await rename(url, '203.0.113.2')).remaining, '9', 'another address counts apart');
  });

  await t.test('one of them rolls up the day before, once', async (t) => {
    await until('it is summed up', () => machines.some((machine) => machine.stdout().includes(yesterday)));
    // Its neighbour began its round within the same second; both have gone through it by now.
    const done = machines.flatMap((machine) =>
      machine
        .stdout()
        .split('\n')
        .filter((line) => line.includes('"rollups.done"') && line.includes(yesterday)),
    );
    t.equal(done.length, 1);
    const rows = await database.sql<
      { jobs: number }[]
    >`select total_jobs::int as jobs from usage_stats where date = ${yesterday}`;
    t.same(
      rows.map(({ jobs }) => jobs),
      [2],
    );
  });

  await t.test(
    'each counts alone while Redis is down and jobs continue; they share again once it is back',
    async (t) => {
      await redis.kill();
      await allTold('limits.local', 1);
      t.same(await statuses(url, '203.0.113.3', 22), { 200: 20, 429: 2 });
      await redis.start();
      await allTold('limits.shared', 2);
      t.same(await statuses(url, '203.0.113.4', 14), { 200: 10, 429: 4 });
      // Once an outage; on a busy machine a slow answer of Redis is a short one too.
      for (const machine of machines) t.ok(times(machine, 'limits.local') <= 3, 'not logged once a request');
    },
  );

  await t.test('if one is killed during a job the other continues and the row is settled', async (t) => {
    provider.setFaults(() => 'hang');
    const lost = rename(urls[1] ?? '', '203.0.113.5').catch(() => 'lost');
    await until('the job is at work', () => provider.stats.inFlight === 1);
    // Records are written behind the replies: those of jobs that were answered end a moment later.
    const untilOpen = async (jobs: number): Promise<void> => {
      await until(
        `${jobs} jobs are processing`,
        async () => (await database.sql`select 1 from jobs where status = 'processing'`).length === jobs,
      );
    };
    await untilOpen(1);
    two.child.kill('SIGKILL');
    await two.exited;
    t.equal(await lost, 'lost');
    provider.setFaults(undefined);
    t.same(await statuses(url, '203.0.113.6', 6), { 200: 6 }, 'the proxy passes the dead one over');
    await untilOpen(1);
    // As if the time limit and the 5 s after it had passed, and the platform had put another machine in its place.
    await database.sql`update jobs set created_at = created_at - interval '26 seconds' where status = 'processing'`;
    const three = startServer(t, env);
    urls = [urls[0] ?? '', await three.url()];
    await untilOpen(0);
    t.same(await database.sql`select status, error_code from jobs where status <> 'completed'`, [
      { status: 'failed', error_code: 'EXPORTER_ABANDONED' },
    ]);
    await until('it shares the limits', () => times(three, 'limits.shared') === 1);
    t.same(await statuses(url, '203.0.113.6', 6), { 200: 4, 429: 2 }, 'and knows what its neighbour counted');
  });
});
