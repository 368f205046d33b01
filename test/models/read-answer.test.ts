import fc from 'fast-check';
import t from 'tap';
import { Picture } from '../../src/images/picture.ts';
import { AnswerReader } from '../../src/models/answer-reader.ts';
import { ProviderError } from '../../src/models/provider-error.ts';
import { answerOf } from '../../src/models/read-answer.ts';
import { usageOf } from '../../src/models/read-usage.ts';

function read(text: string | Buffer, maxBytes = 1_000_000): unknown {
  const reader = new AnswerReader(maxBytes);
  for (const byte of Buffer.from(text)) reader.push(Buffer.from([byte]));
  return reader.end();
}

function errorOf(status: number, body: unknown, retryAfterMs?: number): ProviderError {
  try {
    answerOf(status, body, retryAfterMs);
  } catch (error) {
    return error as ProviderError;
  }
  throw new Error('no error');
}

t.test('skips blank lines before an answer and rejects what is not JSON', async (t) => {
  t.same(read('\n  \n\n{"a":1}\n'), { a: 1 });
  for (const text of ['', '<html></html>', '{"a":', '"', '{"a":1}{']) t.equal(read(text), undefined, text);
  t.throws(() => read('x'.repeat(11), 10), { name: 'ProviderError', fault: 'transport', retryable: false });
});

t.test('reads the content and accepts null or missing parts', async (t) => {
  t.same(answerOf(200, { choices: [{ message: { content: 'hi' } }] }, undefined), {
    content: 'hi',
    isCutShort: false,
    pictures: [],
    model: undefined,
  });
  const nulls = {
    model: null,
    choices: [{ finish_reason: null, error: null, message: { content: 'hi', refusal: null, images: null } }],
  };
  t.match(answerOf(200, nulls, undefined), { content: 'hi', pictures: [], model: undefined });
});

t.test('keeps a picture as bytes', async (t) => {
  const url = `data:image/png;base64,${'QUJD'.repeat(1000)}`;
  const body = read(JSON.stringify({ choices: [{ message: { content: '', images: [{ image_url: { url } }] } }] }));
  const [picture] = answerOf(200, body, undefined).pictures;
  if (!(picture instanceof Picture)) throw new Error('there is no picture');
  t.equal(Buffer.concat(picture.views).toString(), url);
});

t.test('finds errors in every place', async (t) => {
  const table: [string, number, unknown, Partial<ProviderError>][] = [
    ['a status', 429, { error: { code: 429, message: 'slow' } }, { status: 429, retryable: true }],
    ['a status and HTML', 502, undefined, { status: 502, retryable: true }],
    ['inside a 200', 200, { error: { code: 402, message: 'no credit' } }, { status: 402, retryable: false }],
    ['inside a 200, code as text', 200, { error: { code: '429' } }, { status: 429, retryable: true }],
    ['inside a 200 without a code', 200, { error: { message: 'hm' } }, { status: 502, retryable: true }],
    ['inside a 200, of no known shape', 200, { error: 'hm' }, { status: 502, retryable: true }],
    [
      'inside a choice',
      200,
      { choices: [{ finish_reason: 'error', error: { code: 503 } }] },
      { status: 503, retryable: true },
    ],
    ['as a finish_reason alone', 200, { choices: [{ finish_reason: 'error' }] }, { status: 502, retryable: true }],
    ['a filter', 200, { choices: [{ finish_reason: 'content_filter' }] }, { fault: 'refused', retryable: false }],
    ['a refusal', 200, { choices: [{ message: { refusal: 'no' } }] }, { fault: 'refused', retryable: false }],
    [
      'moderation',
      403,
      { error: { code: 403, message: 'flagged', metadata: { reasons: ['x'], flagged_input: 'secret' } } },
      {
        fault: 'refused',
        status: 403,
        retryable: false,
        message: 'the provider answered 403: its moderation flagged the content',
      },
    ],
    [
      'moderation inside a 200',
      200,
      { error: { code: 403, metadata: { flagged_input: 'x' } } },
      { fault: 'refused', retryable: false },
    ],
    [
      'a limit of the key',
      403,
      { error: { code: 403, message: 'Key limit exceeded', metadata: {} } },
      { fault: 'status', status: 403, retryable: false },
    ],
    ['another 403', 403, { error: { code: 403, metadata: null } }, { fault: 'status', status: 403 }],
    ['no choices', 200, { choices: [] }, { fault: 'empty', retryable: true }],
    ['no object', 200, [], { fault: 'transport', retryable: true }],
    ['no JSON', 200, undefined, { fault: 'transport', retryable: true }],
    [
      'nulls',
      200,
      { error: { code: 400, message: null, availability: { retryable: false, retry_after: null } } },
      { status: 400, retryable: false },
    ],
  ];
  for (const [what, status, body, expected] of table) t.match(errorOf(status, body), expected, what);
});

