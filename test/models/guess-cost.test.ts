import t from 'tap';
import { measureEdits } from '../../src/edits/measure-edits.ts';
import { countPromptTokens } from '../../src/models/count-tokens.ts';
import { guessCost } from '../../src/models/guess-cost.ts';
import { createModelList } from '../../src/models/model-list.ts';
import { measureNaming } from '../../src/rename/measure-naming.ts';
import { makeRequest } from '../edits/layers.ts';
import { pictureFrom, pictureOf, pngOf } from '../edits/pictures.ts';
import { startApp, testConfig } from '../helpers/app.ts';
import { postRename, renameBody, sampleLayers, textLayers } from '../helpers/rename-requests.ts';
import { namesFor, startStubProvider } from '../helpers/stub-provider.ts';

const measure = () => ({ calls: 2, textBytes: 4000, pictures: [undefined, undefined] });
const ids = { fast: ['some/fast', 'other'], pro: ['some/pro'], image: ['some/image'] };

function listOf(...models: string[]) {
  const list = createModelList();
  const prices = { promptTokenUsd: 1e-6, completionTokenUsd: 1e-5 };
  const facts = { endsOn: undefined, parameters: undefined, inputs: undefined, outputs: undefined };
  list.add(new Map(models.map((model) => [model, { ...facts, prices, mostAnswerTokens: undefined }])));
  return list;
}

t.test('guesses by the counted question and the list price of the first model', async (t) => {
  const list = listOf('some/fast', 'some/pro', 'some/image');
  // 1,000 tokens of text and two pictures; ten names and the thinking of two calls.
  const usd = guessCost(list, ids, { type: 'rename-layers', units: 10, measure });
  t.equal(usd?.toFixed(6), (3240e-6 + 1500e-5).toFixed(6));
  const variants = guessCost(list, ids, { type: 'generate-edits', units: 5, measure }) ?? 0;
  const pictures = guessCost(list, ids, { type: 'generate-edits+pictures', units: 5, measure }) ?? 0;
  t.ok(pictures > variants + 10 * 1200e-5, 'two pictures a variant');
});

t.test('gives no guess for a model without a price, and counts nothing for it', async (t) => {
  const never = () => t.fail('counted in vain') as never;
  t.equal(guessCost(listOf('other'), ids, { type: 'rename-layers', units: 1, measure: never }), undefined);
  t.equal(guessCost(listOf('some/pro'), ids, { type: 'generate-edits+pictures', units: 1, measure: never }), undefined);
});

t.test('counts a picture as the family of the model does', async (t) => {
  for (const [model, width, height, tokens] of [
    ['google/gemini-3.6-flash', 64, 64, 1120],
    ['google/gemini-2.5-flash', 384, 300, 258],
    ['google/gemini-2.5-flash', 1000, 700, 516],
    ['anthropic/claude-sonnet-5', 300, 250, 100],
    ['anthropic/claude-sonnet-5', 4000, 4000, 3279],
    ['openai/gpt-5', 512, 512, 255],
    ['gpt-4o', 4096, 4096, 765],
    ['some/model', 10, 10, 1120],
  ] as const) {
    const size = { calls: 1, textBytes: 0, pictures: [{ width, height }] };
    t.equal(countPromptTokens(model, size), tokens, `${model} ${width} x ${height}`);
  }
  t.equal(countPromptTokens('claude', { calls: 1, textBytes: 9, pictures: [undefined] }), 3 + 1399);
});

t.test('counts exactly what the calls of a naming job will ask', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url });
  for (const layers of [sampleLayers(12), textLayers(7), textLayers(1)]) {
    const from = provider.calls.length;
    const body = renameBody(layers);
    t.equal((await postRename(url, body)).status, 200);
    const parts = provider.calls.slice(from).map(({ json }) => json.messages.flatMap(({ content }) => content));
    const checked = layers.map((layer) => ({ ...layer, imageBase64: pictureFrom(layer.imageBase64 ?? '') }));
    const { calls, textBytes, pictures } = measureNaming({ ...body, layers: checked } as never, testConfig().rename);
    // The stub's names are of letters; a call that is repeated for them would count twice.
    t.equal(calls, parts.length);
    t.equal(pictures.length, parts.flat().filter(({ type }) => type === 'image_url').length);
    t.equal(textBytes, Buffer.byteLength(parts.flatMap((call) => call.flatMap(({ text }) => text ?? [])).join('')));
  }
});

t.test('counts the protocol, each layer and the picture of a frame', async (t) => {
  const layer = { name: 'Layer', type: 'FRAME', x: 0, y: 0, width: 9, height: 9 };
  const small = measureEdits(makeRequest());
  const large = measureEdits(makeRequest({ layers: Array.from({ length: 200 }, () => layer) }));
  t.ok(small.textBytes > 4000 && large.textBytes > small.textBytes + 190 * 50);
  t.same([small.calls, small.pictures], [1, []]);
  const pictured = measureEdits(makeRequest({ frameImageBase64: pictureOf(pngOf(640, 480)) }));
  t.same(pictured.pictures, [{ width: 640, height: 480 }]);
});
