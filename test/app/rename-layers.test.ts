import t from 'tap';
import { startApp } from '../helpers/app.ts';
import {
  type LayerJson,
  postRename,
  renameBody,
  sampleLayers,
  samplePicture,
  streamRename,
} from '../helpers/rename-requests.ts';
import { completion, namesFor, startStubProvider } from '../helpers/stub-provider.ts';

function anIcon(id: number, more: Partial<LayerJson> = {}): LayerJson {
  return { id: String(id), currentName: `Icon ${id}`, type: 'VECTOR', imageBase64: samplePicture(1), ...more };
}

function sorted(ids: readonly (string | undefined)[]): string[] {
  return ids.map(String).toSorted();
}

t.test('gives the 79 layers of a real design good names in request order', async (t) => {
  const { app, url, provider } = await startApp(t);
  const layers = sampleLayers();
  const { status, json, headers } = await postRename(url, renameBody(layers));
  t.equal(status, 200);
  t.match(headers, { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' });
  t.match(json.jobId, /^[0-9a-f]{8}-[0-9a-f]{4}-4/);
  t.same(
    json.layers?.map(({ id }) => id),
    layers.map(({ id }) => id),
  );
  t.ok(json.layers?.every(({ status: each, reason }) => each === 'renamed' && reason === undefined));
  const names = json.layers?.map(({ newName }) => newName) ?? [];
  t.ok(
    names.every(
      (name, index) => /^[\p{L}\p{N}]+(_[\p{L}\p{N}]+){0,4}$/u.test(name) && name !== layers[index]?.currentName,
    ),
    names.join(),
  );
  t.ok(new Set(names).size >= 60, `${new Set(names).size} distinct names`);
  t.equal(provider.stats.calls, Math.ceil(provider.stats.layersAsked / 5));
  t.ok(provider.stats.peakInFlight <= 10);
  t.same([app.byteLimit.usedBytes, app.ai.queue.running, app.ai.queue.waiting], [0, 0, 0]);
});

t.test('streams the job, each layer once as soon as it is named, then the totals', async (t) => {
  const { url } = await startApp(t);
  const { status, headers, events } = await streamRename(url, renameBody());
  t.equal(status, 200);
  // What makes proxies pass each line on at once.
  t.match(headers, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    'x-accel-buffering': 'no',
  });
  t.same(
    events.map(({ type }) => type),
    ['job', 'layer', 'done'],
  );

  const layers = sampleLayers();
  const { events: all } = await streamRename(url, renameBody(layers));
  t.match(all[0], { type: 'job', jobId: /^[0-9a-f-]{36}$/, total: 79 });
  const told = all.filter(({ type }) => type === 'layer');
  t.same(sorted(told.map(({ id }) => id)), sorted(layers.map(({ id }) => id)));
  t.same(
    told.map(({ done }) => done),
    Array.from({ length: 79 }, (_, index) => index + 1),
  );
  t.ok(told.every(({ total }) => total === 79));
  t.match(all.at(-1), { type: 'done', renamed: 79, kept: 0, durationMs: Number });
  t.equal(all.length, 81);
});

t.test('sends a layer before the job ends', async (t) => {
  const { url, provider } = await startApp(t, { env: { LAYERS_PER_CALL: '1' }, demo: { faults: [null, 'hang'] } });
  const controller = new AbortController();
  const reply = await fetch(`${url}/api/rename-layers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/html, application/x-ndjson;q=0.9' },
    body: JSON.stringify(renameBody(sampleLayers(2))),
    signal: controller.signal,
  });
  const reader = reply.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (let ended = false; !ended && !text.includes('"type":"layer"'); ) {
    const { done = true, value = '' } = (await reader?.read()) ?? {};
    text += value;
    ended = done;
  }
  t.match(text, /"status":"renamed"/);
  t.equal(provider.stats.inFlight, 1, 'the other call is still on its way');
  controller.abort();
});

t.test('the reply has the form that the client prefers', async (t) => {
  const { url } = await startApp(t);
  for (const [accept, isStream] of [
    ['application/x-ndjson; charset=utf-8', true],
    ['application/x-ndjson; charset=UTF-8; q=0.8, application/json; q=0.2', true],
    ['APPLICATION/X-NDJSON', true],
    ['application/x-ndjson;q=0.5, */*;q=0.1', true],
    ['application/json, application/x-ndjson;q=0.9', false],
    ['application/x-ndjson;q=0', false],
    ['*/*', false],
    ['application/*', false],
    ['text/event-stream', false],
  ] as const) {
    const { headers } = await postRename(url, renameBody(sampleLayers(1)), { headers: { accept } });
    t.match(headers['content-type'], isStream ? /^application\/x-ndjson/ : /^application\/json/, accept);
  }
});

t.test('writes names in each naming style', async (t) => {
  const { url } = await startApp(t);
  const patterns: [string, RegExp][] = [
    ['snake_case', /^[a-z0-9]+(_[a-z0-9]+)*$/],
    ['kebab-case', /^[a-z0-9]+(-[a-z0-9]+)*$/],
    ['camelCase', /^[a-z][A-Za-z0-9]*$/],
    ['PascalCase', /^[A-Z0-9][A-Za-z0-9]*$/],
    ['Title Case', /^[A-Z0-9][a-z0-9]*( [A-Z0-9][a-z0-9]*)*$/],
    ['Slash/Case', /^[A-Z0-9][A-Za-z0-9 ]*(\/[A-Z0-9][A-Za-z0-9 ]*)*$/],
  ];
  for (const [namingStyle, pattern] of patterns) {
    const { json } = await postRename(url, renameBody(sampleLayers(10), { namingStyle }));
    for (const { newName } of json.layers ?? []) t.match(newName, pattern, `${namingStyle}: ${newName}`);
    t.equal(json.layers?.length, 10);
  }
});

t.test('names identical layers with one call and gives all of them the name', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url, env: { LAYERS_PER_CALL: '1' } });
  const same = Array.from({ length: 40 }, (_, id) => anIcon(id));
  const { json } = await postRename(url, renameBody(same));
  t.equal(provider.calls.length, 1);
  t.same(
    json.layers?.map(({ id, newName }) => [id, newName]),
    same.map(({ id }) => [id, 'name_a']),
  );

  const { events } = await streamRename(
    url,
    renameBody([
      ...same,
      anIcon(40, { type: 'FRAME' }),
      anIcon(41, { text: 'Go' }),
      anIcon(42, { imageBase64: samplePicture(3) }),
    ]),
  );
  t.equal(provider.calls.length, 1 + 4);
  t.match(events.at(-1), { renamed: 43, kept: 0 });
});

t.test('DEDUPE=false names each layer separately', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url, env: { LAYERS_PER_CALL: '1', DEDUPE: 'false' } });
  const layers = Array.from({ length: 6 }, (_, id) => anIcon(id));
  t.equal((await postRename(url, renameBody(layers))).status, 200);
  t.equal(provider.calls.length, 6);
});

t.test('keeps a layer with neither picture nor text without a call', async (t) => {
  const { url, provider } = await startApp(t);
  const bare = [
    { id: '1', currentName: 'Group 1', type: 'GROUP' },
    { id: '2', currentName: 'Group 2', type: 'GROUP', imageBase64: '', text: '' },
    { id: '3', currentName: 'Text 3', type: 'TEXT', imageBase64: '', text: 'Save' },
  ];
  const { json } = await postRename(url, renameBody(bare));
  t.same(json.layers?.slice(0, 2), [
    { id: '1', newName: 'Group 1', status: 'kept', reason: 'no_picture' },
    { id: '2', newName: 'Group 2', status: 'kept', reason: 'no_picture' },
  ]);
  t.match(json.layers?.[2], { id: '3', status: 'renamed' });
  t.equal(provider.stats.layersAsked, 1);
  const none = await postRename(url, renameBody(bare.slice(0, 2)));
  t.equal(none.status, 200, 'nothing failed, there was nothing to name');
  t.equal(provider.stats.calls, 1);
});

t.test('swapping the pictures of two layers without text swaps their names', async (t) => {
  const { url } = await startApp(t);
  const [a, b] = [samplePicture(1), samplePicture(30)];
  const name = async (first: string, second: string): Promise<string[]> => {
    const layers = [first, second].map((imageBase64, id) => ({
      id: `${id}`,
      currentName: 'Vector',
      type: 'VECTOR',
      imageBase64,
    }));
    return (await postRename(url, renameBody(layers))).json.layers?.map(({ newName }) => newName) ?? [];
  };
  const names = await name(a, b);
  t.not(names[0], names[1]);
  t.same(await name(b, a), names.toReversed());
});

t.test('accepts 500 layers, plain lists of names and reordered answers', async (t) => {
  const provider = await startStubProvider(t, (call, index) => {
    const words = call.layers.map((text) => `n${/Caption (\d+)/.exec(text)?.[1]}`);
    if (index % 2 === 0) return completion({ names: words });
    return completion({ names: words.map((name, place) => ({ layer: place + 1, name })).toReversed() });
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const layers = Array.from({ length: 500 }, (_, id) => ({
    id: `${id}`,
    currentName: 'Text',
    type: 'TEXT',
    text: `Caption ${id}`,
  }));
  const { json } = await postRename(url, renameBody(layers));
  t.same(
    json.layers?.map(({ newName }) => newName),
    layers.map(({ id }) => `n${id}`),
  );
  t.equal(provider.calls.length, 100);
});
