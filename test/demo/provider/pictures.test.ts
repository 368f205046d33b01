import { decode } from 'fast-png';
import t from 'tap';
import { type DemoOptions, startDemoProvider } from '../../../demo/provider/provider.ts';
import { type Completion, contentOf, post, useOwnConnections } from './call-provider.ts';

useOwnConnections(t);

async function start(test: Pick<typeof t, 'teardown'>, options: DemoOptions = {}) {
  const provider = await startDemoProvider({ latencyMs: 0, ...options });
  test.teardown(() => provider.close());
  return provider;
}

function pictureCall(prompt: string, aspectRatio = '1:1') {
  const messages = [{ role: 'user', content: prompt }];
  return { model: 'm', messages, modalities: ['image', 'text'], image_config: { aspect_ratio: aspectRatio } };
}

function urlOf(json: Completion | undefined): string {
  return json?.choices?.[0]?.message.images?.[0]?.image_url.url ?? '';
}

function bytesOf(json: Completion | undefined): Buffer {
  return Buffer.from(urlOf(json).replace(/^data:image\/png;base64,/, ''), 'base64');
}

await t.test('draws the same picture for the same words, in the requested shape', async (t) => {
  const provider = await start(t);
  const first = await post(provider.url, pictureCall('a calm lake', '16:9'));
  t.match(urlOf(first.json), /^data:image\/png;base64,/);
  const png = decode(bytesOf(first.json));
  t.equal(png.width, 683);
  t.equal(png.height, 384);
  t.ok(new Set(png.data).size > 30, 'there is something on it');
  const again = await post(provider.url, pictureCall('a calm lake', '16:9'));
  t.equal(urlOf(again.json), urlOf(first.json));
  const other = await post(provider.url, pictureCall('a wild sea', '16:9'));
  t.not(urlOf(other.json), urlOf(first.json));
  t.ok((first.json?.usage?.cost ?? 0) > 0.03, 'a picture costs some four cents');
  t.equal(provider.stats.byKind.picture, 3);
});

await t.test('paints in the colors that the prompt names', async (t) => {
  const provider = await start(t);
  const { json } = await post(provider.url, pictureCall('a poster in #ff0000 and #ff4400'));
  const { data, channels } = decode(bytesOf(json));
  let bluest = 0;
  for (let at = 2; at < data.length; at += channels) bluest = Math.max(bluest, data[at] ?? 0);
  t.ok(bluest < 30, `blue reaches ${bluest}`);
});

await t.test('pads pictures to a given size for load runs', async (t) => {
  const provider = await start(t, { imageBytes: 1_500_000, look: false });
  const { json } = await post(provider.url, pictureCall('anything'));
  const bytes = bytesOf(json);
  t.ok(Math.abs(bytes.length - 1_500_000) < 1000, `${bytes.length} bytes`);
  t.equal(decode(bytes).width, 64, 'it is still a valid PNG');
});

await t.test('picture calls fail in their specific ways', async (t) => {
  const provider = await start(t);
  const answer = async (kind: 'webp' | 'oversize' | 'broken-picture' | 'no-picture' | 'text-only') => {
    provider.setFaults([kind]);
    return (await post(provider.url, pictureCall('anything'))).json;
  };
  t.match(urlOf(await answer('webp')), /^data:image\/webp;base64,UklGR/);
  t.equal(decode(bytesOf(await answer('oversize'))).width, 4097);
  const broken = bytesOf(await answer('broken-picture'));
  t.throws(() => decode(broken));
  const none = await answer('no-picture');
  t.equal(urlOf(none), '');
  t.equal(contentOf(none), '');
  const words = await answer('text-only');
  t.equal(urlOf(words), '');
  t.match(contentOf(words), /picture/);
});

await t.test('recognizes edit calls by their schema and answers with variants', async (t) => {
  const edits = {
    messages: [
      { role: 'system', content: 'Bold brand work.' },
      { role: 'user', content: [{ type: 'text', text: 'Frame: {"name":"A","width":100,"height":100}\nVariants: 2' }] },
    ],
    response_format: { type: 'json_schema', json_schema: { schema: { properties: { variants: { type: 'array' } } } } },
  };
  const looking = await start(t);
  const seen = await post(looking.url, edits);
  const { variants } = JSON.parse(contentOf(seen.json)) as { variants: { theme: string }[] };
  t.equal(variants.length, 2);
  t.equal(variants[0]?.theme, 'Bold Brand');
  t.match(looking.calls[0], { kind: 'edits', texts: ['Bold brand work.', /^Frame:/] });
  const blind = await start(t, { look: false });
  const canned = await post(blind.url, edits);
  t.equal((JSON.parse(contentOf(canned.json)) as { variants: unknown[] }).variants.length, 5);
});
