import t, { type Test } from 'tap';
import { Pool } from 'undici';
import type { ChatCall } from '../../src/models/chat-call.ts';
import { createOpenRouterClient } from '../../src/models/client.ts';
import { StreamReader } from '../../src/models/stream-reader.ts';
import { createTally } from '../../src/models/tally.ts';
import { chunk, completion, failure, type StubAnswer, startStubProvider } from '../helpers/stub-provider.ts';

const done = 'data: [DONE]\n\n';
const end = chunk('', { finish_reason: 'stop' });
const usage = `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 7, completion_tokens: 3, cost: 0.25 } })}\n\n`;

const error = (message: string): string =>
  `data: ${JSON.stringify({ error: { code: 502, message }, choices: [{ delta: { content: '' }, finish_reason: 'error' }] })}\n\n`;
const toolCall = (piece: string): string => chunk({ tool_calls: [{ index: 0, function: { arguments: piece } }] });

/** The result of a call whose answer is streamed; `used` says that its text is in use once it has come. */
async function streamed(t: Test, answers: readonly StubAnswer[], { used = false } = {}) {
  const provider = await startStubProvider(t, (_call, index) => answers[Math.min(index, answers.length - 1)]);
  const pool = new Pool(new URL(provider.url).origin);
  t.teardown(async () => pool.destroy());
  const client = createOpenRouterClient({
    baseUrl: provider.url,
    apiKey: undefined,
    dispatcher: pool,
    wait: async () => undefined,
  });
  let text = '';
  const stream = {
    onText: (piece: string) => void (text += piece),
    restart: () => {
      if (used && text !== '') return false;
      text = '';
      return true;
    },
  };
  const tally = createTally();
  const call: ChatCall = { models: ['one'], body: { messages: [] }, timeoutMs: 5000, maxAnswerBytes: 100_000, stream };
  const result = await client
    .chat(call, new AbortController().signal, tally)
    .catch((error: unknown) => ({ error: error as Error }));
  return { provider, tally, result, text: () => text };
}

t.test('reads text piece by piece, with comments, cut anywhere; the last usage counts', async (t) => {
  const whole = `: OPENROUTER PROCESSING\n\n${chunk('{"a":"grü')}${chunk([] as never)}${chunk({ content: [{ type: 'text', text: 'n"}' }] })}${end}${usage}${done}`;
  const { result, text, tally, provider } = await streamed(t, [{ stream: whole.match(/[\s\S]{1,7}/g) ?? [] }]);
  t.match(result, { content: '{"a":"grün"}', model: 'stub' });
  t.equal(text(), '{"a":"grün"}');
  t.match(tally, { promptTokens: 7, completionTokens: 3, costUsd: 0.25, unpricedCalls: 0 });
  t.match(provider.calls[0]?.json, { stream: true, stream_options: { include_usage: true } });
});

t.test('multibyte characters may be cut and lines may end with CR LF', async (t) => {
  const bytes = Buffer.from(
    `data: ${JSON.stringify({ choices: [{ delta: { content: '日本語🎉' }, finish_reason: 'stop' }] })}\r\n\r\n`,
  );
  const pieces: string[] = [];
  const reader = new StreamReader(10_000, (piece) => pieces.push(piece));
  for (const byte of bytes) reader.push(Buffer.from([byte]));
  t.match(reader.end(), { choices: [{ message: { content: '日本語🎉' }, finish_reason: 'stop' }] });
  t.equal(pieces.join(''), '日本語🎉');
});

t.test('a finish reason or [DONE] alone ends a stream', async (t) => {
  for (const last of [end, done]) {
    const { result } = await streamed(t, [{ stream: [chunk('hi'), last] }]);
    t.match(result, { content: 'hi' });
  }
});

t.test('an incomplete stream is an error, retried unless its text is already in use', async (t) => {
  const again = await streamed(t, [{ stream: [chunk('half')] }, { stream: [chunk('whole'), end] }]);
  t.match(again.result, { content: 'whole' });
  t.equal(again.text(), 'whole');
  t.equal(again.tally.unpricedCalls, 2, 'neither said what it cost');
  const inUse = await streamed(t, [{ stream: [chunk('half')] }, { stream: [chunk('whole'), end] }], { used: true });
  t.match(inUse.result, { error: { fault: 'transport', message: /ended before/ } });
  t.equal(inUse.provider.calls.length, 1);
});

t.test('reads an error in the first or a later chunk like any other', async (t) => {
  const first = await streamed(t, [{ stream: [error('Provider disconnected')] }, { stream: [chunk('ok'), end] }]);
  t.match(first.result, { content: 'ok' });
  const middle = await streamed(t, [{ stream: [chunk('half'), error('Provider disconnected')] }], { used: true });
  t.match(middle.result, { error: { status: 502, message: /Provider disconnected/ } });
});

t.test('accepts a whole answer to a streaming call', async (t) => {
  const { result, text } = await streamed(t, [completion('whole')]);
  t.match(result, { content: 'whole' });
  t.equal(text(), '');
});

t.test('asks a provider that cannot stream for whole answers from then on', async (t) => {
  const { result, provider } = await streamed(t, [
    failure(400, 'stream is not supported for this model'),
    completion('whole'),
  ]);
  t.match(result, { content: 'whole' });
  t.same(
    provider.calls.map(({ json }) => json['stream']),
    [true, undefined],
  );
});

