import t from 'tap';
import { type FamilyName, familyNames } from '../../../demo/provider/families.ts';
import { startDemoProvider } from '../../../demo/provider/provider.ts';
import { readProviderFlags } from '../../../demo/provider/provider-flags.ts';
import { namingCall, post } from './call-provider.ts';

const picture = `data:image/png;base64,${Buffer.from('89504e470d0a1a0a', 'hex').toString('base64')}`;
const layers = (count: number) => Array.from({ length: count }, () => ({ type: 'RECTANGLE', image: picture }));
const plain = namingCall(layers(1));
const text = { type: 'string' };

function withSchema(schema: object, name = 'names'): Record<string, unknown> {
  return { ...plain, response_format: { type: 'json_schema', json_schema: { name, strict: true, schema } } };
}

function object(properties: Record<string, object>, required = Object.keys(properties)): object {
  return { type: 'object', properties, required, additionalProperties: false };
}

/** So many nullable fields. */
function nullable(count: number): object {
  const fields = Array.from({ length: count }, (_, index) => [`f${index}`, { anyOf: [text, { type: 'null' }] }]);
  return object(Object.fromEntries(fields) as Record<string, object>);
}

/** What each family refuses, with which status and words, and what it takes. */
const table: Record<FamilyName, readonly (readonly [refused: object, status: number, words: RegExp, taken: object])[]> =
  {
    claude: [
      [withSchema(nullable(17)), 400, /too many parameters with union types/, withSchema(nullable(16))],
      [{ ...plain, temperature: 0.2 }, 400, /temperature/, { ...plain, temperature: 1 }],
    ],
    vertex: [
      [
        withSchema(object({ a: { anyOf: [text, { type: 'null' }], description: 'x' } })),
        400,
        /only field set/,
        withSchema(nullable(30)),
      ],
      [
        withSchema(object({ a: { type: 'array', items: text, maxItems: 5 } })),
        400,
        /too many states/,
        withSchema(object({ a: { type: 'array', items: text } })),
      ],
    ],
    openai: [
      [
        { ...plain, provider: { data_collection: 'deny' } },
        400,
        /Unrecognized request argument supplied: provider/,
        { ...plain, max_completion_tokens: 100 },
      ],
      [
        { ...plain, usage: {}, reasoning: {} },
        400,
        /arguments supplied: usage, reasoning/,
        { ...plain, reasoning_effort: 'low' },
      ],
      [{ ...plain, max_tokens: 100 }, 400, /max_completion_tokens/, plain],
      [{ ...plain, temperature: 0.9 }, 400, /Only the default/, plain],
      [withSchema(object({ a: text }, [])), 400, /additionalProperties/, withSchema(object({ a: text }))],
    ],
    deepseek: [
      [withSchema(object({ a: text })), 400, /unavailable now/, plain],
      [
        { ...plain, response_format: { type: 'json_object' } },
        400,
        /'json'/,
        { ...plain, response_format: { type: 'json_object' }, messages: [{ role: 'user', content: 'Answer in JSON' }] },
      ],
    ],
    'no-response-format': [[{ ...plain, response_format: { type: 'json_object' } }, 400, /response_format/, plain]],
    'no-parameters': [[withSchema(object({ a: text })), 404, /requested parameters/, plain]],
    vllm: [[namingCall(layers(2)), 400, /At most 1 image/, plain]],
    groq: [[namingCall(layers(6)), 400, /up to 5 images/, namingCall(layers(5))]],
    mistral: [[namingCall(layers(9)), 422, /Max is 8/, namingCall(layers(8))]],
    flux: [
      [
        { ...plain, modalities: ['image', 'text'] },
        404,
        /output modalities: image, text/,
        { ...plain, modalities: ['image'] },
      ],
    ],
    gemini: [
      [{ ...plain, reasoning: { effort: 'minimal' } }, 400, /MINIMAL/, { ...plain, reasoning: { effort: 'low' } }],
    ],
    'no-reasoning': [[{ ...plain, reasoning_effort: 'low' }, 400, /reasoning_effort/, plain]],
    'data-policy': [
      [
        { ...plain, provider: { data_collection: 'deny' } },
        404,
        /data policy/,
        { ...plain, provider: { data_collection: 'allow' } },
      ],
    ],
    'low-balance': [[plain, 402, /fewer max_tokens/, { ...plain, max_tokens: 4000 }]],
    'in-flight-budget': [[plain, 402, /openrouter_in_flight_budget/, plain]],
    'weight-exceeds-budget': [[plain, 402, /weight_exceeds_budget/, undefined as unknown as object]],
    'key-limit': [[plain, 403, /openrouter_key_limit/, undefined as unknown as object]],
    gone: [[plain, 404, /No endpoints found for google/, undefined as unknown as object]],
  };

for (const family of familyNames) {
  t.test(`the ${family} family refuses what its real models refuse, and nothing else`, async (t) => {
    for (const [refused, status, words, taken] of table[family]) {
      const provider = await startDemoProvider({ latencyMs: 0, families: [family] });
      t.teardown(() => provider.close());
      const answer = await post(provider.url, refused);
      t.equal(answer.status, status);
      t.match(JSON.stringify(answer.json), words);
      t.match(provider.stats, { refused: 1 });
      t.equal(provider.calls[0]?.outcome, 'refused');
      if (taken !== undefined) t.equal((await post(provider.url, taken)).status, 200);
    }
  });
}

t.test('families may differ by model and change while the provider runs', async (t) => {
  const provider = await startDemoProvider({ latencyMs: 0, families: { 'some/claude': ['claude'] } });
  t.teardown(() => provider.close());
  const call = { ...plain, temperature: 0.2 };
  t.equal((await post(provider.url, { ...call, model: 'some/claude' })).status, 400);
  t.equal((await post(provider.url, { ...call, model: 'some/other' })).status, 200);
  provider.setFamilies(undefined);
  t.equal((await post(provider.url, { ...call, model: 'some/claude' })).status, 200);
});

t.test('reads families from flags', async (t) => {
  t.match(readProviderFlags(['--families', 'claude,vllm']), { families: ['claude', 'vllm'] });
  t.match(readProviderFlags(['--families', 'a/b=claude', '--families', 'c/d=flux,gone']), {
    families: { 'a/b': ['claude'], 'c/d': ['flux', 'gone'] },
  });
  t.throws(() => readProviderFlags(['--families', 'clade']), /expects names of claude, vertex/);
});