function contentOf(message: unknown): string {
  return answerOf(200, { choices: [{ message }] }, undefined).content;
}

function choice(fields: object): object {
  return { choices: [{ message: { content: null }, ...fields }] };
}

const png = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex').toString('base64')}`;
const bare = png.slice(png.indexOf(',') + 1);

t.test('finds the text in every place that providers use', async (t) => {
  t.equal(
    contentOf({
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
    }),
    'ab',
  );
  t.equal(
    contentOf({
      content: [
        { type: 'thinking', thinking: 'x' },
        { type: 'reasoning', text: 'x' },
        { type: 'output_text', text: 'a' },
      ],
    }),
    'a',
  );
  t.equal(contentOf({ content: ['a', { text: { value: 'b' } }] }), 'ab');
  t.equal(
    contentOf({ content: null, tool_calls: [{ function: { name: 'f', arguments: '{"names":[]}' } }] }),
    '{"names":[]}',
  );
  t.equal(
    contentOf({ content: '', tool_calls: [{ function: { name: 'f', arguments: { names: [] } } }] }),
    '{"names":[]}',
  );
  t.equal(contentOf({ content: null, function_call: { name: 'f', arguments: '{"names":[]}' } }), '{"names":[]}');
  t.equal(contentOf({ content: [{ type: 'tool_use', input: { names: [] } }] }), '{"names":[]}');
  t.equal(
    contentOf({
      content: null,
      tool_calls: ['{"a":1}', '{"b":2}'].map((given) => ({ function: { arguments: given } })),
    }),
    '{"a":1}\n{"b":2}',
    'several calls',
  );
  t.equal(contentOf({ content: { names: [] } }), '{"names":[]}', 'parsed by a gateway');
  t.equal(contentOf({ content: null, parsed: { names: [] } }), '{"names":[]}');
  t.equal(contentOf({ content: 'said', tool_calls: [{ function: { arguments: '{}' } }] }), 'said', 'words go first');
  t.equal(answerOf(200, { choices: [{ text: 'old' }] }, undefined).content, 'old', 'a completion that is not a chat');
  t.equal(answerOf(200, { choices: [{ delta: { content: 'part' } }] }, undefined).content, 'part');
  t.equal(
    answerOf(200, { output: [{ type: 'message', content: [{ type: 'output_text', text: 'a' }] }] }, undefined).content,
    'a',
  );
});

t.test('finds the answer in the wrappers and forms of gateways and other protocols', async (t) => {
  const chat = { choices: [{ message: { content: 'hi' } }] };
  const bodies: Readonly<Record<string, unknown>> = {
    'a wrapper': { code: 0, message: 'ok', data: chat },
    'a result': { success: true, errors: [], result: chat },
    Cloudflare: { success: true, result: { response: 'hi' } },
    Ollama: { model: 'x', response: 'hi', done: true },
    'Hugging Face': [{ generated_text: 'hi' }],
    Bedrock: { output: { message: { role: 'assistant', content: [{ text: 'hi' }] } }, stopReason: 'end_turn' },
    "OpenAI's output_text": { output_text: 'hi' },
    "OpenAI's function_call": {
      output: [
        { type: 'reasoning', summary: [] },
        { type: 'function_call', arguments: 'hi' },
      ],
    },
    'JSON that Cloudflare parsed': { success: true, result: { response: { names: [] } } },
    "Alibaba's output": { output: { choices: [{ message: { content: [{ text: 'hi' }] } }] }, request_id: 'x' },
    'output as a text': { output: { text: 'hi', finish_reason: 'stop' } },
    "watsonx's results": { model_id: 'x', results: [{ generated_text: 'hi', stop_reason: 'eos_token' }] },
    'a list of messages': { choices: [{ messages: [{ role: 'assistant', content: 'hi' }] }] },
    'a function behind a gateway': { statusCode: 200, body: JSON.stringify(chat) },
    'JSON in JSON': JSON.stringify(chat),
    'an empty first choice': { choices: [{ message: { content: '' } }, { index: 1, message: { content: 'hi' } }] },
    'an empty error': { ...chat, error: { message: '', type: '', code: null } },
    'an error of code 0': { ...chat, error: { code: 0 }, base_resp: { status_code: 0, status_msg: '' } },
  };
  for (const [form, body] of Object.entries(bodies))
    t.match(answerOf(200, body, undefined).content, /^(?:hi|\{"names":\[\]\})$/, form);
});

