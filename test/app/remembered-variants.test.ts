import t from 'tap';
import { startApp } from '../helpers/app.ts';

const frame = {
  userEmail: 'designer@example.com',
  frameName: 'Sign in',
  frameWidth: 800,
  frameHeight: 600,
  variantCount: 2,
  layers: [
    { id: '1:1', name: 'Card', type: 'RECTANGLE', x: 0, y: 0, width: 400, height: 300 },
    { id: '1:2', name: 'Title', type: 'TEXT', x: 10, y: 10, width: 200, height: 30, text: 'Welcome', fontSize: 24 },
    { id: '1:3', name: 'Photo', type: 'RECTANGLE', x: 0, y: 310, width: 400, height: 200, hasImageFill: true },
  ],
};

interface Reply {
  readonly jobId: string;
  readonly variants: { readonly instructions: { readonly generatedImageBase64?: string }[] }[];
  readonly message: string;
}

async function post(url: string, key: string | undefined, more: object = {}, accept = 'application/json') {
  const reply = await fetch(`${url}/api/generate-edits`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
    body: JSON.stringify({ ...frame, ...more }),
  });
  const text = await reply.text();
  return { status: reply.status, text, json: (accept.includes('ndjson') ? {} : JSON.parse(text)) as Reply };
}

t.test(
  'a retry under the same Idempotency-Key gets the same variants without a call, as JSON or as events',
  async (t) => {
    const { url, provider } = await startApp(t);
    const first = await post(url, 'key-1');
    const calls = provider.stats.byKind.edits;
    t.ok(calls >= 1);
    const second = await post(url, 'key-1');
    t.same(second.json.variants, first.json.variants);
    t.not(second.json.jobId, first.json.jobId, 'it is another job, which cost nothing');
    const { text } = await post(url, 'key-1', {}, 'application/x-ndjson');
    const events = text.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as { type: string }]));
    t.same(
      events.map(({ type }) => type),
      ['job', 'variant', 'variant', 'done'],
    );
    t.same(
      events.flatMap((event) => ('variant' in event ? [event.variant] : [])),
      first.json.variants,
    );
    t.equal(provider.stats.byKind.edits, calls);
  },
);

t.test('two requests at once under one Idempotency-Key share one run', async (t) => {
  const { url, provider } = await startApp(t, { demo: { latencyMs: 50 } });
  const [one, two] = await Promise.all([post(url, 'key-1'), post(url, 'key-1')]);
  t.same([one.status, two.status], [200, 200]);
  t.same(one.json.variants, two.json.variants);
  t.equal(provider.stats.byKind.edits, 1);
});

t.test('without a key, under another key, by another caller or for another request the model is asked', async (t) => {
  const keys = 'a:0123456789abcdef,b:fedcba9876543210';
  const { url, provider } = await startApp(t);
  const closed = await startApp(t, { env: { ACCESS_KEYS: keys }, providerUrl: provider.url });
  const requests: (() => Promise<unknown>)[] = [
    () => post(url, 'key-1'),
    () => post(url, undefined),
    () => post(url, undefined),
    () => post(url, 'key-2'),
    () => post(url, 'key-1', { brief: 'Dark' }),
    ...['0123456789abcdef', 'fedcba9876543210'].map(
      (key) => () =>
        fetch(`${closed.url}/api/generate-edits`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': 'key-1' },
          body: JSON.stringify(frame),
        }).then((reply) => reply.text()),
    ),
  ];
  for (const [index, send] of requests.entries()) {
    await send();
    t.equal(provider.stats.byKind.edits, index + 1);
  }
});

t.test('the pictures of a retry are made again: none is kept', async (t) => {
  const { url, provider } = await startApp(t);
  const more = { generateImages: true, variantCount: 5 };
  const first = await post(url, 'key-1', more);
  const { edits, picture } = provider.stats.byKind;
  t.ok(picture > 0);
  const second = await post(url, 'key-1', more);
  t.equal(provider.stats.byKind.edits, edits);
  t.equal(provider.stats.byKind.picture, 2 * picture);
  const picturesOf = ({ json }: typeof first): number =>
    json.variants.flatMap(({ instructions }) => instructions).filter((one) => one.generatedImageBase64).length;
  t.equal(picturesOf(second), picturesOf(first));
});

t.test('an Idempotency-Key that is too long is 400', async (t) => {
  const { url, provider } = await startApp(t);
  const reply = await post(url, 'k'.repeat(256));
  t.match([reply.status, reply.json.message], [400, /^Idempotency-Key /]);
  t.equal((await post(url, 'k'.repeat(255))).status, 200);
  t.equal(provider.stats.byKind.edits, 1);
});
