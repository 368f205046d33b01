import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { request } from 'undici';
import { findFreePort } from '../../demo/postgres/server.ts';
import { type DemoOptions, type DemoProvider, startDemoProvider } from '../../demo/provider/provider.ts';
import { startFakeRedis } from '../helpers/fake-redis.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, sampleLayers, textLayers } from '../helpers/rename-requests.ts';
import { startServer } from '../helpers/server-process.ts';
import { failure, namesFor, startStubProvider } from '../helpers/stub-provider.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';

export type Stage = Parameters<typeof startServer>[0] & Parameters<typeof testDatabase>[0];

export const apiKey = `sk-or-v1-${'0123456789abcdef'.repeat(4)}`;
export const analyticsToken = 'a-token-of-the-test-0123';
export const accessKey = 'an-access-key-of-the-test';
/** Nobody else's address looks like it, so that it can be searched for. */
export const email = 'ada.marked@example.com';

const frame = {
  userEmail: email,
  frameName: 'Sign in',
  frameWidth: 800,
  frameHeight: 600,
  variantCount: 2,
  layers: [
    { id: '1', name: 'Title', type: 'TEXT', x: 10, y: 10, width: 200, height: 30, text: 'Welcome', fontSize: 24 },
    { id: '2', name: 'Photo', type: 'RECTANGLE', x: 0, y: 100, width: 400, height: 200, hasImageFill: true },
  ],
};

/** A provider on this machine that is taken for the real one. Closed with the test. */
async function startProvider(
  t: Stage,
  demo: DemoOptions = {},
): Promise<{ provider: DemoProvider; env: Record<string, string> }> {
  const provider = await startDemoProvider({ latencyMs: 5, apiKey, ...demo });
  t.teardown(async () => provider.close());
  return {
    provider,
    env: {
      AI_PROVIDER: 'openrouter',
      OPENROUTER_API_KEY: apiKey,
      OPENROUTER_BASE_URL: provider.url,
      ANALYTICS_TOKEN: analyticsToken,
    },
  };
}

/** A provider that lets nobody in. */
async function startRefusing(t: Stage): Promise<string> {
  const server = createServer((_request, reply) => void reply.writeHead(401).end());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const authorization = `Bearer ${accessKey}`;
const post = async (url: string, body: unknown, headers: Record<string, string> = {}, path?: string) =>
  (await postRename(url, body, { headers: { authorization, ...headers }, ...(path === undefined ? {} : { path }) }))
    .status;
const rename = (layers: unknown) => renameBody(layers, { userEmail: email });
const report = async (url: string) =>
  (await fetch(`${url}/api/analytics`, { headers: { authorization: `Bearer ${analyticsToken}` } })).status;

/**
 * Requests of every kind and every end, a provider with faults, and a database that goes away, comes again and is away
 * at the end.
 *
 * @returns the log, and the statuses of the replies
 */
export async function aLongDay(t: Stage): Promise<{ log: string; statuses: Set<number> }> {
  const { url: databaseUrl } = await testDatabase(t, { empty: true });
  const proxy = await startTcpProxy(t, databaseUrl);
  const { provider, env } = await startProvider(t);
  const redis = await startFakeRedis(t);
  const server = startServer(t, {
    ...env,
    DATABASE_URL: proxy.through(databaseUrl),
    REDIS_URL: redis.url,
    ACCESS_KEYS: `design:${accessKey}`,
    LOG_LEVEL: 'trace',
    LOG_USER: 'hash',
    METRICS_PORT: '0',
    DAILY_BUDGET_USD: '1000',
    REQUEST_TIMEOUT_MS: '1500',
    LAYERS_PER_CALL: '1',
    RATE_LIMIT_RENAME: '40',
    RATE_LIMIT_API: '12',
  });
  const url = await server.url();
  const statuses = new Set<number>();
  const tell = (status: number): void => void statuses.add(status);
  const logged = async (event: string) => until(`${event} is logged`, () => server.stdout().includes(`"${event}"`));

  tell(await post(url, rename(sampleLayers(3))));
  tell(await post(url, rename(sampleLayers(3)), { accept: 'application/x-ndjson' }));
  tell(await post(url, { ...frame, generateImages: true }, {}, '/api/generate-edits'));
  for (const path of [
    '/health',
    '/health/live',
    '/api/prompts',
    '/openapi.json',
    '/dashboard',
    '/nowhere',
    '/api/analytics',
  ]) {
    tell((await fetch(`${url}${path}?secret=in-the-query`)).status);
  }
  tell(await report(url));
  for (const body of ['{', rename([]), { layers: [] }, rename('none')]) tell(await post(url, body));
  tell(await post(url, rename([]), { authorization: 'Bearer another' }));
  tell(await post(url, '{}', { 'content-type': 'text/plain' }));
  const chunked = Readable.from(['{}']);
  tell(
    (
      await request(`${url}/api/rename-layers`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json' },
        body: chunked,
      })
    ).statusCode,
  );
  tell(await post(url, Buffer.alloc(21 * 1024 * 1024, 32)));

  provider.setFaults((index) => (index === 0 ? 'refusal' : undefined));
  tell(await post(url, rename(textLayers(3))));
  provider.setFaults(() => 'hang');
  tell(await post(url, rename(textLayers(1))));
  await until('that call is over', () => provider.stats.inFlight === 0);
  const leaving = new AbortController();
  const left = postRename(url, rename(textLayers(1)), { headers: { authorization }, signal: leaving.signal }).catch(
    () => 'left',
  );
  await until('it is at work', () => provider.stats.inFlight > 0);
  leaving.abort();
  await left;
  await logged('cancelled');
  provider.setFaults(undefined);

  proxy.mode = 'reset';
  proxy.resetAll();
  tell(await post(url, rename(sampleLayers(2))));
  tell(await report(url));
  await logged('records.waiting');
  proxy.mode = 'pass';
  await logged('records.resumed');
  await logged('limits.shared');
  await redis.shut();
  await logged('limits.local');

  provider.setFaults(() => 'unauthorized');
  tell(await post(url, { ...frame, generateImages: false }, {}, '/api/generate-edits'));
  provider.setFaults(() => 'server-error');
  tell(await post(url, rename(textLayers(30))));
  await logged('circuit.changed');
  tell(await post(url, rename(textLayers(1))));
  for (let count = 0; count < 12; count += 1) tell((await fetch(`${url}/api/prompts`)).status);

  provider.setFaults(undefined);
  proxy.mode = 'reset';
  proxy.resetAll();
  tell(await post(url, { ...frame, generateImages: false }, {}, '/api/generate-edits'));
  server.child.kill('SIGTERM');
  await server.exited;
  return { log: server.stdout(), statuses };
}

