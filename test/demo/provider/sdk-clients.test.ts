import { createOpenRouter } from '@openrouter/ai-sdk-provider';
import { OpenRouter } from '@openrouter/sdk';
import { generateText, jsonSchema, Output, streamText } from 'ai';
import OpenAI from 'openai';
import t from 'tap';
import { type DemoOptions, startDemoProvider } from '../../../demo/provider/provider.ts';
import { editsResponseFormat } from '../../../src/edits/answer-schema.ts';
import { createLayerHandles } from '../../../src/edits/layer-handles.ts';
import { readVariants } from '../../../src/edits/read-variants.ts';
import { layers } from '../../edits/layers.ts';

const fast = 'google/gemini-3.6-flash';
const pro = 'google/gemini-3.1-pro-preview';
const image = 'google/gemini-3.1-flash-image';
const naming = 'naming style: snake_case\nName these.';
const layer = 'Layer 1\ntype: TEXT\ncurrent name: "Text 1"\ntext: "Sign in"';
const frame = [
  'Frame: {"name":"Home","width":400,"height":300}',
  'Layers:',
  '{"id":"L1","name":"Card","type":"FRAME","x":0,"y":0,"width":400,"height":300,"fills":[{"type":"SOLID","color":"#ffffff"}]}',
  '{"id":"L2","name":"Title","type":"TEXT","x":16,"y":16,"width":200,"height":24,"text":"Hello","fontSize":20}',
  'Variants: 2',
  'Pictures: no',
].join('\n');

async function start(test: Pick<typeof t, 'teardown'>, options: DemoOptions = {}) {
  const provider = await startDemoProvider({ latencyMs: 0, ...options });
  test.teardown(() => provider.close());
  return provider;
}

const messages = [
  {
    role: 'user' as const,
    content: [
      { type: 'text' as const, text: naming },
      { type: 'text' as const, text: layer },
    ],
  },
];

t.test('the openai SDK asks, streams, lists and retrieves', async (t) => {
  const provider = await start(t, { apiKey: 'sk-demo' });
  const client = new OpenAI({ baseURL: provider.url, apiKey: 'sk-demo', maxRetries: 0 });
  const whole = await client.chat.completions.create({ model: fast, messages });
  t.match(whole, {
    model: fast,
    object: 'chat.completion',
    system_fingerprint: String,
    choices: [{ finish_reason: 'stop' }],
  });
  const content = whole.choices[0]?.message.content ?? '';
  t.match(JSON.parse(content), { names: [{ layer: 1, name: String }] });

  let streamed = '';
  let usage = 0;
  const finishes: unknown[] = [];
  const stream = await client.chat.completions.create({
    model: fast,
    messages,
    stream: true,
    stream_options: { include_usage: true },
  });
  for await (const chunk of stream) {
    streamed += chunk.choices[0]?.delta.content ?? '';
    if (chunk.choices[0]?.finish_reason) finishes.push(chunk.choices[0].finish_reason);
    usage = chunk.usage?.total_tokens ?? usage;
  }
  t.equal(streamed, content, 'streamed or whole, the answer is one');
  t.same(finishes, ['stop']);
  t.equal(usage, whole.usage?.total_tokens);

  const ids: string[] = [];
  for await (const model of client.models.list()) ids.push(model.id);
  t.ok(ids.includes(fast));
  t.match(await client.models.retrieve(fast), { id: fast, object: 'model' });
  await t.rejects(client.models.retrieve('no/model'), { message: /404/ });
  const stranger = new OpenAI({ baseURL: provider.url, apiKey: 'wrong', maxRetries: 0 });
  await t.rejects(stranger.chat.completions.create({ model: fast, messages }), { message: /401/ });
});

t.test("OpenRouter's SDK asks, streams, and reads models and key", async (t) => {
  const provider = await start(t, { limitRemaining: 4.5 });
  const client = new OpenRouter({ apiKey: 'sk-demo', serverURL: provider.url });
  const whole = await client.chat.send({ chatRequest: { model: fast, messages } });
  if (!('choices' in whole)) throw new Error('no completion');
  t.match(whole, { model: fast, choices: [{ finishReason: 'stop' }], usage: { cost: Number } });

  const stream = await client.chat.send({ chatRequest: { model: fast, messages, stream: true } });
  if ('choices' in stream) throw new Error('no stream');
  let streamed = '';
  for await (const chunk of stream) streamed += chunk.choices[0]?.delta.content ?? '';
  t.equal(streamed, whole.choices[0]?.message.content);

  const ids: string[] = [];
  for await (const { result } of await client.models.list()) ids.push(...result.data.map(({ id }) => id));
  t.ok(ids.includes(fast));
  const { data: one } = await client.models.get({ author: 'google', slug: 'gemini-3.6-flash' });
  t.match(one, { id: fast, architecture: { inputModalities: ['text', 'image'] } });
  t.match((await client.apiKeys.getCurrentKeyMetadata()).data, { limitRemaining: 4.5, limit: 10 });

  const drawn = await client.chat.send({
    chatRequest: { model: image, modalities: ['image', 'text'], messages: [{ role: 'user', content: 'a boat' }] },
  });
  if (!('choices' in drawn)) throw new Error('no completion');
  t.match(drawn.choices[0]?.message.images?.[0]?.imageUrl.url, /^data:image\/png;base64,/);
});