t.test('skips a byte order mark, and the words that announce a call', async (t) => {
  const reader = new AnswerReader(1000);
  reader.push(Buffer.from(`\ufeff${JSON.stringify({ choices: [] })}`));
  t.same(reader.end(), { choices: [] });
  const call = { function: { arguments: '{"names":[]}' } };
  t.equal(contentOf({ content: 'I name them now.', tool_calls: [call] }), '{"names":[]}');
  t.equal(
    contentOf({ content: '{"names":[1]}', tool_calls: [call] }),
    '{"names":[1]}',
    'an answer is not an announcement',
  );
  t.equal(contentOf({ content: [{ type: 'json', json: { names: [] } }] }), '{"names":[]}');
});

t.test('finds a picture in every place that providers use', async (t) => {
  const picture = { type: 'image_url', image_url: { url: png } };
  const messages: Readonly<Record<string, unknown>> = {
    'images[].image_url.url': { images: [picture] },
    'image_url as text': { images: [{ type: 'image_url', image_url: png }] },
    'images[].url': { images: [{ url: png }] },
    'images[].b64_json': { images: [{ b64_json: bare }] },
    'images[] as text': { images: [png] },
    'images[] as bare text': { images: [bare] },
    'one image': { image: { url: png } },
    'a content part': { content: [{ type: 'text', text: 'Here' }, picture] },
    'an output_image part': { content: [{ type: 'output_image', image_url: png }] },
    "Anthropic's source": {
      content: [{ type: 'image', source: { type: 'base64', media_type: 'image/png', data: bare } }],
    },
    "Google's inline_data": { content: [{ inline_data: { mime_type: 'image/png', data: bare } }] },
    Markdown: { content: `Here it is:\n\n![a boat](${png})\n` },
    'an HTML tag': { content: `<img src="${png}">` },
    'a text': { content: png },
    'bare base64 as text': { content: `\`\`\`\n${bare}\n\`\`\`` },
    attachments: { content: 'Here', attachments: [picture] },
  };
  const bodies: Readonly<Record<string, unknown>> = {
    ...Object.fromEntries(Object.entries(messages).map(([place, message]) => [place, { choices: [{ message }] }])),
    "Stability's artifacts": { artifacts: [{ base64: bare, finishReason: 'SUCCESS' }] },
    "OpenAI's images": { created: 1, data: [{ b64_json: bare }] },
    "OpenAI's responses": { output: [{ type: 'image_generation_call', result: bare }] },
    "Google's candidates": {
      candidates: [{ content: { parts: [{ inlineData: { mimeType: 'image/png', data: bare } }] } }],
    },
  };
  for (const [place, body] of Object.entries(bodies)) {
    const [found] = answerOf(200, read(JSON.stringify(body)), undefined).pictures;
    t.match(found, { type: 'image/png', fault: undefined }, place);
  }
  const other = {
    content: 'words',
    annotations: [{ url_citation: { url: 'https://example.com' } }],
    reasoning_details: [{ data: bare }],
  };
  t.same(
    answerOf(200, read(JSON.stringify({ choices: [{ message: other }] })), undefined).pictures,
    [],
    'nowhere else',
  );
});

