import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import t, { type Test } from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import { providerNameOf } from '../../src/telemetry/provider-name.ts';
import { startApp, type TestApp } from '../helpers/app.ts';
import { type OtlpReceiver, type ReceivedSpan, startOtlpReceiver } from '../helpers/otlp-receiver.ts';
import { postRename, renameBody, sampleLayers, samplePicture, textLayers } from '../helpers/rename-requests.ts';
import { startServer } from '../helpers/server-process.ts';
import { completion, namesFor, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';

t.setTimeout(120_000);

const { cache } = createRequire(import.meta.url);
const loaded = (): string[] => Object.keys(cache).filter((path) => path.includes('@opentelemetry'));
const email = 'ada.marked@example.com';
const remoteTrace = '4bf92f3577b34da6a3ce929d0e0e4736';
const remoteSpan = '00f067aa0ba902b7';
const frame = {
  userEmail: email,
  frameName: 'A frame nobody may read about',
  frameWidth: 800,
  frameHeight: 600,
  variantCount: 2,
  layers: [
    { id: '1', name: 'Title', type: 'TEXT', x: 10, y: 10, width: 200, height: 30, text: 'Welcome' },
    { id: '2', name: 'Photo', type: 'RECTANGLE', x: 0, y: 100, width: 400, height: 200, hasImageFill: true },
  ],
};

const servers = ({ spans }: OtlpReceiver): ReceivedSpan[] => spans.filter(({ kind }) => kind === 2);
const childrenOf = ({ spans }: OtlpReceiver, parent: ReceivedSpan | undefined): ReceivedSpan[] =>
  spans.filter(({ kind, parentSpanId }) => kind === 3 && parentSpanId === parent?.spanId);

async function start(t: Test, settings: Partial<Parameters<typeof startApp>[1]> = {}) {
  const collector = await startOtlpReceiver(t);
  const started = await startApp(t, {
    ...settings,
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, LAYERS_PER_CALL: '1', ...settings?.env },
  });
  return { ...started, collector, flush: async () => closeApp(started) };
}

/** What was gathered is sent at the end of the process at the latest. */
async function closeApp({ app }: Pick<TestApp, 'app'>): Promise<void> {
  app.server.closeAllConnections();
  await app.close();
}

await t.test('loads OpenTelemetry only if the setting is present', async (t) => {
  t.same(loaded(), []);
  const { url } = await startApp(t);
  t.equal((await postRename(url, renameBody(textLayers(2)))).status, 200);
  t.same(loaded(), []);
  const collector = await startOtlpReceiver(t);
  await startApp(t, { env: { OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` } });
  t.ok(loaded().length > 10);
});

await t.test('the standard variables send each signal elsewhere, or switch it or both off', async (t) => {
  const [one, two] = await Promise.all([startOtlpReceiver(t), startOtlpReceiver(t)]);
  const base = { OTEL_EXPORTER_OTLP_ENDPOINT: one.url };
  const cases: [Record<string, string>, boolean[]][] = [
    [{ ...base, OTEL_TRACES_EXPORTER: 'none' }, [false, true, false, false]],
    [{ ...base, OTEL_METRICS_EXPORTER: 'none' }, [true, false, false, false]],
    [{ ...base, OTEL_EXPORTER_OTLP_METRICS_ENDPOINT: `${two.url}/v1/metrics` }, [true, false, false, true]],
    [{ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${two.url}/v1/traces` }, [false, false, true, false]],
    [{ ...base, OTEL_SDK_DISABLED: 'true' }, [false, false, false, false]],
  ];
  for (const [env, expected] of cases) {
    const { url, app } = await startApp(t, { env });
    t.equal((await postRename(url, renameBody(textLayers(1)))).status, 200);
    await closeApp({ app });
    const got = [one, two].flatMap(({ spans, points }) => [spans.length > 0, points.length > 0]);
    t.same(got, expected, JSON.stringify(Object.keys(env)));
    for (const list of [one.spans, one.points, two.spans, two.points]) list.splice(0);
  }
});

await t.test('nothing in dist/ that loads at start contains OpenTelemetry', async (t) => {
  const dist = join(projectRoot(), 'dist');
  const read = new Map<string, string>();
  const follow = (path: string, pattern: RegExp): void => {
    if (read.has(path)) return;
    const text = readFileSync(path, 'utf8');
    read.set(path, text);
    for (const [, target = ''] of text.matchAll(pattern)) follow(join(dirname(path), target), pattern);
  };
  follow(join(dist, 'server.js'), /^(?:import|export)\b[^;]*?["'](\.[^"']+)["'];/gm);
  t.ok(read.size > 3, `${read.size} files`);
  t.same(
    [...read].filter(([, text]) => text.includes('@opentelemetry/')).map(([path]) => path),
    [],
  );
  const others = readdirSync(join(dist, 'chunks')).filter((name) => name.endsWith('.js'));
  const holders = others.filter((name) => readFileSync(join(dist, 'chunks', name), 'utf8').includes('@opentelemetry/'));
  t.ok(holders.length > 0, 'it is there when it is asked for');
});