t.test('joins an answer in tool calls; a refusal is a refusal', async (t) => {
  const tools = await streamed(t, [{ stream: [toolCall('{"a"'), toolCall(':1}'), end] }]);
  t.match(tools.result, { content: '{"a":1}' });
  const refusal = await streamed(t, [{ stream: [chunk({ refusal: 'I ' }), chunk({ refusal: 'cannot' }), end] }]);
  t.match(refusal.result, { error: { fault: 'refused' } });
});

const delta = (text: string): string =>
  `event: content_block_delta\ndata: ${JSON.stringify({ type: 'content_block_delta', delta: { type: 'text_delta', text } })}\n\n`;
const line = (content: string, isDone: boolean): string =>
  `data: ${JSON.stringify({ message: { role: 'assistant', content }, done: isDone })}\n\n`;

t.test("reads the streams of Anthropic's and Ollama's own protocols", async (t) => {
  const thought = `data: ${JSON.stringify({ type: 'content_block_delta', delta: { type: 'thinking_delta', thinking: 'x' } })}\n\n`;
  const stop = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
  const anthropic = await streamed(t, [{ stream: [thought, delta('a'), delta('b'), stop] }]);
  t.match([anthropic.result, anthropic.text()], [{ content: 'ab' }, 'ab']);
  const ollama = await streamed(t, [{ stream: [line('a', false), line('b', true)] }]);
  t.match([ollama.result, ollama.text()], [{ content: 'ab' }, 'ab']);
});

const event = (value: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${typeof value === 'string' ? value : JSON.stringify(value)}\n\n`;

t.test('reads the streams of other protocols and gateways', async (t) => {
  const google = (text: string, more: object = {}) =>
    event({ candidates: [{ content: { parts: [{ text }] }, ...more }] });
  const partial = (partial_json: string) =>
    event({ type: 'content_block_delta', delta: { type: 'input_json_delta', partial_json } });
  const streams: Readonly<Record<string, readonly string[]>> = {
    "Google's candidates": [google('{"a"'), google(':1}', { finishReason: 'STOP' })],
    "OpenAI's responses": [
      event({ type: 'response.output_text.delta', delta: '{"a":1}' }),
      event({ type: 'response.completed', response: { status: 'completed' } }),
    ],
    "Anthropic's tools": [partial('{"a"'), partial(':1}'), event({ type: 'message_stop' })],
    'a call of a function': [chunk({ function_call: { arguments: '{"a":1}' } }), end],
    'older completions': [event({ choices: [{ text: '{"a":1}' }] }), done],
    'texts of Cloudflare': [event({ response: '{"a"' }), event({ response: ':1}' }), done],
    'another choice between': [event({ choices: [{ index: 1, delta: { content: 'x' } }] }), chunk('{"a":1}'), end],
    'an empty error in each chunk': [event({ error: {}, choices: [{ delta: { content: '{"a":1}' } }] }), end],
    'no blank lines': [`${chunk('{"a"').trim()}\n${chunk(':1}').trim()}\n${end.trim()}\ndata: [DONE]\n`],
    'another last event': [chunk('{"a":1}'), event('DONE')],
  };
  for (const [form, stream] of Object.entries(streams))
    t.match((await streamed(t, [{ stream }])).result, { content: '{"a":1}' }, form);
  const lines = [
    { message: { content: '{"a"' }, done: false },
    { message: { content: ':1}' }, done: true, done_reason: 'stop' },
  ];
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  const ndjson = await streamed(t, [{ headers: { 'content-type': 'application/x-ndjson' }, body }]);
  t.match(ndjson.result, { content: '{"a":1}' }, 'one value a line');
  const misfiled = await streamed(t, [{ stream: [chunk({ reasoning_content: 'Hm. {"a":1}' }), end] }]);
  t.match(misfiled.result, { content: '<think>Hm. {"a":1}</think>' }, 'an answer misfiled as thinking');
});

t.test('reads an error event of any shape, and how an answer ended', async (t) => {
  const table: [string, object][] = [
    [event('upstream connect error', 'error'), { status: 502, message: /upstream connect error/ }],
    [event({ message: 'Overloaded' }, 'error'), { message: /Overloaded/ }],
    [event({ detail: 'Rate limited' }), { message: /Rate limited/ }],
    [event({ code: '429', message: 'Too many' }), { status: 429, message: /Too many/ }],
    [
      event({ type: 'response.failed', response: { error: { code: 'server_error', message: 'boom' } } }),
      { status: 500 },
    ],
    [chunk('', { finish_reason: 'stop', native_finish_reason: 'SAFETY' }), { fault: 'refused' }],
    [event({ type: 'message_delta', delta: { stop_reason: 'max_tokens' } }), { fault: 'length' }],
  ];
  for (const [text, error] of table) t.match((await streamed(t, [{ stream: [text, done] }])).result, { error }, text);
  const cut = await streamed(t, [
    { stream: [chunk('{"a'), chunk('', { finish_reason: 'stop', native_finish_reason: 'MAX_TOKENS' })] },
  ]);
  t.match(cut.result, { content: '{"a', isCutShort: true });
});