/** A database whose functions and rules are not as they should be: what each of its keepers says. */
export async function aBrokenDatabase(t: Stage): Promise<string> {
  const { url: databaseUrl, sql } = await testDatabase(t);
  await sql`insert into jobs (type, user_email, created_at) values ('rename-layers', ${email}, now() - interval '1 day')`;
  await sql`
    insert into jobs (type, user_email, status, created_at, completed_at, duration_ms)
    values ('rename-layers', ${email}, 'completed', now() - interval '3 days', now() - interval '3 days', 5)`;
  await sql`insert into figma_exporter_migrations (version, name, md5) values (999, 'of_tomorrow', 'none')`;
  await sql`alter table jobs add constraint not_two check (layer_count is distinct from 2) not valid`;
  await sql`drop function drop_old_api_calls`;
  await sql`drop function ensure_api_call_partitions`;
  const { env } = await startProvider(t);
  const metricsPort = await findFreePort();
  const server = startServer(t, {
    ...env,
    DATABASE_URL: databaseUrl,
    METRICS_PORT: String(metricsPort),
    LOG_LEVEL: 'trace',
  });
  const url = await server.url();
  await postRename(url, rename(textLayers(2)));
  const expected = [
    'database.newer',
    'jobs.abandoned',
    'rollups.done',
    'retention.waiting',
    'api_calls.no_partitions',
    'record.overflow',
  ];
  await until(`${expected.join(', ')} are logged`, () =>
    expected.every((event) => server.stdout().includes(`"${event}"`)),
  );
  await sql.unsafe(`
    create or replace function utc_day(moment timestamptz) returns date language plpgsql immutable as
    $$ begin raise exception 'no day for ${email}' using errcode = '22012'; end $$`);
  await report(url);
  await until('the fault is logged', () => server.stdout().includes('"request.failed"'));
  server.child.kill('SIGTERM');
  await server.exited;
  return server.stdout();
}

