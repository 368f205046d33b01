import t from 'tap';
import { findFreePort } from '../../demo/postgres/server.ts';
import { createMetrics } from '../../src/metrics/metrics.ts';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';

/** The value of one series in Prometheus' text, labels in the order they are written. */
function valueOf(text: string, series: string): number | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${series} `));
  return line === undefined ? undefined : Number(line.slice(series.length + 1));
}

async function startMeasured(t: Parameters<typeof startApp>[0], demo = {}, more: Record<string, string> = {}) {
  const metricsPort = await findFreePort();
  const started = await startApp(t, {
    env: { METRICS_PORT: String(metricsPort), LAYERS_PER_CALL: '1', ...more },
    demo,
  });
  const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  return { ...started, metricsPort, scrape };
}

t.test('counts requests, jobs, calls, retries, tokens and dollars', async (t) => {
  const { url, scrape } = await startMeasured(t, { faults: ['server-error'] });
  await postRename(url, renameBody(textLayers(4)));
  await postRename(url, '{');
  await fetch(`${url}/nowhere/${'x'.repeat(50)}`);
  const text = await scrape();
  const model = 'google/gemini-3.6-flash';
  t.equal(valueOf(text, 'exporter_http_requests_total{route="/api/rename-layers",method="POST",status="200"}'), 1);
  t.equal(valueOf(text, 'exporter_http_requests_total{route="/api/rename-layers",method="POST",status="400"}'), 1);
  t.equal(valueOf(text, 'exporter_http_requests_total{route="none",method="GET",status="404"}'), 1);
  t.equal(valueOf(text, 'exporter_jobs_total{type="rename-layers",status="completed"}'), 1);
  t.equal(valueOf(text, 'exporter_job_duration_seconds_count{type="rename-layers"}'), 1);
  t.equal(valueOf(text, `exporter_model_calls_total{model="${model}",outcome="answered"}`), 4);
  t.equal(valueOf(text, `exporter_model_calls_total{model="${model}",outcome="status_500"}`), 1);
  t.equal(valueOf(text, 'exporter_model_retries_total'), 1);
  t.ok((valueOf(text, 'exporter_model_tokens_total{type="rename-layers",direction="prompt"}') ?? 0) > 0);
  t.ok((valueOf(text, 'exporter_cost_dollars_total{type="rename-layers"}') ?? 0) > 0);
  t.equal(valueOf(text, `exporter_circuit_state{model="${model}"}`), 0);
  t.match(text, /^nodejs_eventloop_lag_seconds \d/m);
  t.match(text, /^process_resident_memory_bytes \d/m);
});

t.test('gauges show the current state', async (t) => {
  const { app, url, scrape } = await startMeasured(t, { latencyMs: 60_000 });
  const controller = new AbortController();
  const reply = postRename(url, renameBody(textLayers(14)), { signal: controller.signal });
  await until('ten calls run', () => app.ai.queue.running === 10);
  const text = await scrape();
  t.equal(valueOf(text, 'exporter_model_calls_now{state="running"}'), 10);
  t.equal(valueOf(text, 'exporter_model_calls_now{state="waiting"}'), 4);
  t.equal(valueOf(text, 'exporter_body_bytes{state="budget"}'), app.byteLimit.totalBytes);
  t.equal(valueOf(text, 'exporter_body_bytes{state="used"}'), app.byteLimit.usedBytes);
  t.ok(app.byteLimit.usedBytes > 0);
  controller.abort();
  await t.rejects(reply);
  await until('the calls are over', () => app.ai.queue.running === 0);
  const after = await scrape();
  t.equal(valueOf(after, 'exporter_model_calls_now{state="running"}'), 0);
  t.equal(valueOf(after, 'exporter_jobs_total{type="rename-layers",status="cancelled"}'), 1);
});

t.test('exposes each bound beside its gauge, and whether the database answers', async (t) => {
  const without = await (await startMeasured(t)).scrape();
  t.equal(valueOf(without, 'exporter_memory_limit_bytes'), 8192 * 2 ** 20);
  t.notMatch(without, /^exporter_(database_up|daily_budget_dollars) /m, 'what is off is not exposed');

  const { url: databaseUrl } = await testDatabase(t);
  const proxy = await startTcpProxy(t, databaseUrl);
  const { app, scrape } = await startMeasured(
    t,
    {},
    { DATABASE_URL: proxy.through(databaseUrl), DAILY_BUDGET_USD: '2.5' },
  );
  const up = await scrape();
  t.equal(valueOf(up, 'exporter_database_up'), 1);
  t.equal(valueOf(up, 'exporter_daily_budget_dollars'), 2.5);
  proxy.mode = 'reset';
  proxy.resetAll();
  await until('the database is noticed to be away', async () => (await app.database.check()) !== 'ok');
  t.equal(valueOf(await scrape(), 'exporter_database_up'), 0);
});

t.test('serves metrics on a separate port, not on the public one', async (t) => {
  const { url, metricsPort } = await startMeasured(t);
  t.equal((await fetch(`${url}/metrics`)).status, 404);
  t.equal((await fetch(`http://127.0.0.1:${metricsPort}/`)).status, 404);
  t.equal((await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { method: 'POST' })).status, 404);
  t.equal((await fetch(`http://127.0.0.1:${metricsPort}/metrics`, { method: 'HEAD' })).status, 200);
  t.equal((await fetch(`http://127.0.0.1:${metricsPort}/metrics?collect[]=jobs`)).status, 200, 'params of a scrape');
  const reply = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  t.equal(reply.status, 200);
  t.match(reply.headers.get('content-type'), /^text\/plain; version=0\.0\.4/);
  const off = await startApp(t);
  t.equal((await fetch(`${off.url}/metrics`)).status, 404, 'nor if they are off');
});

t.test('no label grows with client input or model names', async (t) => {
  const { url, scrape } = await startMeasured(t);
  const before = (await scrape()).split('\n').length;
  for (let index = 0; index < 60; index += 1) {
    await fetch(`${url}/probe/${index}?x=${index}`, {
      headers: { 'user-agent': `agent ${index}`, 'x-figma-user': String(index) },
    });
    await postRename(
      url,
      renameBody(textLayers(1), { userEmail: `user${index}@example.com`, frameName: `Frame ${index}` }),
    );
  }
  const text = await scrape();
  // Each route costs a status counter and a histogram; sixty would be a thousand lines.
  t.ok(text.split('\n').length - before < 120, `${text.split('\n').length - before} new lines`);
  t.notMatch(text, /probe|user\d|Frame \d|agent|127\.0\.0\.1/);

  const metrics = createMetrics({ memoryLimitBytes: 1, dailyBudgetUsd: undefined });
  for (let index = 0; index < 500; index += 1)
    metrics.call({ model: `model-${index}`, outcome: 'answered', durationMs: 1 });
  const levels = {
    callsRunning: 0,
    callsWaiting: 0,
    bodyBytesUsed: 0,
    bodyBytesTotal: 0,
    bodiesWaiting: 0,
    recordsQueued: 0,
    recordsOverflowed: 0,
    databaseUp: undefined,
  };
  const rendered = await metrics.render({ ...levels, circuits: new Map() });
  t.equal(rendered.match(/^exporter_model_calls_total\{/gm)?.length, 51);
  t.equal(valueOf(rendered, 'exporter_model_calls_total{model="other",outcome="answered"}'), 450);
});
