import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { noRedis, startRedisServer } from '../helpers/redis-server.ts';
import {
  type LayerJson,
  type PostOptions,
  postRename,
  renameBody,
  samplePicture,
  textLayers,
} from '../helpers/rename-requests.ts';
import { completion, namesFor, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';

const again = { remembered: true };

/** Names that no two calls share. */
function countedNames(call: StubCall, index: number) {
  const letters = 'abcdefghijklmnop';
  return completion({ names: call.layers.map((_, at) => ({ layer: at + 1, name: `run_${index}_${letters[at]}` })) });
}

function pictured(count: number): LayerJson[] {
  return Array.from({ length: count }, (_, index) => ({
    id: String(index),
    currentName: `Frame ${index}`,
    type: 'FRAME',
    imageBase64: samplePicture(index + 2),
  }));
}

function anew(key: string): PostOptions {
  return { headers: { 'cache-control': 'no-cache', 'idempotency-key': key } };
}

function as(key: string, user: string): PostOptions {
  return { ...again, headers: { authorization: `Bearer ${key}`, 'x-figma-user': user } };
}

function namesIn({ json }: { readonly json: { readonly layers?: { newName: string }[] } }): string[] | undefined {
  return json.layers?.map(({ newName }) => newName);
}

t.test('a second run on unchanged layers makes no call and returns the same names', async (t) => {
  const provider = await startStubProvider(t, countedNames);
  const { url } = await startApp(t, { providerUrl: provider.url });
  const sheets = [{ imageBase64: samplePicture(30), layerIds: ['s1', 's2'] }];
  const inSheet = ['s1', 's2'].map((id) => ({ id, currentName: 'Vector', type: 'VECTOR' }));
  const body = renameBody(
    [...pictured(6), ...textLayers(9).map((each) => ({ ...each, id: `t${each.id}` })), ...inSheet],
    {
      sheets,
    },
  );
  const first = await postRename(url, body, again);
  const { length } = provider.calls;
  t.equal(first.status, 200);
  const second = await postRename(url, body, again);
  t.equal(provider.calls.length, length);
  t.same(namesIn(second), namesIn(first));
  t.ok(second.json.layers?.every(({ confidence }) => confidence === 'high'));
});

t.test('asks again only for changed pictures, texts, style or rules; names and positions do not count', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const layers = pictured(3);
  await postRename(url, renameBody(layers), again);
  const asked = async (changed: LayerJson[], more = {}): Promise<number> => {
    const before = provider.calls.length;
    await postRename(url, renameBody(changed, more), again);
    return provider.calls.slice(before).reduce((sum, call) => sum + call.layers.length, 0);
  };
  t.equal(await asked(layers), 0);
  t.equal(await asked(layers.map((layer, index) => ({ ...layer, id: `new${index}`, currentName: 'x' }))), 0);
  t.equal(await asked(layers.with(1, { ...(layers[1] as LayerJson), imageBase64: samplePicture(20) })), 1);
  t.equal(await asked(layers.with(1, { ...(layers[1] as LayerJson), text: 'Save' })), 1);
  t.equal(await asked(layers, { namingStyle: 'PascalCase' }), 3);
  t.equal(await asked(layers, { namingRules: 'Say CTA for buttons' }), 3);
  t.equal(await asked(layers.toReversed()), 0);
});

t.test('distinguishes pictures of equal length that differ in the last bytes', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const picture = Buffer.from(samplePicture(5), 'base64');
  const other = Buffer.from(picture);
  // The checksum of the pixels.
  other.writeUInt8((other.readUInt8(other.length - 16) + 1) % 256, other.length - 16);
  for (const bytes of [picture, other]) {
    const layer = { id: '1', currentName: 'a', type: 'FRAME', imageBase64: bytes.toString('base64') };
    await postRename(url, renameBody([layer]), again);
  }
  t.equal(provider.calls.length, 2);
});

t.test('Cache-Control: no-cache asks again and remembers the new names', async (t) => {
  const provider = await startStubProvider(t, countedNames);
  const { url } = await startApp(t, { providerUrl: provider.url });
  const body = renameBody(textLayers(2));
  t.same(namesIn(await postRename(url, body, again)), ['run_0_a', 'run_0_b']);
  const headers = { 'cache-control': 'no-cache' };
  t.same(namesIn(await postRename(url, body, { headers })), ['run_1_a', 'run_1_b']);
  t.same(namesIn(await postRename(url, body, again)), ['run_1_a', 'run_1_b']);
  t.equal(provider.calls.length, 2);
});

