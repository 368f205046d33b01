import { setMaxListeners } from 'node:events';
import t, { type Test } from 'tap';
import { Pool } from 'undici';
import type { ProviderDialect } from '../../src/models/call-shape.ts';
import type { ChatCall } from '../../src/models/chat-call.ts';
import { createOpenRouterClient } from '../../src/models/client.ts';
import { createModelList, readModels } from '../../src/models/model-list.ts';
import type { ProviderError } from '../../src/models/provider-error.ts';
import { createTally } from '../../src/models/tally.ts';
import { completion, failure, type StubAnswer, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';

const never = new AbortController().signal;
// As the service does for a request's signal: each call listens.
setMaxListeners(0, never);
const schema = { type: 'json_schema', json_schema: { name: 'names', strict: true, schema: { type: 'object' } } };
const picture = { type: 'image_url', image_url: { url: 'data:image/png;base64,iVBORw0KGgo=' } };
const question = { type: 'text', text: 'Name the layers' };
const body = { messages: [{ role: 'user', content: [question, picture, picture] }], response_format: schema };
const naming: ChatCall = {
  models: ['one'],
  body,
  effort: 'low',
  maxAnswerTokens: 4000,
  timeoutMs: 5000,
  maxAnswerBytes: 100_000,
};
const pictureCall: ChatCall = {
  ...naming,
  body: {
    messages: [{ role: 'user', content: 'a lighthouse' }],
    modalities: ['image', 'text'],
    image_config: { aspect_ratio: '1:1' },
  },
};
const answer = completion({ names: [] }, { prompt_tokens: 1, completion_tokens: 1, cost: 0.001 });

interface Facing {
  readonly dialect?: ProviderDialect;
  readonly dataCollection?: 'deny' | 'allow';
  /** Entries of the provider's list of models. */
  readonly listed?: readonly object[];
}

/** A client of a provider that refuses with what `refusal` gives, and answers otherwise. */
async function facing(
  t: Test,
  refusal: (call: StubCall, index: number) => StubAnswer | undefined,
  options: Facing = {},
) {
  const provider = await startStubProvider(t, (call, index) => refusal(call, index) ?? answer);
  const pool = new Pool(new URL(provider.url).origin);
  t.teardown(async () => pool.destroy());
  const changes: string[] = [];
  const models = createModelList();
  models.add(readModels({ data: options.listed ?? [] }) ?? new Map());
  const client = createOpenRouterClient({
    baseUrl: provider.url,
    apiKey: 'sk-secret',
    shaping: { dialect: options.dialect ?? 'openrouter', dataCollection: options.dataCollection ?? 'deny' },
    models,
    dispatcher: pool,
    observer: {
      call: () => undefined,
      retried: () => undefined,
      adapted: (_model, change) => void changes.push(change),
    },
    wait: async () => undefined,
    // On a busy machine a refusal may take longer than the usual half a second.
    trialMs: 30_000,
  });
  const tally = createTally();
  const ask = (call: ChatCall = naming) => client.chat(call, never, tally);
  const errorOf = async (call?: ChatCall) =>
    ask(call).then(
      () => undefined,
      (error: unknown) => error as ProviderError,
    );
  return { provider, changes, client, ask, errorOf };
}

const formOf = ({ json }: StubCall) => (json.response_format as { type: string } | undefined)?.type ?? 'none';

t.test("sends OpenRouter's own fields only to OpenRouter", async (t) => {
  const one = await facing(t, () => undefined);
  await one.ask();
  t.match(one.provider.calls[0]?.json, {
    model: 'one',
    response_format: schema,
    max_tokens: 4000,
    reasoning: { effort: 'low' },
    provider: { data_collection: 'deny' },
  });
  await one.ask(pictureCall);
  t.match(one.provider.calls[1]?.json, { modalities: ['image', 'text'], image_config: { aspect_ratio: '1:1' } });

  const other = await facing(t, () => undefined, { dialect: 'openai' });
  await other.ask();
  await other.ask(pictureCall);
  const known = new Set(['model', 'messages', 'response_format', 'max_tokens', 'reasoning_effort', 'modalities']);
  for (const { json } of other.provider.calls)
    t.same(
      Object.keys(json).filter((field) => !known.has(field)),
      [],
    );
  t.equal(other.provider.calls[0]?.json['reasoning_effort'], 'low');
});

t.test("the model list shapes a model's first call", async (t) => {
  const listed = [
    {
      id: 'one',
      supported_parameters: ['max_tokens', 'response_format'],
      architecture: { output_modalities: ['text'] },
    },
    { id: 'flux', architecture: { output_modalities: ['image'] } },
    {
      id: 'short',
      supported_parameters: ['reasoning', 'structured_outputs'],
      top_provider: { max_completion_tokens: 900 },
    },
  ];
  const { provider, ask } = await facing(t, () => undefined, { listed });
  await ask();
  await ask({ ...naming, models: ['short:nitro'] });
  await ask({ ...pictureCall, models: ['flux'] });
  const [one, short, flux] = provider.calls.map(({ json }) => json);
  t.same([one?.response_format, one?.['reasoning']], [{ type: 'json_object' }, undefined]);
  t.match(JSON.stringify(one?.messages), /JSON object/);
  t.match(short, { response_format: schema, reasoning: { effort: 'low' }, max_tokens: 900 });
  t.same(flux?.['modalities'], ['image']);
});

const schemaRefusals: readonly (readonly [what: string, refusal: StubAnswer])[] = [
  [
    'Anthropic',
    failure(400, 'Provider returned error', {
      raw: '{"type":"error","error":{"type":"invalid_request_error","message":"Schemas contains too many parameters with union types (18)"}}',
      provider_name: 'Anthropic',
    }),
  ],
  [
    'Vertex',
    failure(400, 'Provider returned error', {
      raw: '[{"error":{"code":400,"message":"Unable to submit request because one or more response schemas specified any_of: it must be the only field set"}}]',
    }),
  ],
  ['Gemini', failure(400, 'The specified schema produces a constraint that has too many states for serving.')],
  [
    'DeepSeek',
    {
      status: 400,
      body: { error: { message: 'This response_format type is unavailable now', type: 'invalid_request_error' } },
    },
  ],
  [
    'vLLM',
    { status: 400, body: { object: 'error', message: 'Invalid grammar: json_schema not supported', code: 400 } },
  ],
  [
    'FastAPI',
    {
      status: 422,
      body: { detail: [{ loc: ['body', 'response_format', 'type'], msg: 'Input should be text or json_object' }] },
    },
  ],
  [
    'llama.cpp',
    { status: 500, body: { error: { code: 500, message: 'failed to parse grammar', type: 'server_error' } } },
  ],
  ['without a reason', failure(400, 'Provider returned error')],
  ['as a text', { status: 400, body: { error: 'bad request' } }],
  ['a page', { status: 400, body: '<html>Bad Request</html>' }],
];
for (const [what, refusal] of schemaRefusals) {
  t.test(`a refused schema (${what}) steps down once for all later calls`, async (t) => {
    const { provider, ask, changes } = await facing(t, (call) =>
      formOf(call) === 'json_schema' ? refusal : undefined,
    );
    await Promise.all(Array.from({ length: 50 }, () => ask()));
    await ask();
    const refused = provider.calls.filter((call) => formOf(call) === 'json_schema').length;
    t.ok(refused <= 2, `${refused} calls found out for all`);
    t.equal(provider.calls.length, 51 + refused);
    t.match(JSON.stringify(provider.calls.at(-1)?.json.messages), /JSON object/);
    t.match(changes, [/answer form schema -> json/]);
  });
}

t.test('asks a model that accepts no response format in words', async (t) => {
  const { provider, ask } = await facing(t, (call) =>
    formOf(call) === 'none' ? undefined : failure(400, 'response_format is not supported'),
  );
  await ask();
  t.same(provider.calls.map(formOf), ['json_schema', 'json_object', 'none']);
  await ask();
  t.equal(provider.calls.length, 4);
});

t.test('a refusal for another reason affects only that call', async (t) => {
  const { errorOf, provider } = await facing(t, () => failure(400, 'Could not process image'));
  t.match(await errorOf(), { status: 400, mayBeOnePart: true });
  t.equal(provider.calls.length, 1);
});

t.test('a refusal without a reason after successful answers changes nothing', async (t) => {
  const { ask, errorOf, provider } = await facing(t, (_call, index) =>
    index === 1 ? failure(400, 'Bad image') : undefined,
  );
  await ask();
  t.match(await errorOf(), { status: 400, mayBeOnePart: true });
  await ask();
  t.same(provider.calls.map(formOf), ['json_schema', 'json_schema', 'json_schema']);
});

t.test('does not ask a model that refuses everything sixty times for fifty layers', async (t) => {
  const { provider, errorOf } = await facing(t, () => failure(400, 'Provider returned error'));
  const errors = await Promise.all(Array.from({ length: 50 }, () => errorOf()));
  t.ok(errors.every((error) => error?.status === 400));
  t.ok(provider.calls.length <= 12, `${provider.calls.length} calls`);
});

t.test('drops parameters that no endpoint takes one by one', async (t) => {
  const { provider, ask } = await facing(t, ({ json }) =>
    json['reasoning'] === undefined
      ? undefined
      : failure(404, 'No endpoints found that can handle the requested parameters. To learn more ...'),
  );
  await ask();
  t.same(provider.calls.map(formOf), ['json_schema', 'json_object', 'none', 'none']);
});

t.test('drops a refused reasoning effort, or sends low if it is mandatory', async (t) => {
  const none = await facing(
    t,
    ({ json }) =>
      json['reasoning_effort'] === undefined
        ? undefined
        : failure(400, 'Unrecognized request argument supplied: reasoning_effort'),
    { dialect: 'openai' },
  );
  await none.ask();
  t.same(
    none.provider.calls.map(({ json }) => [json['reasoning_effort'], formOf({ json } as StubCall)]),
    [
      ['low', 'json_schema'],
      [undefined, 'json_schema'],
    ],
  );
  const must = await facing(t, ({ json }) =>
    (json['reasoning'] as { effort: string }).effort === 'none'
      ? failure(400, 'Reasoning is mandatory for this endpoint and cannot be disabled.')
      : undefined,
  );
  await must.ask({ ...naming, effort: 'off' });
  t.same(
    must.provider.calls.map(({ json }) => json['reasoning']),
    [{ effort: 'none' }, { effort: 'low' }],
  );
});

/** As vLLM refuses a call. */
const vllm = (asked: number, prompt: number) =>
  failure(
    400,
    `This model's maximum context length is 4,096 tokens. However, you requested ${asked + prompt} tokens (${prompt} in the messages, ${asked} in the completion).`,
  );

t.test('shortens the answer if call and answer exceed the context, then blames the call', async (t) => {
  const fits = await facing(t, ({ json }) => (Number(json['max_tokens']) > 3096 ? vllm(4000, 1000) : undefined));
  await fits.ask();
  t.same(
    fits.provider.calls.map(({ json }) => json['max_tokens']),
    [4000, 3096],
  );
  for (const refusal of [
    vllm(4000, 4800),
    failure(400, 'the request exceeds the available context size (4096 tokens), try increasing it'),
    failure(400, 'prompt is too long: 210000 tokens > 200000 maximum'),
    failure(400, 'Input token count (40000) exceeds the maximum number of tokens allowed (32768).'),
  ]) {
    const { provider, errorOf } = await facing(t, () => refusal);
    t.match(await errorOf(), { refusal: { kind: 'too_long' }, mayBeOnePart: true });
    await errorOf();
    t.equal(provider.calls.length, 2, 'another call may be shorter');
  }
});

t.test('sends the output cap under the name and size that the model wants', async (t) => {
  const named = await facing(
    t,
    ({ json }) =>
      json['max_tokens'] === undefined
        ? undefined
        : {
            status: 400,
            body: {
              error: {
                message:
                  "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
                param: 'max_tokens',
              },
            },
          },
    { dialect: 'openai' },
  );
  await named.ask();
  t.equal(named.provider.calls.at(-1)?.json['max_completion_tokens'], 4000);
  const sized = await facing(t, ({ json }) =>
    Number(json['max_tokens']) <= 2048
      ? undefined
      : failure(400, 'max_tokens is too large: 4000. This model supports at most 2,048 completion tokens'),
  );
  await sized.ask();
  t.same(
    sized.provider.calls.map(({ json }) => json['max_tokens']),
    [4000, 2048],
  );
  const words =
    "'max_tokens' is too large: 4000. The context is 5000 tokens, with 1500 input tokens (4000 > 5000 - 1500).";
  const left = await facing(t, ({ json }) => (Number(json['max_tokens']) <= 3500 ? undefined : failure(400, words)));
  await left.ask();
  t.equal(left.provider.calls.at(-1)?.json['max_tokens'], 3500);
});

t.test('asks a picture-only model for pictures only', async (t) => {
  const { provider, ask } = await facing(t, ({ json }) =>
    (json['modalities'] as string[]).length === 1
      ? undefined
      : failure(404, 'No endpoints found that support the requested output modalities: image, text'),
  );
  await ask({ ...pictureCall, models: ['black-forest/new-model'] });
  await ask({ ...pictureCall, models: ['black-forest/new-model'] });
  t.same(
    provider.calls.map(({ json }) => json['modalities']),
    [['image', 'text'], ['image'], ['image']],
  );
});

t.test('learns a limit on the number of pictures and sends no larger calls', async (t) => {
  for (const [message, most] of [
    ['At most 1 image(s) may be provided in one request.', 1],
    ['This model supports at most 1 image per prompt', 1],
    ['Too many images provided. This model supports up to 1 images', 1],
    ['Total number of images must be at most 1', 1],
    ['Too many images in request. Maximum allowed: 1', 1],
    ['Number of images (5) exceeds the allowed 1', 1],
    ['No endpoints found that support image input', 0],
    ['messages[0].content: this model accepts text only', 0],
  ] as const) {
    const { provider, errorOf } = await facing(t, () =>
      failure(most === 0 ? 404 : 400, 'Provider returned error', { raw: message }),
    );
    t.match(await errorOf(), { refusal: { kind: 'pictures', most } }, message);
    t.match(await errorOf(), { status: 400, refusal: { kind: 'pictures', most }, mayBeOnePart: true });
    t.equal(provider.calls.length, 1, message);
  }
});

t.test('distinguishes a limit on picture size from one on their number', async (t) => {
  for (const message of [
    'image exceeds 5 MB maximum: 5341234 bytes > 5242880 bytes',
    'Unsupported image format: image/webp',
    'images must be at most 8000 pixels',
  ]) {
    const { errorOf, ask } = await facing(t, (_call, index) => (index === 1 ? failure(400, message) : undefined));
    await ask();
    t.match(await errorOf(), { refusal: { kind: 'unknown' }, mayBeOnePart: true }, message);
  }
});

t.test('asks a text-only model without the picture if the call still makes sense', async (t) => {
  const { provider, ask } = await facing(t, (call) =>
    JSON.stringify(call.json.messages).includes('image_url')
      ? failure(404, 'No endpoints found that support image input')
      : undefined,
  );
  await ask({ ...naming, picturesAreOptional: true });
  t.equal(provider.calls.length, 2);
});

t.test('never gives up the data policy: the call fails, then the next model is asked', async (t) => {
  const message = 'No endpoints found matching your data policy. Configure: https://openrouter.ai/settings/privacy';
  const { provider, errorOf, ask } = await facing(t, ({ json }) =>
    json.model === 'one' ? failure(404, message) : undefined,
  );
  t.match(await errorOf(), { status: 404, refusal: { kind: 'data_policy' }, message: /data policy/ });
  await ask({ ...naming, models: ['one', 'two'] });
  t.ok(
    provider.calls.every(({ json }) => (json['provider'] as { data_collection: string }).data_collection === 'deny'),
  );
  const open = await facing(t, () => undefined, { dataCollection: 'allow' });
  await open.ask();
  t.match(open.provider.calls[0]?.json, { provider: { data_collection: 'allow' } });
});

t.test('retries credit reserved for running calls, not a spent account', async (t) => {
  const passing = await facing(t, (_call, index) =>
    index === 0
      ? {
          ...failure(402, 'Insufficient credits', { limit_source: 'openrouter_in_flight_budget' }),
          headers: { 'retry-after': '1' },
        }
      : undefined,
  );
  await passing.ask();
  t.equal(passing.provider.calls.length, 2);
  for (const [answered, kind] of [
    [failure(402, 'Insufficient credits', { limit_source: 'weight_exceeds_budget' }), 'credit'],
    [failure(402, 'Insufficient credits'), 'credit'],
    [
      { status: 429, body: { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } } },
      'credit',
    ],
    [failure(403, 'Key limit exceeded', { error_type: 'openrouter_key_limit' }), 'key_limit'],
    [failure(401, 'No auth credentials found'), 'key'],
  ] as const) {
    const spent = await facing(t, () => answered);
    const errors = await Promise.all(Array.from({ length: 20 }, () => spent.errorOf()));
    t.ok(
      errors.every((error) => error?.refusal?.kind === kind && !error.retryable),
      kind,
    );
    t.ok(spent.provider.calls.length <= 2, 'two calls find out for all');
  }
});

