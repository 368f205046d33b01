import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody, samplePicture, streamRename, textLayers } from '../helpers/rename-requests.ts';
import { completion, namesFor, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';

function failure(status: number) {
  return { status, body: { error: { code: status, message: 'no' } } };
}

function mentions(call: StubCall, caption: number): boolean {
  return call.layers.some((text) => text.includes(`"Caption ${caption}"`));
}

function reasonsIn(layers: readonly { readonly reason?: string }[] | undefined): (string | undefined)[] | undefined {
  return layers?.map(({ reason }) => reason);
}

t.test('asks again only for layers missing from an answer, each alone', async (t) => {
  const provider = await startStubProvider(t, (call, index) =>
    index === 0
      ? completion({
          names: [
            { layer: 5, name: 'five' },
            { layer: 1, name: 'one' },
          ],
        })
      : namesFor(call, 'alone'),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(textLayers(5)));
  t.same(
    json.layers?.map(({ newName }) => newName),
    ['one', 'alone_a', 'alone_a', 'alone_a', 'five'],
  );
  t.same(
    provider.calls.map(({ layers }) => layers.length),
    [5, 1, 1, 1],
  );
});

t.test('keeps a layer as unusable_answer after two unusable answers', async (t) => {
  const provider = await startStubProvider(t, (call) =>
    mentions(call, 1) ? completion('ducks {on} the moon') : namesFor(call),
  );
  const { url } = await startApp(t, { providerUrl: provider.url, env: { LAYERS_PER_CALL: '2' } });
  const { status, json } = await postRename(url, renameBody(textLayers(4)));
  t.equal(status, 200);
  t.match(json.layers?.[1], { id: '1', newName: 'Text 1', status: 'kept', reason: 'unusable_answer' });
  t.same(reasonsIn(json.layers), [undefined, 'unusable_answer', undefined, undefined]);
  t.equal(provider.calls.length, 4, 'two batches, then the two layers of the bad one alone');
});

t.test('splits a refused batch and keeps the layer that is refused alone', async (t) => {
  const refusal = { body: { choices: [{ finish_reason: 'content_filter', message: { content: null } }] } };
  const provider = await startStubProvider(t, (call) => (mentions(call, 2) ? refusal : namesFor(call)));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { events } = await streamRename(url, renameBody(textLayers(5)));
  const kept = events.filter(({ status }) => status === 'kept');
  t.match(kept, [{ id: '2', newName: 'Text 2', reason: 'refused' }]);
  t.match(events.at(-1), { type: 'done', renamed: 4, kept: 1 });
  t.equal(provider.calls.length, 5, 'halves of three and two, then of two and one');
});

t.test('treats moderation (403) as a refusal of one layer, not of the key', async (t) => {
  const { app, url, provider } = await startApp(t, { env: { LAYERS_PER_CALL: '1' } });
  provider.setFaults(() => 'forbidden');
  // More than a circuit needs to open, if these were failures of the provider.
  const all = await postRename(url, renameBody(textLayers(40)));
  t.match([all.status, all.json], [502, { error: 'AI provider failed', message: /refused the content.*flagged/ }]);
  t.notMatch(all.text, 'Layer 1', 'what was flagged is not quoted');
  t.same([...app.ai.circuits.states().values()], ['closed']);
  provider.setFaults(['forbidden']);
  const { status, json } = await postRename(url, renameBody(textLayers(3)));
  t.equal(status, 200);
  t.same(reasonsIn(json.layers), ['refused', undefined, undefined]);
});

t.test('reports a 403 without moderation as a key problem', async (t) => {
  const provider = await startStubProvider(t, () => failure(403));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { status, json } = await postRename(url, renameBody(textLayers(1)));
  t.match([status, json.message], [502, /does not allow the service's key.*the person who runs the service/]);
});

for (const status of [400, 413, 422]) {
  t.test(`a batch that fails with ${status} is split in two until the bad layer is alone`, async (t) => {
    const provider = await startStubProvider(t, (call) => (mentions(call, 0) ? failure(status) : namesFor(call)));
    const { url } = await startApp(t, { providerUrl: provider.url });
    const { json } = await postRename(url, renameBody(textLayers(3)));
    t.same(reasonsIn(json.layers), ['provider_failed', undefined, undefined]);
    t.equal(provider.calls.length, 5);
  });
}

t.test('retries a temporary failure in one place: three calls, not nine', async (t) => {
  const provider = await startStubProvider(t, (call) =>
    mentions(call, 0) ? { ...failure(503), headers: { 'retry-after': '0' } } : namesFor(call),
  );
  const { url } = await startApp(t, { providerUrl: provider.url, env: { LAYERS_PER_CALL: '2' } });
  const { status, json } = await postRename(url, renameBody(textLayers(4)));
  t.equal(status, 200);
  t.same(reasonsIn(json.layers), ['provider_failed', 'provider_failed', undefined, undefined]);
  t.equal(provider.calls.length, 4, 'three for the batch that fails, one for the other');
});

t.test("replies 502 without the provider's text if every call fails", async (t) => {
  for (const status of [400, 401, 402, 404]) {
    const message = 'secret-of-the-provider';
    const provider = await startStubProvider(t, () => ({ status, body: { error: { code: status, message } } }));
    const { app, url } = await startApp(t, { providerUrl: provider.url });
    const reply = await postRename(url, renameBody(textLayers(1)));
    t.equal(reply.status, 502, String(status));
    t.match(reply.json, {
      error: 'AI provider failed',
      code: 'EXPORTER_PROVIDER_FAILED',
      message: String,
      requestId: String,
    });
    t.notMatch(reply.text, message);
    t.equal(reply.headers['access-control-allow-origin'], '*');
    t.equal(provider.calls.length, 1);
    t.same([app.byteLimit.usedBytes, app.ai.queue.running], [0, 0]);

    const { events } = await streamRename(url, renameBody(textLayers(1)));
    t.same(
      events.map(({ type }) => type),
      ['job', 'layer', 'error'],
    );
    t.match(events.at(-1), { error: 'AI provider failed', code: 'EXPORTER_PROVIDER_FAILED', message: String });
  }
});

t.test('replies 502 if every answer is nonsense', async (t) => {
  const provider = await startStubProvider(t, () => completion('no idea'));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const reply = await postRename(url, renameBody(textLayers(2)));
  t.equal(reply.status, 502);
  t.equal(provider.calls.length, 3);
});

t.test('an unreachable provider gives 502 until the circuit opens, then 503', async (t) => {
  const { app, url } = await startApp(t, { providerUrl: 'http://127.0.0.1:1/api/v1' });
  const replies: string[] = [];
  // Three attempts for one layer are too few to open the circuit, the twelve for four calls are enough.
  for (const layers of [1, 20, 1]) {
    const { status, json } = await postRename(url, renameBody(textLayers(layers)));
    replies.push(`${status} ${json.code}`);
  }
  t.same(replies, ['502 EXPORTER_PROVIDER_FAILED', '503 EXPORTER_BUSY', '503 EXPORTER_BUSY']);
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('every provider fault leaves each layer named or kept with a reason', async (t) => {
  const faults = [
    'rate-limited',
    'server-error',
    'bad-gateway-html',
    'reset',
    'cut-connection',
    'cut-json',
    'cut-content',
    'error-in-200',
    'choice-error',
    'nonsense',
    'empty',
    'missing-layers',
    'refusal',
    'keep-alive',
  ] as const;
  const { app, url, provider } = await startApp(t);
  for (const kind of faults) {
    provider.setFaults([{ kind, retryAfterSeconds: 0 }, null, { kind, retryAfterSeconds: 0 }]);
    const { status, json } = await postRename(url, renameBody(textLayers(12)));
    t.equal(status, 200, kind);
    t.ok(
      json.layers?.every(({ status: each }) => each === 'renamed'),
      `${kind}: one try again is enough for each`,
    );
    t.equal(app.byteLimit.usedBytes, 0, kind);
  }
});

t.test('logs no picture or key that a provider quotes', async (t) => {
  const lines: string[] = [];
  const provider = await startStubProvider(t, (call) => ({
    status: 400,
    body: { error: { code: 400, message: `bad: ${call.body.toString().slice(-4000)} ${call.headers.authorization}` } },
  }));
  const { url } = await startApp(t, {
    providerUrl: provider.url,
    onLogLine: (line) => lines.push(line),
    env: { OPENROUTER_API_KEY: `sk-or-v1-${'fedcba98'.repeat(8)}` },
  });
  const mark = Buffer.from('a-marked-picture-'.repeat(200)).toString('base64').slice(0, 4000);
  const imageBase64 = `iVBORw0KGgoAAAANSUhEUgAA${mark}`;
  const reply = await postRename(
    url,
    renameBody([{ id: '1', currentName: 'a', type: 'FRAME', imageBase64 }], { userEmail: 'marked@example.com' }),
  );
  t.equal(reply.status, 502, reply.text);
  const log = lines.join('');
  t.match(log, /provider\.failed/);
  t.notMatch(log, /fedcba98fedcba98/);
  t.notMatch(log, mark.slice(400, 460));
  t.notMatch(log, 'marked@example.com');
});

t.test("halves calls that exceed the model's context and loses no layer", async (t) => {
  const tooLong = 'the request exceeds the available context size (4096 tokens), try increasing it';
  const provider = await startStubProvider(t, (call) =>
    call.layers.length > 2
      ? { status: 400, body: { error: { code: 400, message: tooLong, type: 'exceed_context_size_error' } } }
      : namesFor(call),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { status, json } = await postRename(url, renameBody(textLayers(50)));
  t.equal(status, 200);
  t.ok(json.layers?.every((layer) => layer.status === 'renamed'));
  t.ok(provider.calls.length <= 50, `${provider.calls.length} calls`);
});

t.test('marks a name low wherever it appears again after it was given to most layers of a call', async (t) => {
  const provider = await startStubProvider(t, (call) =>
    completion({ names: call.layers.map((_, index) => ({ layer: index + 1, name: 'card item' })) }),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(textLayers(12)));
  t.same(new Set(json.layers?.map(({ confidence }) => confidence)), new Set(['low']));
  t.ok(provider.calls.length <= 12, `${provider.calls.length} calls`);
});

t.test('retries each empty answer once', async (t) => {
  const provider = await startStubProvider(t, () => ({ body: { choices: [] } }));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { status } = await postRename(url, renameBody(textLayers(50)));
  t.equal(status, 502);
  t.ok(provider.calls.length < 50, `${provider.calls.length} calls`);
});

t.test(
  'names layers that have words if the model takes no pictures, and says why the others keep theirs',
  async (t) => {
    const provider = await startStubProvider(t, (call) =>
      JSON.stringify(call.json.messages).includes('image_url')
        ? { status: 404, body: { error: { code: 404, message: 'No endpoints found that support image input' } } }
        : namesFor(call),
    );
    const { url } = await startApp(t, { providerUrl: provider.url });
    const layers = textLayers(10).map((layer, index) =>
      index % 2 === 0
        ? layer
        : { id: layer.id, currentName: layer.currentName, type: 'FRAME', imageBase64: samplePicture(index) },
    );
    layers[0] = { ...layers[0], imageBase64: samplePicture(0) } as never;
    const { status, json } = await postRename(url, renameBody(layers));
    t.equal(status, 200);
    t.same(
      json.layers?.map(({ reason }) => reason),
      layers.map((_, index) => (index % 2 === 0 ? undefined : 'provider_failed')),
    );
    const refused = provider.calls.filter(({ json }) => JSON.stringify(json.messages).includes('image_url'));
    t.ok(refused.length <= 2, 'no more than the calls that find it out');
  },
);
