import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { openRaw, postHead } from '../helpers/raw-http.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';

interface Line {
  readonly event?: string;
  readonly status?: number;
  readonly route?: string;
  readonly durationMs?: number;
}

type Stage = Parameters<typeof startApp>[0] & Parameters<typeof openRaw>[0];

/** The app with all three that count requests: the log, the table and the metrics. */
async function startCounted(t: Stage, options: Parameters<typeof startApp>[1] = {}) {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const metricsPort = await findFreePort();
  const lines: Line[] = [];
  const started = await startApp(t, {
    ...options,
    env: { DATABASE_URL: databaseUrl, METRICS_PORT: String(metricsPort), ...options.env },
    onLogLine: (line) => lines.push(JSON.parse(line) as Line),
  });
  const logged = (): Line[] => lines.filter(({ event }) => event === 'request.done');
  return {
    ...started,
    logged,
    /** How often each saw a status on the route for names, after a moment in which a second time would come. */
    async counts(status: number): Promise<{ log: number; table: number; metrics: number }> {
      await sleep(100);
      await started.app.jobs.flush(5000);
      const [row] = await sql<{ calls: number }[]>`
        select count(*)::int as calls from api_calls where response_status = ${status} and endpoint = '/api/rename-layers'`;
      const text = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      const series = `exporter_http_requests_total{route="/api/rename-layers",method="POST",status="${status}"} `;
      const line = text.split('\n').find((each) => each.startsWith(series));
      return {
        log: logged().filter((each) => each.status === status && each.route === '/api/rename-layers').length,
        table: row?.calls ?? 0,
        metrics: Number(line?.slice(series.length) ?? 0),
      };
    },
  };
}

const once = { log: 1, table: 1, metrics: 1 };
const never = { log: 0, table: 0, metrics: 0 };
const body = JSON.stringify(renameBody(textLayers(2)));

for (const [what, headers] of [
  ['a reply', {}],
  ['a stream', { accept: 'application/x-ndjson' }],
] as const) {
  t.test(
    `counts a client that leaves before ${what} is complete once, as 499, in the log, the table and the metrics`,
    async (t) => {
      const { url, provider, counts, logged } = await startCounted(t, { demo: { latencyMs: 60_000 } });
      const controller = new AbortController();
      const reply = postRename(url, body, { signal: controller.signal, headers });
      await until('it is at work', () => provider.stats.inFlight > 0);
      controller.abort();
      await t.rejects(reply);
      await until('its end is logged', () => logged().length > 0);
      t.same(await counts(499), once);
      t.same(await counts(200), never);
      t.type(logged()[0]?.durationMs, 'number');
    },
  );
}

t.test('counts a client that leaves during its upload once', async (t) => {
  const { port, counts, logged } = await startCounted(t);
  const connection = await openRaw(t, port);
  connection.send(postHead(body.length) + body.slice(0, 20));
  await sleep(100);
  t.equal(logged().length, 0);
  connection.socket.destroy();
  await until('its end is logged', () => logged().length > 0);
  t.same(await counts(499), once);
});

t.test('counts each of two requests on one connection that the client closes', async (t) => {
  const { app, port, provider, counts, logged } = await startCounted(t, { demo: { latencyMs: 60_000 } });
  const connection = await openRaw(t, port);
  connection.send((postHead(body.length) + body).repeat(2));
  await until('both are at work', () => provider.stats.inFlight === 2);
  connection.socket.destroy();
  await until('both ends are logged', () => logged().length === 2);
  t.same(await counts(499), { log: 2, table: 2, metrics: 2 });
  await until('no call is left', () => app.ai.queue.running === 0);
});

t.test("counts a client that reads its reply and then closes with the reply's status", async (t) => {
  const { port, counts } = await startCounted(t);
  const connection = await openRaw(t, port);
  connection.send(postHead(body.length, ['connection: close']) + body);
  await connection.waitFor(/"layers"/);
  await connection.closed;
  t.same(await counts(200), once);
  t.same(await counts(499), never);
});

t.test('counts every other end once: refusal, failure, deadline', async (t) => {
  const { url, provider, counts } = await startCounted(t, {
    change: withTimeLimit(3000),
    demo: { faults: () => 'unauthorized' },
  });
  t.equal((await postRename(url, '{')).status, 400);
  t.equal((await postRename(url, body)).status, 502);
  provider.setFaults(() => 'hang');
  t.equal((await postRename(url, body)).status, 408);
  for (const status of [400, 502, 408]) t.same(await counts(status), once, String(status));
  t.same(await counts(499), never);
});