await t.test('each model call carries the trace and its own span, and nothing else that a client sent', async (t) => {
  const provider = await startStubProvider(t, (call, index) =>
    index === 0 ? completion('nothing to read') : namesFor(call),
  );
  const { url, collector, flush } = await start(t, { providerUrl: provider.url });
  const headers = { traceparent: `00-${remoteTrace}-${remoteSpan}-01`, tracestate: 'vendor=value', baggage: 'a=b' };
  t.equal((await postRename(url, renameBody(textLayers(2)), { headers })).status, 200);
  await flush();
  const sent = provider.calls.map((call) => call.headers['traceparent']);
  const spans = childrenOf(collector, servers(collector)[0]);
  t.same(new Set(sent), new Set(spans.map(({ spanId }) => `00-${remoteTrace}-${spanId}-01`)));
  t.ok(new Set(sent).size >= 2, 'one for each attempt');
  t.same(provider.calls.flatMap((call) => [call.headers['tracestate'], call.headers['baggage']]).filter(Boolean), []);
  const plain = await startApp(t, { providerUrl: provider.url });
  t.equal((await postRename(plain.url, renameBody(textLayers(1)))).status, 200);
  t.equal(provider.calls.at(-1)?.headers['traceparent'], undefined, 'nothing is sent while it is off');
});

await t.test('a request is a child span of its caller and each model call a span below it', async (t) => {
  const { url, collector, flush, provider } = await start(t);
  const headers = { traceparent: `00-${remoteTrace}-${remoteSpan}-01`, tracestate: 'vendor=value' };
  const reply = await postRename(url, renameBody(textLayers(3), { userEmail: email }), { headers });
  t.equal(reply.status, 200);
  await flush();

  const [request, ...more] = servers(collector);
  t.same(more, []);
  t.match(request, { traceId: remoteTrace, parentSpanId: remoteSpan, name: 'POST /api/rename-layers' });
  t.match(request?.attributes, {
    'http.request.method': 'POST',
    'http.route': '/api/rename-layers',
    'url.path': '/api/rename-layers',
    'url.scheme': 'http',
    'http.response.status_code': 200,
    'figma_exporter.job.id': reply.json.jobId,
  });
  const calls = childrenOf(collector, request);
  t.equal(calls.length, provider.stats.calls);
  t.ok(calls.length >= 3);
  for (const call of calls) {
    t.equal(call.traceId, remoteTrace);
    t.equal(call.name, 'chat google/gemini-3.6-flash');
    t.match(call.attributes, {
      'gen_ai.operation.name': 'chat',
      'gen_ai.provider.name': 'demo',
      'gen_ai.request.model': 'google/gemini-3.6-flash',
      'gen_ai.response.model': /gemini/,
      'gen_ai.output.type': 'json',
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(provider.url).port),
    });
    t.ok(Number(call.attributes['gen_ai.usage.input_tokens']) > 0);
    t.ok(Number(call.attributes['gen_ai.usage.output_tokens']) > 0);
    t.notOk('error.type' in call.attributes);
    t.ok(BigInt(call.startTimeUnixNano) >= BigInt(request?.startTimeUnixNano ?? 0) - 2_000_000n);
    t.ok(BigInt(call.endTimeUnixNano) <= BigInt(request?.endTimeUnixNano ?? 0) + 2_000_000n);
  }
  t.match(collector.resource, { 'service.name': 'figma-exporter-ai', 'service.version': '0.0.0-test' });

  const durations = collector.points.filter(({ metric }) => metric === 'gen_ai.client.operation.duration');
  t.equal(
    durations.reduce((sum, { count }) => sum + count, 0),
    calls.length,
  );
  t.match(durations[0], { unit: 's', attributes: { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'demo' } });
  t.equal(durations[0]?.bounds[0], 0.01);
  for (const [type, field] of [
    ['input', 'gen_ai.usage.input_tokens'],
    ['output', 'gen_ai.usage.output_tokens'],
  ] as const) {
    const points = collector.points.filter(
      ({ metric, attributes }) => metric === 'gen_ai.client.token.usage' && attributes['gen_ai.token.type'] === type,
    );
    const spent = calls.reduce((sum, { attributes }) => sum + Number(attributes[field]), 0);
    t.equal(
      points.reduce((sum, point) => sum + point.sum, 0),
      spent,
      `${type} tokens`,
    );
    t.equal(points[0]?.unit, '{token}');
  }
});

