import t from 'tap';
import { editsResponseFormat } from '../../src/edits/answer-schema.ts';
import { createEditModel } from '../../src/edits/edit-model.ts';
import { ByteString } from '../../src/images/byte-string.ts';
import { JsonSegments } from '../../src/images/json-segments.ts';
import { Picture } from '../../src/images/picture.ts';
import { sizeOf } from '../../src/images/picture-size.ts';
import type { ChatCall } from '../../src/models/chat-call.ts';
import type { ChatAnswer } from '../../src/models/read-answer.ts';
import { createTally } from '../../src/models/tally.ts';
import { dataUrl, pictureFrom, pictureOf, pngOf } from './pictures.ts';

const { signal } = new AbortController();

function makeModel(answer: Partial<ChatAnswer>) {
  const calls: ChatCall[] = [];
  const model = createEditModel({
    client: {
      cooldownMs: () => 0,
      async chat(call) {
        calls.push(call);
        return { content: '', isCutShort: false, pictures: [], model: 'some/model', ...answer };
      },
    },
    models: ['pro/a', 'pro/b'],
    imageModels: ['image/a'],
  });
  const sent = (): Record<string, unknown> =>
    JSON.parse(Buffer.concat(new JsonSegments(calls[0]?.body).segments).toString()) as Record<string, unknown>;
  return { model, calls, sent };
}

t.test('sends the prompt as system message, the frame after the text, and the schema', async (t) => {
  const { model, calls, sent } = makeModel({ content: '{"variants":[]}' });
  const call = { system: 'Be a designer.', text: 'Frame: {}', frameImage: pictureOf(pngOf(4, 4)) };
  const answer = await model.chat({ ...call, responseFormat: editsResponseFormat }, signal, createTally());
  t.equal(answer, '{"variants":[]}');
  t.same(calls[0]?.models, ['pro/a', 'pro/b']);
  t.match(sent(), {
    messages: [
      { role: 'system', content: 'Be a designer.' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Frame: {}' },
          { type: 'image_url', image_url: { url: dataUrl(pngOf(4, 4)) } },
        ],
      },
    ],
    response_format: { type: 'json_schema', json_schema: { strict: true } },
  });
});

t.test('sends only text without a picture of the frame', async (t) => {
  const { model, sent } = makeModel({});
  const call = { system: 's', text: 'Frame: {}', frameImage: undefined, responseFormat: editsResponseFormat };
  await model.chat(call, signal, createTally());
  t.same((sent()['messages'] as { content: unknown }[])[1]?.content, [{ type: 'text', text: 'Frame: {}' }]);
});

t.test('asks for a picture with modality and shape and takes the first in the answer', async (t) => {
  const { model, calls, sent } = makeModel({ pictures: [pictureOf(pngOf(16, 9)), pictureOf(pngOf(1, 1))] });
  const picture = await model.picture(
    { prompt: 'a lighthouse', aspectRatio: '16:9', imageSize: '1K' },
    signal,
    createTally(),
  );
  t.same(sizeOf(picture), { width: 16, height: 9 });
  t.same(calls[0]?.models, ['image/a']);
  t.match(sent(), {
    messages: [{ role: 'user', content: 'a lighthouse' }],
    modalities: ['image', 'text'],
    image_config: { aspect_ratio: '16:9', image_size: '1K' },
  });
});

t.test('asks once more if words come instead of a picture, then fails', async (t) => {
  const { model, calls } = makeModel({ content: 'I would rather not.' });
  await t.rejects(model.picture({ prompt: 'x', aspectRatio: '1:1', imageSize: '1K' }, signal, createTally()), {
    message: /words instead of a picture/,
  });
  t.equal(calls.length, 2);
});

t.test('takes a picture in base64 of any other form', async (t) => {
  const base64 = Buffer.concat([pngOf(16, 9), Buffer.from('00ffeffbffbefb00', 'hex')]).toString('base64');
  t.match(base64, /[+/].*=$/, 'it differs in every form');
  const forms: Readonly<Record<string, string>> = {
    lines: base64.replace(/.{8}/g, '$&\r\n'),
    'the alphabet of URLs': base64.replaceAll('+', '-').replaceAll('/', '_'),
    'no padding': base64.replace(/=+$/, ''),
    escapes: encodeURIComponent(base64),
    'a name in front': `data:image/png;name=a.png;base64,${base64}`,
    'another type in front': `data:application/octet-stream;base64,${base64}`,
  };
  for (const [form, text] of Object.entries(forms)) {
    const { model } = makeModel({ pictures: [new Picture(ByteString.from(text))] });
    const picture = await model.picture({ prompt: 'x', aspectRatio: '1:1', imageSize: '1K' }, signal, createTally());
    t.equal(Buffer.concat([...picture.base64.views]).toString(), base64, form);
  }
});

t.test('refuses a picture given as a URL and never fetches it', async (t) => {
  const { model, calls } = makeModel({ pictures: [pictureFrom('https://127.0.0.1:1/picture.png')] });
  const asked = model.picture({ prompt: 'x', aspectRatio: '1:1', imageSize: '1K' }, signal, createTally());
  await t.rejects(asked, { message: /came as a web address/ });
  t.equal(calls.length, 1);
});

t.test('treats anything but a picture as a provider failure', async (t) => {
  for (const text of ['', 'hello', 'data:text/html;base64,PGh0bWw+', 'https://example.com/picture.png']) {
    const { model } = makeModel({ pictures: [pictureFrom(text)] });
    const asked = model.picture({ prompt: 'x', aspectRatio: '1:1', imageSize: '1K' }, signal, createTally());
    await t.rejects(asked, { name: 'ProviderError', retryable: false }, text);
  }
});