t.test('an Idempotency-Key returns remembered names even with no-cache', async (t) => {
  const provider = await startStubProvider(t, (call, index) =>
    index === 0
      ? completion({
          names: [
            { layer: 1, name: 'first' },
            { layer: 2, name: 'second' },
          ],
        })
      : namesFor(call),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const body = renameBody(textLayers(2));
  await postRename(url, body, anew('a'));
  t.same(namesIn(await postRename(url, body, anew('a'))), ['first', 'second']);
  t.equal(provider.calls.length, 1);
  await postRename(url, body, anew('b'));
  t.equal(provider.calls.length, 2, "another key is another job's");
});

t.test('concurrent requests with the same Idempotency-Key share one run; without a key they do not wait', async (t) => {
  const provider = await startStubProvider(t, async (call, index) => {
    await new Promise((resolve) => setTimeout(resolve, 100));
    return countedNames(call, index);
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const body = renameBody(textLayers(7));
  const headers = { 'idempotency-key': 'once' };
  const replies = await Promise.all([1, 2, 3].map(() => postRename(url, body, { headers })));
  t.equal(provider.calls.length, 2);
  for (const reply of replies) t.same(namesIn(reply), namesIn(replies[0] as (typeof replies)[number]));
  await Promise.all([1, 2].map(() => postRename(url, body)));
  t.equal(provider.calls.length, 2 + 4);
});

t.test('a request that waited for a cancelled one does the work itself', async (t) => {
  const provider = await startStubProvider(t, async (call, index) => {
    if (index === 0) await new Promise((resolve) => setTimeout(resolve, 2000));
    return namesFor(call);
  });
  const { url, app } = await startApp(t, { providerUrl: provider.url });
  const headers = { 'idempotency-key': 'once' };
  const leaving = new AbortController();
  const first = postRename(url, renameBody(textLayers(1)), { headers, signal: leaving.signal }).catch(() => undefined);
  await until('the first is at work', () => provider.calls.length === 1);
  const second = postRename(url, renameBody(textLayers(1)), { headers });
  leaving.abort();
  await first;
  t.match((await second).json.layers, [{ status: 'renamed' }]);
  t.equal(provider.calls.length, 2);
  t.equal(app.byteLimit.usedBytes, 0);
});

t.test('refuses an Idempotency-Key longer than 255 characters', async (t) => {
  const { url } = await startApp(t);
  const { status, json } = await postRename(url, renameBody(), { headers: { 'idempotency-key': 'k'.repeat(256) } });
  t.match([status, json], [400, { error: 'Invalid request', message: /^Idempotency-Key must have at most 255/ }]);
});

t.test('remembers names per caller', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, {
    providerUrl: provider.url,
    env: { ACCESS_KEYS: 'one:0123456789abcdef,two:fedcba9876543210' },
  });
  const body = renameBody(textLayers(1));
  for (const [key, user, calls] of [
    ['0123456789abcdef', 'ada', 1],
    ['0123456789abcdef', 'ada', 1],
    ['0123456789abcdef', 'bob', 2],
    ['fedcba9876543210', 'ada', 3],
  ] as const) {
    t.equal((await postRename(url, body, as(key, user))).status, 200);
    t.equal(provider.calls.length, calls, `${key} ${user}`);
  }
});

t.test('asks again for kept layers and keeps low confidence low', async (t) => {
  const provider = await startStubProvider(t, (call, index) => {
    if (index === 0) return completion('{}');
    return completion({ names: call.layers.map((_, at) => ({ layer: at + 1, name: `name_${at}`, sure: false })) });
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const body = renameBody(textLayers(1));
  const first = await postRename(url, body, again);
  t.match(first.json.layers, [{ status: 'renamed', confidence: 'low' }]);
  const { length } = provider.calls;
  t.same((await postRename(url, body, again)).json.layers, first.json.layers);
  t.equal(provider.calls.length, length);
});

t.test(
  'machines share names through Redis as digests; without Redis each has separate ones',
  { skip: noRedis },
  async (t) => {
    const redis = await startRedisServer(t);
    const provider = await startStubProvider(t, countedNames);
    const start = async () => {
      let log = '';
      const { url, app } = await startApp(t, {
        providerUrl: provider.url,
        env: { REDIS_URL: redis.url },
        onLogLine: (line) => void (log += line),
      });
      await until('Redis is there', () => log.includes('limits.shared'));
      return { url, app };
    };
    const [one, two] = [await start(), await start()];
    const body = renameBody(textLayers(7));
    const first = await postRename(one.url, body, again);
    const { length } = provider.calls;
    let keys: string[] | undefined = [];
    // Names are written behind the reply.
    for (const giveUpAt = Date.now() + 5000; keys?.length !== 7 && Date.now() < giveUpAt; ) {
      keys = await one.app.redis?.run((client) => client.keys('figma-exporter:name:*'));
    }
    t.equal(keys?.length, 7);
    t.ok(keys?.every((key) => /^figma-exporter:name:[\w-]{43}\.[\w-]{43}$/.test(key)));
    const endsInMs = await one.app.redis?.run((client) => client.pttl(keys?.[0] ?? ''));
    t.ok((endsInMs ?? 0) > 86_000_000 && (endsInMs ?? 0) <= 86_400_000);
    t.same(namesIn(await postRename(two.url, body, again)), namesIn(first));
    t.equal(provider.calls.length, length, 'the second machine asked nobody');
    await redis.kill();
    t.equal((await postRename(two.url, renameBody(textLayers(8)), again)).status, 200, 'it works without Redis');
  },
);
