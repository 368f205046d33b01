import { once } from 'node:events';
import t from 'tap';
import { findFreePort } from '../demo/postgres/server.ts';
import { startDemoProvider } from '../demo/provider/provider.ts';
import { openRaw, postHead } from './helpers/raw-http.ts';
import { postRename, renameBody, textLayers } from './helpers/rename-requests.ts';
import { startServer } from './helpers/server-process.ts';
import { namesFor, startStubProvider } from './helpers/stub-provider.ts';
import { until } from './helpers/until.ts';

const body = renameBody(textLayers(1));

/** Settings of a service whose provider is the test's. */
async function withProvider(latencyMs: number) {
  const provider = await startDemoProvider({ latencyMs });
  return { provider, env: { OPENROUTER_API_KEY: 'sk-or-v1-secret-of-the-test', OPENROUTER_BASE_URL: provider.url } };
}

t.test('starts with only a port set, names layers and clearly says it is a demo', async (t) => {
  const server = startServer(t, {});
  const url = await server.url();
  t.match(await (await fetch(`${url}/health/live`)).json(), { status: 'ok' });
  t.match(await (await fetch(`${url}/health`)).json(), { status: 'ok', checks: { database: 'disabled' } });
  t.match(await (await fetch(`${url}/openapi.json`)).json(), { openapi: /^3\.1/ });
  t.equal((await postRename(url, body)).status, 200);
  t.match(server.stdout(), /DEMO PROVIDER/);
  t.match(server.stderr(), /ANALYTICS_TOKEN was not set; for this run it is [\w-]{20,}/);
  const lines = server.stdout().trim().split('\n');
  for (const line of lines) t.type(JSON.parse(line), 'object');
  t.notMatch(server.stdout(), 'designer@example.com');
  server.child.kill('SIGTERM');
  t.equal(await server.exited, 0);
});

t.test('does not start with invalid settings and reports all of them and no secret', async (t) => {
  const server = startServer(t, {
    NODE_ENV: 'production',
    PORT: 'eighty',
    DATABASE_URL: '',
    TRUST_PROXY: 'true',
    BODY_BUDGET_MB: '1',
    ACCESS_KEYS: 'hush-hush',
    ANALYTICS_TOKEN: 'hush',
    OPENROUTER_API_KEY: 'sk-or-v1-hush',
  });
  t.equal(await server.exited, 1);
  for (const name of ['PORT', 'DATABASE_URL', 'TRUST_PROXY', 'BODY_BUDGET_MB', 'ACCESS_KEYS', 'ANALYTICS_TOKEN']) {
    t.match(server.stderr(), new RegExp(`^ +${name} `, 'm'));
  }
  t.notMatch(server.stderr() + server.stdout(), /hush|\.js:\d+/, 'neither a secret nor a stack');
});

t.test('reports a taken port in one line that names its setting, then exits', async (t) => {
  const first = startServer(t, {});
  const { port } = new URL(await first.url());
  for (const setting of ['PORT', 'METRICS_PORT']) {
    const second = startServer(t, { [setting]: port });
    t.equal(await second.exited, 1, setting);
    const told = second
      .stdout()
      .split('\n')
      .filter((line) => line.includes('service.start_failed'));
    t.match(told, [
      new RegExp(`the service could not start: ${setting} ${port} is in use on 127\\.0\\.0\\.1: .*another ${setting}"`),
    ]);
    t.notMatch(
      second.stdout() + second.stderr(),
      /\.js:\d+|EADDRINUSE|service\.started/,
      'no stack, and it never said that it runs',
    );
  }
});

t.test('reports a HOST that is not this machine', async (t) => {
  const server = startServer(t, { HOST: '192.0.2.1' });
  t.equal(await server.exited, 1);
  t.match(server.stdout(), /could not start: HOST 192\.0\.2\.1 is not an address of this machine/);
});

t.test('a closed log reader stops neither the service nor its shutdown', async (t) => {
  for (const requests of [0, 3]) {
    const server = startServer(t, {});
    const url = await server.url();
    server.child.stdout?.destroy();
    for (let count = 0; count < requests; count += 1) t.equal((await postRename(url, body)).status, 200);
    server.child.kill('SIGTERM');
    t.equal(await server.exited, 0);
  }
});

t.test('a stuck log reader stops neither the service nor its shutdown', async (t) => {
  const server = startServer(t, { RATE_LIMIT_API: '10000' });
  const url = await server.url();
  server.child.stdout?.pause();
  // A line each: more than the pipe holds.
  for (let count = 0; count < 2500; count += 1) await (await fetch(`${url}/api/prompts`)).arrayBuffer();
  t.equal((await fetch(`${url}/api/prompts`)).status, 200);
  server.child.kill('SIGTERM');
  t.same(await once(server.child, 'exit'), [0, null]);
});