t.test('switches from a missing model to the next and skips it for a while', async (t) => {
  for (const gone of [
    failure(404, 'No endpoints found for one.'),
    failure(400, 'one is not a valid model ID'),
    {
      status: 404,
      body: {
        error: { message: 'The model `one` does not exist or you do not have access to it.', code: 'model_not_found' },
      },
    },
  ]) {
    const { provider, ask } = await facing(t, ({ json }) => (json.model === 'one' ? gone : undefined));
    await Promise.all(Array.from({ length: 10 }, () => ask({ ...naming, models: ['one', 'two'] })));
    const refused = provider.calls.filter(({ json }) => json.model === 'one').length;
    t.ok(refused <= 2);
    t.equal(provider.calls.length, 10 + refused);
  }
});

t.test('repeats an answer used up by thinking once, with less thinking and a larger cap', async (t) => {
  const empty = { body: { choices: [{ message: { content: '' }, finish_reason: 'length' }] } };
  const { provider, ask } = await facing(t, (_call, index) => (index === 0 ? empty : undefined));
  await ask();
  t.same(
    provider.calls.map(({ json }) => [json['max_tokens'], json['reasoning']]),
    [
      [4000, { effort: 'low' }],
      [8000, { effort: 'none' }],
    ],
  );
});

t.test('the next job asks a model again that refused the last one', async (t) => {
  const { client, provider, errorOf } = await facing(t, (_call, index) =>
    index === 0 ? failure(401, 'No') : undefined,
  );
  t.match(await errorOf(), { status: 401 });
  t.match(await errorOf(), { status: 401 });
  t.equal(provider.calls.length, 1);
  await client.chat(naming, never, createTally());
});