t.test('the AI SDK generates, streams, and gets objects that match their schema', async (t) => {
  const provider = await start(t);
  const openrouter = createOpenRouter({ baseURL: provider.url, apiKey: 'sk-demo' });
  const { text, usage, finishReason } = await generateText({ model: openrouter.chat(fast), messages, maxRetries: 0 });
  t.match(JSON.parse(text), { names: [{ layer: 1 }] });
  t.equal(finishReason, 'stop');
  t.ok((usage.totalTokens ?? 0) > 0);

  const stream = streamText({ model: openrouter.chat(fast), messages, maxRetries: 0 });
  let streamed = '';
  for await (const part of stream.textStream) streamed += part;
  t.equal(streamed, text);

  const schema = jsonSchema<{ variants: object[] }>(editsResponseFormat.json_schema.schema);
  const { output } = await generateText({
    model: openrouter.chat(pro),
    prompt: frame,
    output: Output.object({ schema, name: 'design_variants' }),
    maxRetries: 0,
  });
  t.equal(output.variants.length, 2);
});

t.test('structured output matches its schema exactly and the service reads it', async (t) => {
  const provider = await start(t);
  const client = new OpenAI({ baseURL: provider.url, apiKey: 'sk-demo', maxRetries: 0 });
  const { default: Ajv } = await import('ajv');
  const format = editsResponseFormat as unknown as OpenAI.ResponseFormatJSONSchema;
  const { choices } = await client.chat.completions.create({
    model: pro,
    messages: [{ role: 'user', content: frame }],
    response_format: format,
  });
  const content = choices[0]?.message.content ?? '';
  const validate = new Ajv.default({ strict: false }).compile(editsResponseFormat.json_schema.schema);
  t.ok(validate(JSON.parse(content)), JSON.stringify(validate.errors?.slice(0, 3)));
  const read = readVariants(content, { handles: createLayerHandles(layers), variantCount: 2, generateImages: false });
  t.equal(read.variants.length, 2);
  t.same(read.warnings, []);

  const nullable = {
    type: 'object',
    properties: {
      names: {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            layer: { type: 'integer' },
            name: { type: 'string' },
            why: { anyOf: [{ type: 'string' }, { type: 'null' }] },
          },
          required: ['layer', 'name', 'why'],
          additionalProperties: false,
        },
      },
    },
    required: ['names'],
    additionalProperties: false,
  };
  const reply = await client.chat.completions.create({
    model: fast,
    messages,
    response_format: { type: 'json_schema', json_schema: { name: 'names', strict: true, schema: nullable } },
  });
  t.match(JSON.parse(reply.choices[0]?.message.content ?? ''), { names: [{ layer: 1, name: String, why: null }] });
});

t.test('a stream arrives chunk by chunk and can be interrupted', async (t) => {
  const sents: number[] = [];
  const provider = await start(t, { beforeChunk: (_call, sent) => void sents.push(sent.length) });
  const client = new OpenAI({ baseURL: provider.url, apiKey: 'sk-demo', maxRetries: 0 });
  const ask = async (): Promise<string> => {
    let text = '';
    const stream = await client.chat.completions.create({
      model: pro,
      messages: [{ role: 'user', content: frame }],
      response_format: editsResponseFormat,
      stream: true,
    });
    for await (const chunk of stream) text += chunk.choices[0]?.delta.content ?? '';
    return text;
  };
  const whole = await ask();
  t.match(JSON.parse(whole), { variants: Array });
  t.equal(sents[0], 0);
  t.ok(sents.length > 5 && sents.every((sent, index) => index === 0 || sent > (sents[index - 1] ?? 0)));
  provider.setFaults(['cut-json', 'choice-error', 'error-in-200', 'cut-connection']);
  const half = await ask();
  t.ok(half.length > 0 && half.length < whole.length && whole.startsWith(half), 'ends without [DONE]');
  await t.rejects(ask(), 'an error in a chunk');
  await t.rejects(ask(), 'an error in the first chunk');
  await t.rejects(ask(), 'a reset');
});