t.test(
  'on SIGTERM answers running requests, refuses new ones with 503 readable by browsers, closes idle connections',
  async (t) => {
    let answer!: () => void;
    const answered = new Promise<void>((resolve) => (answer = resolve));
    const provider = await startStubProvider(t, async (call) => {
      await answered;
      return namesFor(call);
    });
    const server = startServer(t, {
      OPENROUTER_API_KEY: 'sk-or-v1-secret-of-the-test',
      OPENROUTER_BASE_URL: provider.url,
    });
    const url = await server.url();
    const port = Number(new URL(url).port);
    const idle = await openRaw(t, port);
    idle.send('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\n');
    await idle.waitFor(/"ok"/);
    const open = await openRaw(t, port);
    open.send('GET /health/live HTTP/1.1\r\nhost: x\r\norigin: null\r\n');
    const inFlight = [postRename(url, body), postRename(url, body, { headers: { accept: 'application/x-ndjson' } })];
    await until('both are at work', () => provider.calls.length === 2);

    server.child.kill('SIGTERM');
    await idle.closed;
    open.send('\r\n');
    const refused = await open.waitFor(/\}$/);
    t.match(refused, /^HTTP\/1\.1 503 /);
    t.match(refused, /retry-after: \d/i);
    t.match(refused, /access-control-allow-origin: \*/i);
    t.match(refused, /"error":"Service busy"/);
    answer();
    const [json, stream] = await Promise.all(inFlight);
    t.match(json?.json.layers, [{ status: 'renamed' }]);
    t.match(stream?.text, /"type":"done","renamed":1/);
    t.equal(await server.exited, 0);
    t.notMatch(server.stdout() + server.stderr(), 'secret-of-the-test');
  },
);

t.test('a second signal ends it at once', async (t) => {
  const { provider, env } = await withProvider(60_000);
  t.teardown(async () => provider.close());
  const server = startServer(t, env);
  const lost = t.rejects(postRename(await server.url(), body));
  await until('the call is there', () => provider.stats.byKind.naming === 1);
  server.child.kill('SIGTERM');
  await until('it stops', () => server.stdout().includes('service.stopping'));
  server.child.kill('SIGINT');
  t.equal(await server.exited, 1);
  await lost;
});

t.test('does not cut off an upload during shutdown', async (t) => {
  const { provider, env } = await withProvider(10);
  t.teardown(async () => provider.close());
  const server = startServer(t, env);
  const text = JSON.stringify(body);
  const connection = await openRaw(t, Number(new URL(await server.url()).port));
  connection.send(postHead(text.length, ['expect: 100-continue']));
  await connection.waitFor(/^HTTP\/1\.1 100 /);
  connection.send(text.slice(0, 20));
  server.child.kill('SIGTERM');
  await until('it stops', () => server.stdout().includes('service.stopping'));
  connection.send(text.slice(20));
  t.match(await connection.waitFor(/\}$/), /^HTTP\/1\.1 200 OK[^]*connection: close[^]*"renamed"/m);
  t.equal(await server.exited, 0);
});

t.test('no connection without an open request delays the shutdown, whatever it sent', async (t) => {
  const { provider, env } = await withProvider(10);
  t.teardown(async () => provider.close());
  const metricsPort = await findFreePort();
  const server = startServer(t, { ...env, METRICS_PORT: String(metricsPort) });
  const port = Number(new URL(await server.url()).port);
  const silent = await openRaw(t, port);
  const halfHead = await openRaw(t, port);
  halfHead.send('GET /health/live HTTP/1.1\r\nhost: x\r\nx-half');
  const halfSecond = await openRaw(t, port);
  halfSecond.send('GET /health/live HTTP/1.1\r\nhost: x\r\n\r\nGET /health/live HTTP/1.1\r\nho');
  await halfSecond.waitFor(/"ok"/);
  const refusedHalfway = await openRaw(t, port);
  refusedHalfway.send(`${postHead(30 * 2 ** 20)}{"userEmail":`);
  await refusedHalfway.waitFor(/413/);
  const onMetrics = await openRaw(t, metricsPort);
  const halfOnMetrics = await openRaw(t, metricsPort);
  halfOnMetrics.send('GET /metrics HTT');
  const halfBody = await openRaw(t, port);
  halfBody.send(`${postHead(1000)}{"userEmail":`);
  // Its request has begun once the service answers the next connection.
  t.equal((await fetch(`http://127.0.0.1:${port}/health/live`)).status, 200);
  const connections = { silent, halfHead, halfSecond, refusedHalfway, onMetrics, halfOnMetrics, halfBody };

  server.child.kill('SIGTERM');
  const exited = await Promise.race([server.exited, new Promise((resolve) => setTimeout(resolve, 20_000, 'runs on'))]);
  t.equal(exited, 0);
  t.match(server.stdout(), /"service\.stopped"/);
  for (const [name, { closed }] of Object.entries(connections)) {
    await closed;
    t.pass(name);
  }
  t.equal(halfBody.received(), '', 'not after the ten seconds that a stalled upload is given at other times');
});

t.test('writes records to the log if the database is down at shutdown, however it is stopped', async (t) => {
  const { provider, env } = await withProvider(10);
  t.teardown(async () => provider.close());
  const databaseUrl = `postgres://postgres@127.0.0.1:${await findFreePort()}/none`;
  for (const signals of [['SIGTERM'], ['SIGTERM', 'SIGINT']] as const) {
    const server = startServer(t, { ...env, DATABASE_URL: databaseUrl });
    const url = await server.url();
    const silent = await openRaw(t, Number(new URL(url).port));
    for (let count = 0; count < 3; count += 1) t.equal((await postRename(url, body)).status, 200);
    for (const signal of signals) {
      server.child.kill(signal);
      await until('it stops', () => server.stdout().includes('service.stopping'));
    }
    t.equal(await server.exited, signals.length - 1, signals.join(', '));
    const records = server.stdout().match(/"event":"record\.overflow".*"table":"jobs".*"status":"completed"/g);
    t.equal(records?.length, 3, signals.join(', '));
    silent.socket.destroy();
  }
});
