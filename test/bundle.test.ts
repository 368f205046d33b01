import { type SpawnSyncOptions, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import t from 'tap';
import { bundled } from './helpers/bundled.ts';
import { startOtlpReceiver } from './helpers/otlp-receiver.ts';
import { noRedis, startRedisServer } from './helpers/redis-server.ts';
import { postRename, renameBody, textLayers } from './helpers/rename-requests.ts';
import { startServer } from './helpers/server-process.ts';
import { namesFor, startStubProvider } from './helpers/stub-provider.ts';
import { until } from './helpers/until.ts';

t.test('the bundle of production loads everything that settings ask for', { skip: noRedis }, async (t) => {
  const [redis, collector] = await Promise.all([startRedisServer(t), startOtlpReceiver(t)]);
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const env = {
    NODE_ENV: 'production',
    OPENROUTER_API_KEY: `sk-or-v1-${'a'.repeat(20)}`,
    OPENROUTER_BASE_URL: provider.url,
    ANALYTICS_TOKEN: 'x'.repeat(30),
    ACCESS_KEYS: 'open',
    METRICS_PORT: '0',
    REDIS_URL: redis.url,
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
  };
  const server = startServer(t, env);
  const url = await server.url();
  await until('the limits are shared', () => server.stdout().includes('"limits.shared"'));
  const { status } = await postRename(url, renameBody(textLayers(2)));
  t.equal(status, 200);
  for (const page of ['/docs', '/openapi.json', '/dashboard', '/api/prompts'])
    t.equal((await fetch(`${url}${page}`)).status, 200, page);
  server.child.kill('SIGTERM');
  t.equal(await server.exited, 0);
  t.ok(collector.spans.length > 0);
  t.equal(server.stderr(), '');
});

t.test('a .env that is a folder, as Docker makes of a missing file, is named without a stack', async (t) => {
  const cwd = t.testdir({ '.env': {} });
  const { status, stderr } = spawnSync(process.execPath, [bundled('server.js')], {
    cwd,
    encoding: 'utf8',
    timeout: 30_000,
  });
  t.equal(status, 1);
  t.match(stderr, /^Invalid configuration:\n {2}\.env cannot be read/);
  t.notMatch(stderr, /\n {4}at /);
});

/** Root may read everything: as root the service runs as another user here. */
const user = { ...(process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}), encoding: 'utf8' } as const;
const run = (options: SpawnSyncOptions) =>
  spawnSync(process.execPath, [bundled('server.js')], { ...options, ...user, timeout: 30_000 });
const canRead = spawnSync(process.execPath, ['--check', bundled('server.js')], user).status === 0;

t.test('a .env or PROMPTS_DIR that the user may not read is named', { skip: !canRead }, async (t) => {
  const cwd = t.testdir({ '.env': 'PORT=0', hidden: { 'a.txt': 'Calm.' } });
  for (const path of ['.env', 'hidden']) chmodSync(join(cwd, path), 0);
  t.match(run({ cwd }), { status: 1, stderr: /\.env cannot be read \(EACCES\)/ });
  const env = { ...process.env, PROMPTS_DIR: join(cwd, 'hidden') };
  const closed = /PROMPTS_DIR must be an existing folder that this user may read \(EACCES\)/;
  t.match(run({ cwd: '/', env }), { status: 1, stderr: closed });
  chmodSync(join(cwd, 'hidden'), 0o700);
});