/** A database that comes late: once with sums that fail, once with a migration that was changed. */
export async function aLateDatabase(t: Stage, spoil: 'sums' | 'migration'): Promise<string> {
  const { url: databaseUrl, sql } = await testDatabase(t);
  if (spoil === 'sums') await sql`drop function fold_job_changes`;
  else await sql`update figma_exporter_migrations set md5 = 'another' where version = 1`;
  const proxy = await startTcpProxy(t, databaseUrl);
  proxy.mode = 'reset';
  const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10);
  const { env } = await startProvider(t, {
    limitRemaining: 0.5,
    models: [{ id: 'google/gemini-3.6-flash', expirationDate: soon }],
  });
  const baseUrl = spoil === 'sums' ? {} : { OPENROUTER_BASE_URL: await startRefusing(t) };
  const server = startServer(t, { ...env, ...baseUrl, DATABASE_URL: proxy.through(databaseUrl), LOG_LEVEL: 'trace' });
  await server.url();
  await until('it knows', () => server.stdout().includes('database.unreachable'));
  proxy.mode = 'pass';
  const expected =
    spoil === 'sums'
      ? ['database.reached', 'rollups.waiting', 'key.low', 'model.unknown']
      : ['database.migration_failed', 'key.refused', 'provider.unchecked'];
  await until(`${expected.join(', ')} are logged`, () =>
    expected.every((event) => server.stdout().includes(`"${event}"`)),
  );
  server.child.kill('SIGTERM');
  await server.exited;
  return server.stdout();
}

/** A database that refuses: the one named is missing; it is made, not as UTF8, and then migrated. */
export async function aRefusingDatabase(t: Stage): Promise<string> {
  const { url: databaseUrl, sql } = await testDatabase(t, { empty: true });
  const name = `latin_scene_${process.pid}`;
  const missing = new URL(databaseUrl);
  missing.pathname = `/${name}`;
  const { env } = await startProvider(t);
  const server = startServer(t, { ...env, DATABASE_URL: missing.href, LOG_LEVEL: 'trace' });
  await server.url();
  await until('it is refused', () => server.stdout().includes('"database.refused"'));
  await sql.unsafe(`create database ${name} encoding 'LATIN1' locale 'C' template template0`);
  const expected = ['database.encoding', 'database.migrating', 'database.migrated'];
  await until(`${expected.join(', ')} are logged`, () =>
    expected.every((event) => server.stdout().includes(`"${event}"`)),
  );
  server.child.kill('SIGTERM');
  await server.exited;
  await sql.unsafe(`drop database ${name} with (force)`);
  return server.stdout();
}

/**
 * One call at a time, each of 700 ms: of eight jobs that come at once the last could not begin within their three
 * seconds.
 */
export async function aCrowd(t: Stage): Promise<string> {
  const { env } = await startProvider(t, { latencyMs: 700 });
  const server = startServer(t, { ...env, MAX_MODEL_CALLS: '1', REQUEST_TIMEOUT_MS: '3000' });
  const url = await server.url();
  await post(url, rename(textLayers(1)));
  await Promise.all(Array.from({ length: 8 }, async () => post(url, rename(textLayers(1)))));
  server.child.kill('SIGTERM');
  await server.exited;
  return server.stdout();
}

/** A model that takes no schema, and quotes what it was sent when it says so; a collector that lets nobody in. */
export async function aPickyModel(t: Stage): Promise<string> {
  const { env } = await startProvider(t);
  const provider = await startStubProvider(t, (call) =>
    JSON.stringify(call.json.response_format).includes('json_schema')
      ? failure(400, `response_format is not supported: ${call.body.toString().slice(0, 2000)}`, { raw: call.headers })
      : namesFor(call),
  );
  const server = startServer(t, {
    ...env,
    OPENROUTER_BASE_URL: provider.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: await startRefusing(t),
  });
  await post(await server.url(), rename(sampleLayers(2)));
  server.child.kill('SIGTERM');
  await server.exited;
  return server.stdout();
}

/** No database, no key and little memory; then an error that nobody catches. A second process finds the port taken. */
export async function aBadEnd(t: Stage): Promise<string> {
  const crash = `data:text/javascript,${encodeURIComponent("process.on('SIGUSR2', () => { throw new Error('nobody catches this'); });")}`;
  const server = startServer(t, { MEMORY_LIMIT_MB: '64', NODE_OPTIONS: `--import=${crash}`, LOG_LEVEL: 'trace' });
  const url = await server.url();
  await sleep(1100);
  await postRename(url, rename(textLayers(1)));
  const second = startServer(t, { PORT: new URL(url).port, EDIT_PROMPT_FILE: 'nowhere.txt' });
  await second.exited;
  server.child.kill('SIGUSR2');
  await server.exited;
  return server.stdout() + second.stdout();
}
