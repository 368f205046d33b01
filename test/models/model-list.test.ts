import t from 'tap';
import { createModelList, readModels } from '../../src/models/model-list.ts';

function listOf(body: unknown) {
  const list = createModelList();
  list.add(readModels(body) ?? new Map());
  return list;
}

t.test('finds a model under every id that its provider takes', async (t) => {
  for (const [body, ...ids] of [
    [{ data: [{ id: 'models/gemini-9' }] }, 'gemini-9', 'models/gemini-9'],
    [{ data: [{ id: 'llava:latest' }] }, 'llava', 'llava:latest'],
    [{ data: [{ id: 'pixtral-2', aliases: ['pixtral-latest'] }] }, 'pixtral-2', 'pixtral-latest'],
    [{ data: [{ id: 'some/model' }] }, 'some/model', 'some/model:nitro'],
    [[{ id: 'meta/llama', type: 'chat' }], 'meta/llama'],
  ] as const)
    for (const id of ids) t.ok(listOf(body).find(id), id);
  t.notOk(listOf({ data: [{ id: 'llava:7b' }] }).find('llava'), 'another size');
  for (const none of [undefined, null, 'x', {}, { models: [] }, { data: {} }]) t.equal(readModels(none), undefined);
});

t.test('reads each fact by itself: one in an unknown form does not hide the others', async (t) => {
  const odd = {
    id: 'a/b',
    supported_parameters: { tools: true },
    architecture: { input_modalities: ['TEXT', 'Image'], output_modalities: null },
    pricing: { prompt: '1e-6', completion: 0.000002, image_output: [] },
    top_provider: { max_completion_tokens: '8192' },
    expiration_date: 5,
  };
  const facts = listOf({ data: [odd, { name: 'no id' }, null] }).find('a/b');
  t.match(facts, { mostAnswerTokens: 8192, prices: { promptTokenUsd: 0.000001, completionTokenUsd: 0.000002 } });
  t.same([...(facts?.inputs ?? [])], ['text', 'image']);
  t.equal(facts?.parameters, undefined);
  const short = listOf({
    data: [{ id: 'c', architecture: { modality: 'text+image->text' }, max_completion_tokens: 4096 }],
  }).find('c');
  t.same([...(short?.inputs ?? []), ...(short?.outputs ?? [])], ['text', 'image', 'text']);
  t.equal(short?.mostAnswerTokens, 4096);
});