t.test('distinguishes an empty answer, a refusal and an exhausted output cap', async (t) => {
  const table: [string, object, Partial<ProviderError>][] = [
    ['nothing', choice({ finish_reason: 'stop' }), { fault: 'empty', retryable: true }],
    ['no message', { choices: [{ message: null }] }, { fault: 'empty' }],
    ['blanks', choice({ message: { content: ' \n' } }), { fault: 'empty' }],
    ['thoughts alone', choice({ message: { content: null, reasoning: 'hm' } }), { fault: 'empty' }],
    ['no picture', choice({ finish_reason: 'stop', native_finish_reason: 'NO_IMAGE' }), { fault: 'empty' }],
    [
      'a filter behind a stop',
      choice({ finish_reason: 'stop', native_finish_reason: 'IMAGE_PROHIBITED_CONTENT' }),
      { fault: 'refused', retryable: false },
    ],
    ['SAFETY', choice({ finish_reason: null, native_finish_reason: 'SAFETY' }), { fault: 'refused' }],
    ['refusal', choice({ finish_reason: 'stop', native_finish_reason: 'refusal' }), { fault: 'refused' }],
    ['a part', choice({ message: { content: [{ type: 'refusal', refusal: 'no' }] } }), { fault: 'refused' }],
    [
      "a part of OpenAI's responses",
      { output: [{ type: 'message', content: [{ type: 'refusal', refusal: 'no' }] }] },
      { fault: 'refused' },
    ],
    [
      "the cap of OpenAI's responses",
      { output: [], incomplete_details: { reason: 'max_output_tokens' } },
      { fault: 'length' },
    ],
    ['the end of the context', choice({ stop_reason: 'model_context_window_exceeded' }), { fault: 'length' }],
    ['a blocked prompt', { candidates: [], promptFeedback: { blockReason: 'OTHER' } }, { fault: 'refused' }],
    ['the cap', choice({ finish_reason: 'length' }), { fault: 'length', retryable: false }],
    ["Google's cap", choice({ finish_reason: 'stop', native_finish_reason: 'MAX_TOKENS' }), { fault: 'length' }],
    ["Anthropic's cap", choice({ stop_reason: 'max_tokens' }), { fault: 'length' }],
  ];
  for (const [what, body, expected] of table) t.match(errorOf(200, body), expected, what);
  const cut = answerOf(200, choice({ message: { content: 'half an ans' }, finish_reason: 'length' }), undefined);
  t.match(cut, { content: 'half an ans', isCutShort: true });
  const filteredLate = choice({ message: { content: 'whole' }, finish_reason: 'stop', native_finish_reason: 'SAFETY' });
  t.match(answerOf(200, filteredLate, undefined), { content: 'whole' }, 'an answer that came is an answer');
});

