import { connect } from 'node:net';
import t from 'tap';
import { request } from 'undici';
import { type DemoOptions, startDemoProvider } from '../../../demo/provider/provider.ts';
import { until } from '../../helpers/until.ts';
import { namesIn, namingCall, post, readSample, useOwnConnections } from './call-provider.ts';

useOwnConnections(t);

async function start(test: Pick<typeof t, 'teardown'>, options: DemoOptions = {}) {
  const provider = await startDemoProvider({ latencyMs: 0, ...options });
  test.teardown(() => provider.close());
  return provider;
}

await t.test('answers a naming call in OpenRouter’s shape, each layer by number, with tokens and cost', async (t) => {
  const provider = await start(t);
  const layers = readSample('sign-in').slice(2, 7);
  const { status, json } = await post(provider.url, namingCall(layers));
  t.equal(status, 200);
  t.match(json, {
    id: /^gen-demo-/,
    model: 'google/gemini-3.6-flash',
    provider: 'Demo',
    object: 'chat.completion',
    choices: [{ finish_reason: 'stop', message: { role: 'assistant' } }],
  });
  t.same(namesIn(json), [
    { layer: 1, name: 'welcome_back_heading' },
    { layer: 2, name: 'email_address_input' },
    { layer: 3, name: 'password_input' },
    { layer: 4, name: 'remember_me_checkbox' },
    { layer: 5, name: 'login_button' },
  ]);
  const usage = json?.usage;
  t.ok(usage && usage.prompt_tokens > 5 * 258, 'five pictures are counted');
  t.equal(usage?.total_tokens, (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0));
  t.ok(usage && usage.cost > 0.0001 && usage.cost < 0.01, 'a plausible price');
  t.equal(provider.stats.costUsd, usage?.cost);
});

await t.test('records a call with its request, headers and outcome, without pictures', async (t) => {
  const seen: string[] = [];
  const provider = await start(t, { onCall: (call) => seen.push(call.outcome) });
  const [layer] = readSample('sign-in').slice(2, 3);
  const call = namingCall([layer ?? {}]);
  await post(provider.url, call, undefined, { authorization: 'Bearer k', 'x-title': 'Exporter', 'x-other': 'no' });
  t.same(seen, ['pending'], 'onCall comes before the answer');
  t.match(provider.calls, [
    { index: 0, kind: 'naming', layers: [1], model: 'google/gemini-3.6-flash', imageCount: 1, outcome: 'ok' },
  ]);
  const [recorded] = provider.calls;
  t.match(recorded?.headers, {
    authorization: 'Bearer k',
    'x-title': 'Exporter',
    'content-type': 'application/json',
  });
  t.notOk(recorded && 'x-other' in recorded.headers);
  t.match(recorded?.texts, [/naming style/, /^Layer 1\n/]);
  t.notMatch(JSON.stringify(recorded), /base64/);
});

await t.test('with look off counts layers in the passing bytes and gives canned names', async (t) => {
  const provider = await start(t, { look: false });
  const layers = readSample('dashboard').slice(0, 10);
  const { json } = await post(provider.url, namingCall(layers));
  t.same(
    namesIn(json).map(({ layer }) => layer),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
  );
  t.equal(provider.stats.layersAsked, 10);
  t.same(provider.calls, [], 'nothing is recorded unless asked for');
});

await t.test('counts calls in flight and their peak; a disconnected caller is an aborted call', async (t) => {
  const provider = await start(t, { latencyMs: 60_000 });
  const leave = new AbortController();
  const calls = [1, 2, 3].map(() => post(provider.url, namingCall([{}]), leave.signal));
  await until('the calls have arrived', () => provider.calls.length === 3);
  t.equal(provider.stats.inFlight, 3);
  leave.abort();
  await Promise.allSettled(calls);
  await until('the calls have ended', () => provider.stats.inFlight === 0);
  t.match(provider.stats, { calls: 3, peakInFlight: 3, aborted: 3 });
  t.ok(provider.calls.every((call) => call.outcome === 'aborted'));
  provider.setLatency({ latencyMs: 0 });
  t.equal((await post(provider.url, namingCall([{}]))).status, 200, 'the latency can be changed while it runs');
});

await t.test('GET /models lists ids with prices and end dates, GET /key the remaining credit', async (t) => {
  const provider = await start(t, { limitRemaining: 4.5 });
  const models = (await (await request(`${provider.url}/models`)).body.json()) as { data: { id: string }[] };
  t.match(models.data[0], { id: 'google/gemini-3.6-flash', expiration_date: null, pricing: { prompt: /^0\.0/ } });
  t.match(
    models.data.find(({ id }) => id === 'google/gemini-2.5-flash'),
    { expiration_date: '2026-12-01' },
  );
  t.match(await (await request(`${provider.url}/key`)).body.json(), {
    data: { limit: 10, limit_remaining: 4.5, usage: 5.5 },
  });
  const nothing = await request(`${provider.url}/other`);
  t.equal(nothing.statusCode, 404);
  t.match(await nothing.body.json(), { error: { code: 404 } });
});

await t.test('with a key set, replies 401 as OpenRouter does to calls without it', async (t) => {
  const provider = await start(t, { apiKey: 'sk-demo' });
  const refused = await post(provider.url, namingCall([{}]), undefined, { authorization: 'Bearer wrong' });
  t.match(refused, { status: 401, json: { error: { code: 401, message: 'No auth credentials found' } } });
  const taken = await post(provider.url, namingCall([{}]), undefined, { authorization: 'Bearer sk-demo' });
  t.equal(taken.status, 200);
});

await t.test('refuses a body that is not JSON and serves the next call', async (t) => {
  const provider = await start(t);
  t.match(await post(provider.url, '{"messages":['), { status: 400, json: { error: { code: 400 } } });
  t.equal((await post(provider.url, namingCall([{}]))).status, 200);
});

await t.test('a caller that leaves during its upload is an aborted call too', async (t) => {
  for (const look of [true, false]) {
    const provider = await start(t, { look });
    const socket = connect(provider.port, '127.0.0.1');
    socket.write('POST /api/v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n{"messages":');
    await until('the call has arrived', () => provider.stats.calls >= 1);
    socket.destroy();
    await until('the call has ended', () => provider.stats.inFlight === 0);
    await new Promise((resolve) => setImmediate(resolve));
    t.equal(provider.stats.aborted, 1);
  }
});