await t.test('jobs that share the queue keep their calls apart', async (t) => {
  const modelCalls = new Map<string, number>();
  const onLogLine = (line: string): void => {
    const { event, jobId, modelCalls: calls } = JSON.parse(line) as Record<string, unknown>;
    if (event === 'job.ended') modelCalls.set(String(jobId), Number(calls));
  };
  const settings = { env: { MAX_MODEL_CALLS: '2' }, demo: { latencyMs: 20 }, onLogLine };
  const { url, collector, flush } = await start(t, settings);
  const sizes = [1, 2, 3, 4, 5];
  const replies = await Promise.all(
    sizes.map(async (size) => postRename(url, renameBody(textLayers(size), { namingRules: `job of ${size}` }))),
  );
  await flush();
  for (const [index, size] of sizes.entries()) {
    const jobId = replies[index]?.json.jobId ?? '';
    const request = servers(collector).find(({ attributes }) => attributes['figma_exporter.job.id'] === jobId);
    const calls = childrenOf(collector, request);
    t.equal(calls.length, modelCalls.get(jobId), `the job of ${size}`);
    t.ok(calls.length >= size);
    t.ok(calls.every(({ traceId }) => traceId === request?.traceId));
  }
  t.equal(new Set(servers(collector).map(({ traceId }) => traceId)).size, sizes.length);
});

await t.test('names failures of calls, requests and leaving clients by kind', async (t) => {
  const { url, collector, flush, provider } = await start(t);
  provider.setFaults(() => 'unauthorized');
  t.equal((await postRename(url, renameBody(textLayers(1)))).status, 502);
  t.equal((await postRename(url, renameBody([]))).status, 400);
  t.equal((await fetch(`${url}/nowhere/${email}`)).status, 404);
  provider.setFaults(() => 'hang');
  const leaving = new AbortController();
  const left = postRename(url, renameBody(textLayers(1)), { signal: leaving.signal }).catch(() => 'left');
  await until('it is at work', () => provider.stats.inFlight > 0);
  leaving.abort();
  await left;
  await until('its call is over', () => provider.stats.inFlight === 0);
  await flush();

  const find = (status: number) =>
    servers(collector).find(({ attributes }) => attributes['http.response.status_code'] === status);
  t.match(find(502), { status: { code: 2 }, attributes: { 'error.type': '502' } });
  t.match(childrenOf(collector, find(502)), [{ status: { code: 2 }, attributes: { 'error.type': '401' } }]);
  t.not(find(400)?.status.code, 2);
  t.equal(find(404)?.name, 'GET');
  t.match(childrenOf(collector, find(499)), [{ attributes: { 'error.type': 'aborted' } }]);
  t.notOk(collector.raw.includes(email));
});

await t.test('sends no picture, prompt, frame name, answer or e-mail', async (t) => {
  const { url, collector, flush } = await start(t);
  const marked = { namingRules: 'Rules that nobody may read' };
  await postRename(url, renameBody(sampleLayers(3), { userEmail: email, ...marked }), {
    path: `/api/rename-layers?user=${email}`,
    headers: { 'x-figma-user': email, 'user-agent': email },
  });
  const variants = await postRename(url, { ...frame, generateImages: true }, { path: '/api/generate-edits' });
  t.equal(variants.status, 200);
  await flush();
  t.equal(servers(collector).length, 2);
  t.ok(collector.spans.some(({ attributes }) => attributes['gen_ai.output.type'] === 'image'));
  for (const secret of [email, samplePicture(0).slice(40, 80), 'nobody may read', 'Welcome', '127.0.0.1:', 'theme']) {
    t.notOk(collector.raw.includes(secret), secret);
  }
});

await t.test('dist/server.js sends what it has when it stops', async (t) => {
  const collector = await startOtlpReceiver(t);
  const server = startServer(t, {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-tenant=a',
    OTEL_SERVICE_NAME: 'designs',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
    DATABASE_URL: 'off',
  });
  t.equal((await postRename(await server.url(), renameBody(textLayers(2)))).status, 200);
  server.child.kill('SIGTERM');
  await server.exited;
  t.equal(servers(collector).length, 1);
  t.ok(childrenOf(collector, servers(collector)[0]).length > 0);
  t.match(collector.resource, { 'service.name': 'designs', 'deployment.environment.name': 'test' });
  t.ok(collector.points.some(({ metric }) => metric === 'gen_ai.client.operation.duration'));
});

await t.test('reports an unreachable collector once and delays nothing', async (t) => {
  let log = '';
  const { app, url } = await startApp(t, {
    env: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9/no-collector' },
    onLogLine: (line) => void (log += line),
  });
  t.equal((await postRename(url, renameBody(textLayers(1)))).status, 200);
  await closeApp({ app });
  t.ok(log.split('"telemetry.failed"').length <= 2, 'once at most');
});

await t.test('uses the provider names of the conventions', async (t) => {
  t.equal(providerNameOf('demo', 'http://127.0.0.1:1/api/v1'), 'demo');
  t.equal(providerNameOf('openrouter', 'https://openrouter.ai/api/v1'), 'openrouter');
  t.equal(providerNameOf('openrouter', 'https://europe.api.mistral.ai/v1'), 'mistral_ai');
  t.equal(providerNameOf('openrouter', 'https://notopenrouter.ai/v1'), 'openai');
  t.equal(providerNameOf('openrouter', 'http://127.0.0.1:11434/v1'), 'openai');
});
