import t from 'tap';
import { type Fault, type FaultKind, faultKinds } from '../../../demo/provider/faults.ts';
import { startDemoProvider } from '../../../demo/provider/provider.ts';
import { until } from '../../helpers/until.ts';
import { contentOf, namesIn, namingCall, post, useOwnConnections } from './call-provider.ts';

useOwnConnections(t);

const fourLayers = namingCall(['Log in', 'Sign up', 'Cancel', 'Help'].map((text) => ({ type: 'INSTANCE', text })));
const provider = await startDemoProvider({ latencyMs: 0 });
t.teardown(() => provider.close());

function callWith(fault: FaultKind | Fault) {
  provider.setFaults([fault]);
  return post(provider.url, fourLayers);
}

await t.test('refuses with OpenRouter’s error shape, and with retry-after where it applies', async (t) => {
  const statuses = [
    ['unauthorized', 401],
    ['no-credit', 402],
    ['forbidden', 403],
    ['not-found', 404],
    ['rate-limited', 429],
    ['server-error', 500],
    ['unavailable', 503],
    ['overloaded', 529],
  ] as const;
  for (const [kind, code] of statuses) {
    const reply = await callWith(kind);
    t.match(reply, { status: code, json: { error: { code, message: /\w/ } } }, kind);
    t.equal(reply.headers['retry-after'], [429, 503, 529].includes(code) ? '1' : undefined, `${kind}: retry-after`);
  }
  const longer = await callWith({ kind: 'rate-limited', retryAfterSeconds: 7 });
  t.equal(longer.headers['retry-after'], '7');
  const silent = await callWith({ kind: 'unavailable', retryAfterSeconds: null });
  t.notOk('retry-after' in silent.headers);
});

await t.test('replies 502 with an HTML page as a gateway does', async (t) => {
  const reply = await callWith('bad-gateway-html');
  t.match(reply, { status: 502, text: /<html>/, headers: { 'content-type': /text\/html/ } });
});

await t.test('resets connections or cuts the reply halfway', async (t) => {
  await t.rejects(callWith('reset'), { code: /ECONNRESET|UND_ERR_SOCKET/ });
  await t.rejects(callWith('cut-connection'), { message: /terminated|aborted|other side closed/ });
});

await t.test('leaves a hanging call unanswered until its caller leaves', async (t) => {
  provider.setFaults(['hang']);
  const before = provider.stats.aborted;
  const leave = new AbortController();
  const call = post(provider.url, fourLayers, leave.signal);
  await until('the call has arrived', () => provider.calls.at(-1)?.outcome === 'pending');
  leave.abort();
  await t.rejects(call, { name: 'AbortError' });
  await until('the call has ended', () => provider.stats.inFlight === 0);
  t.equal(provider.stats.aborted, before + 1);
});

await t.test('answers correctly after blank lines or byte by byte', async (t) => {
  const blank = await callWith('keep-alive');
  t.match(blank.text, /^\s*\n\s*\n\{/);
  t.equal(namesIn(blank.json).length, 4);
  const dripping = await callWith({ kind: 'drip', dripMs: 40 });
  t.equal(namesIn(dripping.json).length, 4);
});

await t.test('replies 200 without an answer: cut JSON, cut content, errors inside', async (t) => {
  t.match(await callWith('cut-json'), { status: 200, json: undefined, text: /^\{/ });
  const cut = await callWith('cut-content');
  t.equal(cut.json?.choices?.[0]?.finish_reason, 'length');
  t.throws(() => JSON.parse(contentOf(cut.json)));
  t.match(await callWith('error-in-200'), { status: 200, json: { error: { code: 502 } } });
  const choice = { finish_reason: 'error', error: { code: 502 } };
  t.match(await callWith('choice-error'), { status: 200, json: { choices: [choice] } });
});

await t.test('answers nonsense, nothing, a refusal, or without some layers', async (t) => {
  const nonsense = await callWith('nonsense');
  t.throws(() => JSON.parse(contentOf(nonsense.json)));
  t.equal(contentOf((await callWith('empty')).json), '');
  t.match(contentOf((await callWith('refusal')).json), /can't help/);
  const some = namesIn((await callWith('missing-layers')).json);
  t.same(
    some.map(({ layer }) => layer),
    [2, 4],
  );
});

await t.test('counts faults by kind and records them with their call', async (t) => {
  const before = provider.stats.faults['server-error'] ?? 0;
  const costBefore = provider.stats.costUsd;
  await callWith('server-error');
  t.equal(provider.stats.faults['server-error'], before + 1);
  t.equal(provider.stats.costUsd, costBefore, 'a refused call costs nothing');
  t.equal(provider.calls.at(-1)?.outcome, 'server-error');
});

await t.test('follows a script call by call, then answers normally', async (t) => {
  provider.setFaults(['server-error', null, { kind: 'unavailable' }]);
  const statuses: number[] = [];
  for (let i = 0; i < 5; i++) statuses.push((await post(provider.url, fourLayers)).status);
  t.same(statuses, [500, 200, 503, 200, 200]);
});

await t.test('a function decides by index and request', async (t) => {
  provider.setFaults((index, request) => (index > 0 && request.layers.length === 4 ? 'not-found' : undefined));
  t.equal((await post(provider.url, fourLayers)).status, 200);
  t.equal((await post(provider.url, fourLayers)).status, 404);
  t.equal((await post(provider.url, namingCall([{}]))).status, 200);
});

async function runSeeded() {
  const seeded = await startDemoProvider({
    latencyMs: 0,
    seed: 7,
    faults: { 'server-error': 0.2, 'rate-limited': 0.1 },
  });
  const statuses: number[] = [];
  for (let i = 0; i < 200; i++) statuses.push((await post(seeded.url, namingCall([{}]))).status);
  await seeded.close();
  return statuses;
}

await t.test('applies fault rates about as often as set, and identically for the same seed', async (t) => {
  const first = await runSeeded();
  const failed = first.filter((status) => status !== 200).length;
  t.ok(failed > 35 && failed < 85, `60 of 200 expected, ${failed} came`);
  t.ok(first.includes(500) && first.includes(429));
  t.same(await runSeeded(), first);
});

await t.test('picture faults do not affect other calls', async (t) => {
  for (const kind of faultKinds.slice(faultKinds.indexOf('no-picture'))) {
    t.equal(namesIn((await callWith(kind)).json).length, 4, kind);
  }
});