t.test("reads errors of every shape, including the upstream provider's reason", async (t) => {
  const inner = JSON.stringify({ error: { message: 'supports at most 1 image per prompt' } });
  const table: [string, number, unknown, Partial<ProviderError>, RegExp][] = [
    ['a text', 400, { error: 'too many images' }, { status: 400, retryable: false }, /too many images/],
    [
      'Google',
      400,
      [{ error: { code: 400, message: 'bad schema', status: 'INVALID_ARGUMENT' } }],
      { status: 400 },
      /bad schema/,
    ],
    [
      'vLLM',
      400,
      { object: 'error', message: 'one image', type: 'BadRequestError', code: 400 },
      { status: 400 },
      /one image/,
    ],
    [
      'vLLM in a 200',
      200,
      { object: 'error', message: 'one image', code: 400 },
      { status: 400, retryable: false },
      /one image/,
    ],
    ['FastAPI', 422, { detail: 'no such field' }, { status: 422 }, /no such field/],
    ['FastAPI, a list', 422, { detail: [{ loc: ['body'], msg: 'field required' }] }, { status: 422 }, /field required/],
    ['FastAPI in a 200', 200, { detail: 'Not Found' }, { status: 502 }, /Not Found/],
    [
      'Anthropic',
      529,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      { status: 529, retryable: true },
      /Overloaded/,
    ],
    [
      'Anthropic in a 200',
      200,
      { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
      { status: 529, retryable: true },
      /Overloaded/,
    ],
    [
      'OpenAI in a 200',
      200,
      { error: { code: 'rate_limit_exceeded', message: 'slow' } },
      { status: 429, retryable: true },
      /slow/,
    ],
    [
      'gRPC in a 200',
      200,
      { error: { status: 'UNAVAILABLE', message: 'down' } },
      { status: 503, retryable: true },
      /down/,
    ],
    ['a list', 400, { errors: [{ message: 'first' }, { message: 'second' }] }, { status: 400 }, /first/],
    ['a list of texts', 400, { errors: ['first'] }, { status: 400 }, /first/],
    ['a flag', 400, { error: true, message: 'no model' }, { status: 400 }, /no model/],
    ['a message alone', 404, { message: 'no route' }, { status: 404 }, /no route/],
    ['RFC 9457', 400, { title: 'Bad', status: 400, detail: 'the schema' }, { status: 400 }, /the schema/],
    [
      'MiniMax in a 200',
      200,
      { choices: null, base_resp: { status_code: 1008, status_msg: 'insufficient balance' } },
      { retryable: false, refusal: { kind: 'credit' } },
      /insufficient balance/,
    ],
    ['Baidu in a 200', 200, { error_code: 18, error_msg: 'qps limit reached' }, { status: 502 }, /qps limit/],
    [
      'Alibaba in a 200',
      200,
      { code: 'Throttling.RateQuota', message: 'Requests rate limit exceeded' },
      { retryable: true },
      /rate limit/,
    ],
    ['a JSON text', 429, 'slow down', { status: 429 }, /slow down/],
    ['nested', 400, { error: { error: { message: 'deep' } } }, { status: 400 }, /deep/],
    [
      'zero usage, null content, an error',
      200,
      {
        error: { code: 503, message: 'gone' },
        choices: [{ finish_reason: 'stop', message: { content: null } }],
        usage: { prompt_tokens: 0 },
      },
      { status: 503 },
      /gone/,
    ],
    [
      'raw as text',
      400,
      {
        error: {
          code: 400,
          message: 'Provider returned error',
          metadata: { raw: 'at most 1 image', provider_name: 'vLLM' },
        },
      },
      { status: 400 },
      /Provider returned error: vLLM: at most 1 image/,
    ],
    [
      'raw as JSON in text',
      400,
      { error: { code: 400, message: 'Provider returned error', metadata: { raw: inner } } },
      { status: 400 },
      /at most 1 image per prompt/,
    ],
    [
      'raw as an object',
      400,
      { error: { message: 'x', metadata: { raw: { message: 'inner' } } } },
      { status: 400 },
      /inner/,
    ],
    [
      'a policy',
      400,
      { error: { code: 'content_policy_violation', message: 'the prompt was ...' } },
      { fault: 'refused', status: 400 },
      /flagged/,
    ],
  ];
  for (const [what, status, body, expected, message] of table) {
    t.match(errorOf(status, body), expected, what);
    t.match(errorOf(status, body).message, message, what);
  }
  const retry = {
    error: {
      code: 429,
      message: 'slow',
      details: [{ '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '7s' }],
    },
  };
  t.match(errorOf(429, retry), { retryAfterMs: 7000 });
  t.equal(
    answerOf(200, { choices: [{ message: { content: 'hi' } }], detail: 'x', message: 'y' }, undefined).content,
    'hi',
  );
});

t.test('knows a flagged content by its words, and nothing else by them', async (t) => {
  for (const [status, error] of [
    [400, { type: 'invalid_request_error', message: 'Output blocked by content filtering policy' }],
    [400, { message: "The prompt contains sensitive words that violate Google's Responsible AI practices" }],
    [400, { code: 'invalid_prompt', message: 'Your prompt was flagged as potentially violating our usage policy.' }],
    [400, { code: 'data_inspection_failed', message: 'Input data may contain inappropriate content.' }],
    [400, { code: '1301', message: '系统检测到输入或生成内容可能包含不安全或敏感内容' }],
    [446, { code: 'hooks_failed', message: 'The guardrail checks defined in the config failed.' }],
    [424, { code: 2016, message: 'Prompt blocked due to security configurations' }],
    [400, { message: 'x', metadata: { raw: '{"status":"Request Moderated","details":{}}' } }],
    [403, 'Content violates usage guidelines. Failed check: SAFETY_CHECK_TYPE_DATA_LEAKAGE'],
  ] as const)
    t.match(errorOf(status, { error }), { fault: 'refused', status, retryable: false }, JSON.stringify(error));
  for (const message of [
    'No endpoints found matching your data policy',
    'Image content type is not supported',
    'messages.0.content: Field required',
    'Your organization policy does not allow this model',
  ])
    t.match(errorOf(400, { error: { message } }), { fault: 'status' }, message);
});

t.test('knows whose fault a status is by the words behind it', async (t) => {
  const table: [status: number, message: string, refusal: object | undefined][] = [
    [400, 'API key not valid. Please pass a valid API key.', { kind: 'key' }],
    [400, 'Incorrect API key provided', { kind: 'key' }],
    [400, 'Your credit balance is too low to access the Anthropic API.', { kind: 'credit' }],
    [429, 'Billing hard limit has been reached', { kind: 'credit' }],
    [403, "Your newly created team doesn't have any credits yet.", { kind: 'credit' }],
    [412, 'Account is suspended, possibly due to failure to pay past invoices.', { kind: 'credit' }],
    [400, 'Budget has been exceeded! Current cost: 10.2, Max budget: 10.0', { kind: 'key_limit' }],
    [400, 'You have reached your specified API usage limits.', { kind: 'key_limit' }],
    [401, "key not allowed to access model. This key can only access models=['a']", { kind: 'model' }],
    [400, 'Prompt contains 40000 tokens, too large for model with 32768 maximum context length', { kind: 'too_long' }],
    [400, "This model's maximum prompt length is 131072 but the request contains 140000 tokens.", { kind: 'too_long' }],
    [
      400,
      'The number of tokens to keep from the initial prompt is greater than the context length.',
      { kind: 'too_long' },
    ],
    [400, 'The maximum tokens you requested exceeds the model limit of 1000.', { kind: 'cap', most: 1000 }],
    [400, 'output_config.format: Extra inputs are not permitted', { kind: 'form' }],
    [400, 'User location is not supported for the API use.', { kind: 'forbidden' }],
    [410, 'This model was retired on 2026-08-01', { kind: 'model' }],
    [400, 'Only one image is supported per request', { kind: 'pictures', most: 1 }],
    [400, 'You can only send a single image', { kind: 'pictures', most: 1 }],
    [400, 'Range of input length should be [1, 30720]', { kind: 'too_long' }],
    [
      400,
      'max_tokens: 64000 > 8192, which is the maximum allowed number of output tokens',
      { kind: 'cap', most: 8192 },
    ],
    [400, 'A single image may have at most 5 MB', { kind: 'unknown' }],
  ];
  for (const [status, message, refusal] of table)
    t.match(errorOf(status, { error: { message } }), { refusal, retryable: false }, message);
  const tooLarge = {
    code: 'rate_limit_exceeded',
    message: 'Request too large for model `x`: Limit 6000, Requested 9000',
  };
  t.match(errorOf(413, { error: tooLarge }), { status: 413, retryable: false, mayBeOnePart: true });
  for (const status of [425, 498, 521, 530]) t.match(errorOf(status, { error: 'busy' }), { retryable: true });
});

const passedOn = (headers: object) => errorOf(429, { error: { code: 429, metadata: { headers } } }).retryAfterMs;

t.test('uses what a provider sends along when it does not take the answer of its own model', async (t) => {
  const error = { code: 'json_validate_failed', message: 'Failed to generate JSON', failed_generation: '{"names":[' };
  t.match(answerOf(400, { error }, undefined), { content: '{"names":[' });
  t.match(errorOf(400, { error: { ...error, failed_generation: '' } }), { status: 400 });
  t.match(errorOf(200, { base_resp: { status_code: 1026, status_msg: 'input contains sensitive content' } }), {
    fault: 'refused',
  });
});

t.test('waits as long as an error says in words or in the headers it passes on', async (t) => {
  const waits: [string, number | undefined][] = [
    ['Rate limit reached. Please try again in 8.5s.', 8500],
    ['Please try again in 500ms. Visit the page.', 500],
    ['Please try again in 1m12.5s', 72_500],
    ['Please retry in 20 seconds', 20_000],
    ['Please try again in 2h3m', 7_380_000],
    ['Please try again later', undefined],
  ];
  for (const [message, wait] of waits) t.equal(errorOf(429, { error: { message } }).retryAfterMs, wait, message);
  t.equal(passedOn({ 'Retry-After': '5' }), 5000);
  const wait = passedOn({ 'X-RateLimit-Reset': String(Date.now() + 60_000) });
  t.ok(wait !== undefined && wait > 30_000 && wait <= 60_000);
});

t.test('throws only ProviderError for any body', async () => {
  fc.assert(
    fc.property(fc.integer({ min: 200, max: 599 }), fc.anything(), (status, body) => {
      try {
        return (
          typeof answerOf(status, { choices: [{ message: body }], ...(body as object) }, undefined).content === 'string'
        );
      } catch (error) {
        return error instanceof ProviderError;
      }
    }),
  );
});

t.test("follows the provider's word on whether and when to retry", async (t) => {
  const availability = { retryable: true, retry_after: 3 };
  t.match(errorOf(400, { error: { availability } }), { status: 400, retryable: true, retryAfterMs: 3000 });
  t.match(errorOf(503, { error: { availability: { retryable: false } } }, 1000), { retryable: false });
  t.match(errorOf(503, { error: { code: 503 } }, 2000), { retryable: true, retryAfterMs: 2000 });
});

t.test('counts usage; an unreported cost is unknown, not zero', async (t) => {
  const used = { promptTokens: 12, completionTokens: 3, costUsd: 0.25 };
  t.same(usageOf({ usage: { prompt_tokens: 12, completion_tokens: 3, cost: 0.25 } }), used);
  t.same(usageOf({ usage: { prompt_tokens: 12, completion_tokens: 3, cost: null } }), {
    ...used,
    costUsd: undefined,
  });
  const [prompt, tokens] = [12, 3];
  for (const usage of [
    { input_tokens: prompt, output_tokens: tokens, cost: '0.25' },
    { prompt_tokens: '12', completion_tokens: tokens, cost: { total_cost: 0.25 } },
    {
      prompt_tokens: prompt,
      completion_tokens: tokens,
      cost: 0.01,
      is_byok: true,
      cost_details: { upstream_inference_cost: 0.24 },
    },
    { prompt_tokens: prompt, completion_tokens: tokens, cost: 0.25, cost_details: { upstream_inference_cost: 0.2 } },
    { prompt_tokens: prompt, completion_tokens: 3, completion_tokens_details: { reasoning_tokens: 2 }, cost: 0.25 },
  ])
    t.same(usageOf({ usage }), used, JSON.stringify(usage));
  t.same(
    usageOf({ usageMetadata: { promptTokenCount: 12, candidatesTokenCount: 1, thoughtsTokenCount: 2 } }),
    { ...used, costUsd: undefined },
    'Google counts thinking apart',
  );
  const xai = {
    prompt_tokens: 12,
    completion_tokens: 1,
    total_tokens: 15,
    completion_tokens_details: { reasoning_tokens: 2 },
  };
  t.same(usageOf({ usage: xai }), { ...used, costUsd: undefined }, 'and so does xAI');
  for (const body of [undefined, null, [], {}, { usage: null }, { usage: { cost: -1 } }, { usage: { cost: 'free' } }]) {
    t.equal(usageOf(body), undefined);
  }
});

t.test("reads Google's format without the model's thoughts", async (t) => {
  const parts = [{ text: 'hmm', thought: true }, { text: '{"names"' }, { text: ':[]}' }];
  const body = { candidates: [{ content: { parts }, finishReason: 'STOP' }] };
  t.equal(answerOf(200, body, undefined).content, '{"names":[]}');
});

const readThoughts = (reasoning_content: string, finish_reason = 'stop') =>
  answerOf(200, { choices: [{ message: { content: '', reasoning_content }, finish_reason }] }, undefined);

t.test('reads an answer misfiled as thinking as a draft, but not thinking that ends in words', async (t) => {
  t.equal(readThoughts('They want names. {"names":[]}').content, '<think>They want names. {"names":[]}</think>');
  t.throws(() => readThoughts('I wonder which {names} fit'), { message: /neither text/ });
  t.throws(() => readThoughts('I wonder', 'length'), { message: /output cap/ });
});
