import t, { type Test } from 'tap';
import { gate } from '../edits/stage.ts';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { chunk, completion, type StubAnswer, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';

const colors = ['#1e3a8a', '#7c2d12', '#14532d', '#581c87', '#0f172a'];
const variant = (index: number): string =>
  JSON.stringify({
    theme: `Theme ${index}`,
    humanPrompt: `Direction ${index}`,
    instructions: [{ action: 'changeFill', target: 'L1', color: colors[index - 1], opacity: 1 }],
  });
const frame = {
  userEmail: 'ada@example.com',
  frameName: 'Sign in',
  frameWidth: 400,
  frameHeight: 300,
  variantCount: 2,
  layers: [{ id: '1:1', name: 'Card', type: 'RECTANGLE', x: 0, y: 0, width: 200, height: 100 }],
};
const end = `${chunk('', { finish_reason: 'stop' })}data: [DONE]\n\n`;

async function facing(t: Test, answer: (call: StubCall, index: number) => StubAnswer, limitMs?: number) {
  const provider = await startStubProvider(t, answer);
  const change = limitMs === undefined ? {} : { change: withTimeLimit(limitMs) };
  const { url } = await startApp(t, { providerUrl: provider.url, ...change });
  return { provider, url };
}

async function post(url: string, accept: string) {
  return fetch(`${url}/api/generate-edits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(frame),
    signal: AbortSignal.timeout(20_000),
  });
}

/** The events of a reply, as they arrive. */
async function* eventsOf(reply: Response): AsyncGenerator<Record<string, unknown>> {
  let text = '';
  for await (const piece of reply.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += piece;
    const lines = text.split('\n');
    text = lines.pop() ?? '';
    for (const line of lines) if (line !== '') yield JSON.parse(line) as Record<string, unknown>;
  }
}

t.test('sends the first variant before the model has written the second', async (t) => {
  const first = gate();
  const { url } = await facing(t, () => ({
    stream: (async function* () {
      yield `: OPENROUTER PROCESSING\n\n${chunk('{"variants":[')}${chunk(variant(1))}`;
      await first.opened;
      yield `${chunk(',')}${chunk(variant(2))}${chunk(']}')}${end}`;
    })(),
  }));
  const themes: unknown[] = [];
  let last: unknown;
  for await (const event of eventsOf(await post(url, 'application/x-ndjson'))) {
    if (event['type'] === 'variant') themes.push((event['variant'] as { theme: string }).theme);
    // The second variant leaves the provider only now.
    if (themes.length === 1) first.open();
    last = event;
  }
  t.same(themes, ['Theme 1', 'Theme 2']);
  t.match(last, { type: 'done', variants: 2 });
});

t.test('keeps finished variants at the deadline', async (t) => {
  const { url } = await facing(
    t,
    () => ({
      stream: (async function* () {
        yield `${chunk('{"variants":[')}${chunk(variant(1))}${chunk(',{"theme":"half')}`;
        await new Promise<void>(() => undefined);
      })(),
    }),
    3000,
  );
  const reply = await post(url, 'application/json');
  t.equal(reply.status, 200);
  t.match(await reply.json(), {
    variants: { length: 1, 0: { theme: 'Theme 1' } },
    warnings: [/1 of 2 variants were finished/],
  });
});

t.test('asks again for what a broken answer left out and repeats no variant', async (t) => {
  const { url, provider } = await facing(t, (_call, index) =>
    index === 0
      ? { stream: [chunk('{"variants":['), chunk(variant(1)), chunk(',{"theme":"half')] }
      : completion(`{"variants":[${variant(2)}]}`),
  );
  const reply = await post(url, 'application/json');
  t.match(await reply.json(), {
    variants: [
      { variantIndex: 1, theme: 'Theme 1' },
      { variantIndex: 2, theme: 'Theme 2' },
    ],
  });
  t.match(JSON.stringify(provider.calls[1]?.json.messages), /Theme 1.*Variants: 1/);
});

t.test('asks again from the start if a stream breaks before the first variant', async (t) => {
  const { url, provider } = await facing(t, (_call, index) =>
    index === 0
      ? { stream: [chunk('{"variants":[{"theme"')] }
      : { stream: [chunk(`{"variants":[${variant(1)},${variant(2)}]}`), end] },
  );
  t.match(await (await post(url, 'application/json')).json(), { variants: { length: 2 } });
  t.equal(provider.calls.length, 2);
});
