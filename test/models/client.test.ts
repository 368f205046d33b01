import { getEventListeners } from 'node:events';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import t, { type Test } from 'tap';
import { Pool } from 'undici';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import type { ChatCall } from '../../src/models/chat-call.ts';
import { createOpenRouterClient } from '../../src/models/client.ts';
import type { ProviderError } from '../../src/models/provider-error.ts';
import { createTally } from '../../src/models/tally.ts';
import { completion, type StubAnswer, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';
import { within } from '../helpers/within.ts';

const body = { messages: [{ role: 'user', content: [{ type: 'text', text: 'Layer 1\ntype: TEXT\ntext: "Save"' }] }] };
const call: ChatCall = { models: ['first'], body, timeoutMs: 5000, maxAnswerBytes: 100_000 };
const sound = completion({ names: ['save'] }, { prompt_tokens: 10, completion_tokens: 2, cost: 0.5 });
const never = new AbortController().signal;

/** A client whose waits are written down instead of waited. */
function aClient(t: Test, baseUrl: string, random = 0.5) {
  const pool = new Pool(new URL(baseUrl).origin, { connections: 4 });
  t.teardown(async () => pool.destroy());
  const waits: number[] = [];
  const wait = async (ms: number): Promise<void> => void waits.push(ms);
  return {
    waits,
    client: createOpenRouterClient({ baseUrl, apiKey: 'sk-secret', dispatcher: pool, random: () => random, wait }),
  };
}

/** A client of a provider that gives these answers, then sound ones. */
async function facing(t: Test, answers: readonly (StubAnswer | undefined)[], random?: number) {
  const provider = await startStubProvider(t, (_call, index) => (index < answers.length ? answers[index] : sound));
  return { provider, tally: createTally(), ...aClient(t, provider.url, random) };
}

function failure(status: number, more: Partial<StubAnswer> = {}): StubAnswer {
  return { status, body: { error: { code: status, message: 'no' } }, ...more };
}

t.test('returns an answer with its usage and counts each failed attempt once', async (t) => {
  const { client, provider, waits, tally } = await facing(t, [failure(500), failure(503)]);
  const answer = await client.chat(call, never, tally);
  t.match(answer, { content: '{"names":["save"]}', model: 'stub' });
  t.same(tally, {
    modelCalls: 3,
    promptTokens: 10,
    completionTokens: 2,
    costUsd: 0.5,
    unpricedCalls: 0,
    imagesMade: 0,
  });
  t.equal(provider.calls.length, 3);
  t.same(waits, [250, 500], 'half of 500 ms, then half of a second');
});

t.test('gives up after three attempts', async (t) => {
  const { client, provider, tally } = await facing(
    t,
    Array.from({ length: 9 }, () => failure(502, { body: '<html>502</html>' })),
  );
  await t.rejects(client.chat(call, never, tally), { name: 'ProviderError', fault: 'status', status: 502 });
  t.equal(provider.calls.length, 3);
  t.equal(tally.modelCalls, 3);
});

t.test('gives up after two empty answers, and retries one that follows another failure', async (t) => {
  const twice = await facing(t, [completion(''), completion('')]);
  await t.rejects(twice.client.chat(call, never, twice.tally), { name: 'ProviderError', fault: 'empty' });
  t.equal(twice.provider.calls.length, 2);
  const once = await facing(t, [failure(500), completion('')]);
  t.match(await once.client.chat(call, never, once.tally), { content: '{"names":["save"]}' });
  t.equal(once.provider.calls.length, 3);
});

for (const status of [400, 401, 402, 403, 404, 413, 422]) {
  t.test(`does not retry ${status}`, async (t) => {
    const { client, provider, tally } = await facing(t, [failure(status)]);
    await t.rejects(client.chat(call, never, tally), {
      name: 'ProviderError',
      fault: 'status',
      status,
      retryable: false,
    });
    t.equal(provider.calls.length, 1);
  });
}

for (const status of [408, 429, 500, 502, 503, 504, 524, 529]) {
  t.test(`retries ${status}`, async (t) => {
    const { client, provider, tally } = await facing(t, [failure(status)]);
    await client.chat(call, never, tally);
    t.equal(provider.calls.length, 2);
  });
}

t.test('waits for retry-after plus jitter, in seconds or as a date, unless it is too long', async (t) => {
  const seconds = await facing(t, [failure(429, { headers: { 'retry-after': '7' } })], 0);
  await seconds.client.chat(call, never, seconds.tally);
  t.same(seconds.waits, [7000]);

  const inTenSeconds = new Date(Date.now() + 10_000).toUTCString();
  const date = await facing(t, [failure(503, { headers: { 'retry-after': inTenSeconds } })], 0);
  await date.client.chat(call, never, date.tally);
  t.ok((date.waits[0] ?? 0) > 8000 && (date.waits[0] ?? 0) <= 10_000, String(date.waits[0]));

  const long = await facing(t, [failure(429, { headers: { 'retry-after': '3600' } })]);
  await t.rejects(long.client.chat(call, never, long.tally), { name: 'ProviderError', status: 429 });
  t.same([long.waits, long.provider.calls.length], [[], 1]);
});

t.test('retries with the other models in order; the last stays', async (t) => {
  const { client, provider, tally } = await facing(t, [failure(500), failure(500)]);
  await client.chat({ ...call, models: ['one', 'two'] }, never, tally);
  t.same(
    provider.calls.map(({ json }) => json.model),
    ['one', 'two', 'two'],
  );
});

t.test('switches to the next model at once after a 404', async (t) => {
  const { client, provider, waits, tally } = await facing(t, [failure(404)]);
  await client.chat({ ...call, models: ['gone', 'here'] }, never, tally);
  t.same(
    provider.calls.map(({ json }) => json.model),
    ['gone', 'here'],
  );
  t.same(waits, []);
});

t.test('retries refused and reset connections, truncated answers and timeouts', async (t) => {
  for (const kind of ['reset', 'cut-connection', 'cut-json', 'hang', 'keep-alive'] as const) {
    const provider = await startDemoProvider({ latencyMs: 0, faults: [kind] });
    t.teardown(async () => provider.close());
    const { client } = aClient(t, provider.url);
    const answer = await client.chat({ ...call, timeoutMs: 300 }, never, createTally());
    t.match(answer.content, /names/, kind);
    t.equal(provider.stats.calls, kind === 'keep-alive' ? 1 : 2, kind);
  }
  const { client } = aClient(t, 'http://127.0.0.1:1/api/v1');
  const tally = createTally();
  await t.rejects(client.chat(call, never, tally), { name: 'ProviderError', fault: 'transport', retryable: true });
  t.equal(tally.modelCalls, 3);
});

t.test('the end of a job ends its call, or its wait between two attempts, at once', async (t) => {
  const provider = await startDemoProvider({ latencyMs: 60_000 });
  t.teardown(async () => provider.close());
  const controller = new AbortController();
  const { client } = aClient(t, provider.url);
  const chat = client.chat(call, controller.signal, createTally());
  await until('the call is there', () => provider.stats.inFlight === 1 && provider.stats.calls === 1);
  controller.abort(new Error('left'));
  await t.rejects(chat, /left/);
  await until('the provider sees it', () => provider.stats.aborted === 1);

  const failing = await startStubProvider(t, () => failure(500));
  const pool = new Pool(new URL(failing.url).origin);
  t.teardown(async () => pool.destroy());
  const waiting = new AbortController();
  const patient = createOpenRouterClient({
    baseUrl: failing.url,
    apiKey: undefined,
    dispatcher: pool,
    random: () => 0.99,
  });
  const second = patient.chat(call, waiting.signal, createTally());
  await until('the first try has failed', () => failing.calls.length === 1);
  waiting.abort(new Error('left too'));
  await t.rejects(second, /left too/);
  t.equal(failing.calls.length, 1);
});

t.test('the end of a job ends a call that waits for the trials of others at once', async (t) => {
  const silent = await startStubProvider(t, () => undefined);
  const pool = new Pool(new URL(silent.url).origin);
  t.teardown(async () => pool.destroy());
  const client = createOpenRouterClient({
    baseUrl: silent.url,
    apiKey: undefined,
    dispatcher: pool,
    trialMs: 60_000,
  });
  const others = new AbortController();
  const trials = [1, 2].map(() => client.chat({ ...call, timeoutMs: 60_000 }, others.signal, createTally()));
  for (const trial of trials) trial.catch(() => undefined);
  await until('two try the form', () => silent.calls.length === 2);
  const job = new AbortController();
  const waiting = client.chat(call, job.signal, createTally());
  waiting.catch(() => undefined);
  job.abort(new Error('left'));
  await within('it ends', t.rejects(waiting, /left/), 10_000);
  t.same([silent.calls.length, getEventListeners(job.signal, 'abort').length], [2, 0]);
  others.abort(new Error('the end'));
  await Promise.allSettled(trials);
});

t.test('gives up on an answer that is too long', async (t) => {
  const { client, provider, tally } = await facing(t, [completion('x'.repeat(200_000))]);
  await t.rejects(client.chat(call, never, tally), { name: 'ProviderError', fault: 'transport', retryable: false });
  t.equal(provider.calls.length, 1);
});

t.test('reads answers and errors that a proxy compressed against the request', async (t) => {
  for (const [encoding, encode] of Object.entries({ gzip: gzipSync, deflate: deflateSync, BR: brotliCompressSync })) {
    const encoded = ({ body: json, status = 200 }: StubAnswer): StubAnswer => ({
      status,
      headers: { 'content-encoding': encoding },
      body: encode(JSON.stringify(json)),
    });
    const { client, provider, tally } = await facing(t, [encoded(failure(429)), encoded(sound)]);
    t.match(await client.chat(call, never, tally), { content: '{"names":["save"]}' }, encoding);
    t.same([tally.modelCalls, tally.costUsd], [2, 0.5], encoding);
    t.equal(provider.calls[0]?.headers['accept-encoding'], 'identity');
  }
});

t.test(
  'retries an answer whose encoding is broken or unknown, and gives up on one that unpacks to too much',
  async (t) => {
    const whole = gzipSync(JSON.stringify(sound.body));
    const gzip = { 'content-encoding': 'gzip' };
    for (const [what, first] of Object.entries({
      'broken off': { headers: gzip, body: whole.subarray(0, whole.length - 12) },
      'not encoded at all': { headers: gzip, body: JSON.stringify(sound.body) },
      unknown: { headers: { 'content-encoding': 'constructor' }, body: whole },
      several: { headers: { 'content-encoding': 'gzip, gzip' }, body: gzipSync(whole) },
    })) {
      const { client, tally } = await facing(t, [first]);
      t.match(await client.chat(call, never, tally), { content: '{"names":["save"]}' }, what);
      t.equal(tally.modelCalls, 2, what);
    }
    const bomb = { headers: gzip, body: gzipSync(Buffer.alloc(50_000_000, ' ')) };
    const { client, tally } = await facing(t, [bomb]);
    await t.rejects(client.chat(call, never, tally), { name: 'ProviderError', fault: 'transport', retryable: false });
    t.equal(tally.modelCalls, 1);
  },
);

t.test('errors contain neither the key nor quoted pictures', async (t) => {
  const picture = 'iVBORw0KGgo'.repeat(40);
  const message = `Incorrect key sk-or-v1-${'0123456789abcdef'.repeat(4)} or picture data:image/png;base64,${picture}==`;
  const { client, tally } = await facing(t, [failure(400, { body: { error: { code: 400, message } } })]);
  const error = await client.chat(call, never, tally).then(
    () => undefined,
    (thrown: unknown) => thrown as ProviderError,
  );
  const shown = `${error?.message} ${error?.stack}`;
  t.match(shown, /Incorrect key/);
  t.notMatch(shown, /0123456789abcdef|iVBORw0KGgoiVBORw0KGgo|sk-secret/);
});