t.test('never drops the field that keeps designs out of training, and asks once', async (t) => {
  for (const refusal of [
    failure(400, "Additional properties are not allowed ('provider' was unexpected)"),
    { status: 400, body: [{ error: { code: 400, message: 'Unknown name "provider": Cannot find field.' } }] },
    failure(422, 'Unrecognized field: `provider`'),
  ]) {
    const { provider, errorOf } = await facing(t, () => refusal);
    const error = await errorOf();
    t.match(error?.refusal, { kind: 'dialect' });
    t.equal(error?.mayBeOnePart, false, 'smaller calls would be refused alike');
    t.equal(provider.calls.length, 1);
  }
});

t.test('does not follow a redirect and names the address that the base URL should have', async (t) => {
  for (const status of [301, 307, 308]) {
    const headers = { location: 'https://elsewhere.example/v1/chat/completions?key=secret' };
    const { provider, errorOf } = await facing(t, () => ({ status, headers, body: '' }));
    const error = await errorOf();
    t.match(error?.message, /redirects to https:\/\/elsewhere\.example\/v1\/chat\/completions: .*OPENROUTER_BASE_URL/);
    t.notMatch(error?.message, /secret/);
    t.equal(error?.mayBeOnePart, false);
    t.equal(provider.calls.length, 1);
  }
});

t.test('does not shorten the answer if the question alone is too long', async (t) => {
  const words =
    "This model's maximum context length is 4096 tokens. However, your messages resulted in 5200 tokens. Please reduce the length of the messages.";
  const { provider, changes, errorOf } = await facing(t, () => failure(400, words));
  t.match((await errorOf())?.refusal, { kind: 'too_long', over: undefined });
  t.equal(provider.calls.length, 1);
  t.same(changes, []);
});
