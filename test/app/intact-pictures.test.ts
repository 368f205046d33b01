import { createHash, randomBytes } from 'node:crypto';
import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody } from '../helpers/rename-requests.ts';
import { completion, namesFor, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';

const pngHead = Buffer.from('89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489', 'hex');

/** A different picture for every layer, whose hash is the layer's text. */
function markedLayers(count: number, bytes: number) {
  return Array.from({ length: count }, (_, index) => {
    const picture = Buffer.concat([pngHead, randomBytes(bytes)]);
    const text = createHash('sha256').update(picture).digest('hex');
    return {
      id: String(index),
      currentName: `Layer ${index}`,
      type: 'FRAME',
      text,
      imageBase64: picture.toString('base64'),
    };
  });
}

/** How many pictures of a call are not the ones that its texts announce. */
function wrongPictures({ json }: StubCall): number {
  const parts = json.messages[0]?.content ?? [];
  const announced = parts.flatMap(({ text }) => /^text: "([0-9a-f]{64})"$/m.exec(text ?? '')?.[1] ?? []);
  const arrived = parts.flatMap(({ image_url }) => {
    const base64 = image_url?.url.slice('data:image/png;base64,'.length);
    return base64 === undefined ? [] : createHash('sha256').update(Buffer.from(base64, 'base64')).digest('hex');
  });
  return announced.filter((hash, index) => hash !== arrived[index]).length;
}

t.test('reused buffers send every picture unchanged despite failures and disconnects', async (t) => {
  let calls = 0;
  let wrong = 0;
  const provider = await startStubProvider(t, async (call) => {
    calls += 1;
    wrong += wrongPictures(call);
    await new Promise((resolve) => setTimeout(resolve, (calls * 7) % 25));
    if (calls % 9 === 0) return { status: 500, body: { error: { code: 500, message: 'no' } } };
    if (calls % 13 === 0) return completion('nonsense');
    return namesFor(call);
  });
  const { url, app } = await startApp(t, {
    providerUrl: provider.url,
    env: { RATE_LIMIT_RENAME: '1000', LAYERS_PER_CALL: '2', BODY_BUDGET_MB: '20', MAX_MODEL_CALLS: '40' },
  });

  async function designer(number: number): Promise<void> {
    for (let job = 0; job < 4; job += 1) {
      const body = renameBody(markedLayers(12, 60_000));
      if ((number + job) % 4 !== 3) {
        await postRename(url, body);
        continue;
      }
      const leaving = new AbortController();
      setTimeout(() => leaving.abort(), 40);
      await fetch(`${url}/api/rename-layers`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        signal: leaving.signal,
      }).catch(() => undefined);
    }
  }
  await Promise.all(Array.from({ length: 12 }, (_, number) => designer(number)));
  t.ok(calls > 150, `${calls} calls`);
  t.equal(wrong, 0, 'no picture was another');
  t.ok(app.bodyBlocks.idleBytes > 0, 'buffers were used again');
});
