import t from 'tap';
import { startApp, withTimeLimit } from '../helpers/app.ts';
import { type LayerJson, postRename, renameBody, samplePicture, textLayers } from '../helpers/rename-requests.ts';
import { completion, namesFor, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';

const picture = samplePicture(0);

t.test('refuses a sheet that does not match its layers and names the field', async (t) => {
  const { url, provider } = await startApp(t);
  const sheet = (...layerIds: string[]): object => ({ imageBase64: picture, layerIds });
  const cases: [string, unknown, string][] = [
    ['an unknown id', [sheet('0', '1', 'x')], 'sheets/0/layerIds/2 must be the id of one of the layers'],
    ['a repeated id', [sheet('0', '1', '0')], 'sheets/0/layerIds/2 must be unique: sheets/0/layerIds/0 is the same'],
    ['a layer in two sheets', [sheet('0'), sheet('1', '0')], 'sheets/1/layerIds/1 must be unique: sheets/0/layerIds/0'],
    [
      'more ids than cells',
      [sheet(...Array.from({ length: 17 }, String))],
      'sheets/0/layerIds must have 1 to 16 items',
    ],
    ['no ids', [sheet()], 'sheets/0/layerIds must have 1 to 16 items'],
    ['no picture', [{ layerIds: ['0'] }], 'sheets/0/imageBase64 is required'],
    ['an empty picture', [{ imageBase64: '', layerIds: ['0'] }], 'sheets/0/imageBase64 must be a picture'],
    ['not a picture', [{ imageBase64: 'aGVsbG8gd29ybGQh', layerIds: ['0'] }], 'sheets/0/imageBase64 must be a PNG'],
    ['an id that is not a string', [{ imageBase64: picture, layerIds: [7] }], 'sheets/0/layerIds/0 must be a string'],
    ['too many sheets', Array.from({ length: 61 }, () => sheet('0')), 'sheets must have at most 60 items'],
    ['not a list', {}, 'sheets must be an array'],
  ];
  for (const [what, sheets, message] of cases) {
    const reply = await postRename(url, renameBody(textLayers(17), { sheets }));
    t.equal(reply.status, 400, what);
    t.match(reply.json, { error: 'Invalid request', code: 'EXPORTER_INVALID_REQUEST' });
    t.ok(reply.json.message?.startsWith(message), `${what}: ${reply.json.message}`);
  }
  t.equal(provider.stats.calls, 0);
});

/** What a call is made of, a word for each part: `rules`, the line of a layer's cell or its type, or the picture. */
function outline(call: StubCall | undefined): string[] {
  return (call?.json.messages[0]?.content ?? []).map(({ text, image_url }) => {
    if (image_url !== undefined) return image_url.url.endsWith(samplePicture(40)) ? 'sheet' : 'picture';
    if (!text?.startsWith('Layer ')) return 'rules';
    return /^cell: \d+$/m.exec(text)?.[0] ?? (/^type: (\w+)$/m.exec(text)?.[1] as string);
  });
}

function icons(count: number, more: Partial<LayerJson> = {}): LayerJson[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `i${index}`,
    currentName: `Vector ${index}`,
    type: 'VECTOR',
    ...more,
  }));
}

function sheetOf(layers: readonly LayerJson[]): { imageBase64: string; layerIds: string[] } {
  return { imageBase64: samplePicture(40), layerIds: layers.map(({ id }) => id) };
}

t.test(
  'sends a sheet once, after the texts of its layers, and fills the call with layers without pictures',
  async (t) => {
    const provider = await startStubProvider(t, (call) => namesFor(call));
    const { url } = await startApp(t, { providerUrl: provider.url });
    const inSheet = icons(3);
    const layers = [...textLayers(2), ...inSheet];
    const sheet = { ...sheetOf(inSheet), layerIds: ['i2', 'i0', 'i1'] };
    const { status, json } = await postRename(url, renameBody(layers, { sheets: [sheet] }));
    t.equal(status, 200);
    t.ok(json.layers?.every(({ status: each }) => each === 'renamed'));
    t.equal(provider.calls.length, 1);
    t.same(outline(provider.calls[0]), ['rules', 'cell: 1', 'cell: 2', 'cell: 3', 'sheet', 'TEXT', 'TEXT']);
    t.match(provider.calls[0]?.layers[0], 'Vector 2', 'cell 1 shows the first of layerIds');
    t.match(JSON.stringify(provider.calls[0]?.json.response_format), /"shows"/);
  },
);

t.test('names fifty layers with three sheets in at most four calls', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const inSheets = icons(36);
  const sheets = [0, 12, 24].map((start) => sheetOf(inSheets.slice(start, start + 12)));
  const { json } = await postRename(url, renameBody([...inSheets, ...textLayers(14)], { sheets }));
  t.equal(json.layers?.filter(({ status }) => status === 'renamed').length, 50);
  t.ok(provider.calls.length <= 4, `${provider.calls.length} calls`);
  t.ok(provider.calls.every(({ layers }) => layers.length <= 16));
  t.equal(provider.calls.flatMap(outline).filter((part) => part === 'sheet').length, 3);
});

t.test('NAMING_PICTURES chooses between sheets and single pictures and uses what was sent', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const [both, only] = [icons(1, { imageBase64: samplePicture(3) }), [{ ...(icons(1)[0] as LayerJson), id: 'only' }]];
  const layers = [...both, ...only];
  for (const [pictures, expected] of [
    ['sheet', [['rules', 'cell: 1', 'cell: 2', 'sheet']]],
    [
      'each',
      [
        ['rules', 'cell: 2', 'sheet'],
        ['rules', 'VECTOR', 'picture'],
      ],
    ],
  ] as const) {
    provider.calls.length = 0;
    const { url, app } = await startApp(t, { providerUrl: provider.url, env: { NAMING_PICTURES: pictures } });
    const { status } = await postRename(url, renameBody(layers, { sheets: [sheetOf(layers)] }));
    t.equal(status, 200);
    t.same(provider.calls.map(outline), expected, pictures);
    t.equal(app.byteLimit.usedBytes, 0);
  }
});

t.test('does not send a sheet that only holds texts and named components', async (t) => {
  const provider = await startStubProvider(t, (call) => namesFor(call));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const [label] = textLayers(1) as [LayerJson];
  const button = { id: 'b', currentName: 'Button', type: 'INSTANCE', componentName: 'Button/Primary' };
  const inner = { id: 'v', currentName: 'Vector', type: 'VECTOR', parentId: 'b' };
  const icon = icons(1);
  const sheets = [sheetOf([label, button, inner]), sheetOf(icon)];
  await postRename(url, renameBody([label, button, inner, ...icon], { sheets }));
  t.same(provider.calls.map(outline), [['rules', 'cell: 1', 'sheet', 'TEXT', 'INSTANCE', 'VECTOR']]);
});

t.test('asks again in halves if a sheet gets fewer names than cells, keeping names that fit', async (t) => {
  const words = ['Cart', 'Orders', '', '', '', ''];
  const layers = icons(6).map((layer, index) =>
    words[index] === '' ? layer : { ...layer, text: words[index] as string },
  );
  const right = ['cart_icon', 'orders_icon', 'bell_icon', 'gear_icon', 'star_icon', 'heart_icon'];
  const provider = await startStubProvider(t, (call, index) => {
    const cells = call.layers.map((text) => Number(/^current name: "Vector (\d)"$/m.exec(text)?.[1]));
    // The model misses the third cell, and all after it get the name of the next one.
    const answer = cells.map((cell, at) => ({ layer: at + 1, name: right[cell] as string, shows: words[cell] ?? '' }));
    if (index > 0) return completion({ names: answer });
    return completion({ names: right.toSpliced(2, 1).map((name, at) => ({ layer: at + 1, name, shows: '' })) });
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(layers, { sheets: [sheetOf(layers)] }));
  t.same(
    json.layers?.map(({ newName }) => newName),
    right,
  );
  t.same(
    provider.calls.map((call) => call.layers.length),
    [6, 2, 2],
    'the two names that speak of their words are believed',
  );
});

t.test('never uses a name or cell meant for another layer: asks for that layer alone', async (t) => {
  const words = ['Checkout', 'Continue shopping', 'Coupon code'];
  const layers = icons(3, { type: 'INSTANCE' }).map((layer, index) => ({ ...layer, text: words[index] as string }));
  const right = ['checkout_button', 'continue_shopping_link', 'coupon_code_input'];
  const provider = await startStubProvider(t, (call, index) => {
    if (index > 0) {
      const at = words.findIndex((each) => call.layers[0]?.includes(each));
      return completion({ names: [{ layer: 1, name: right[at], shows: words[at], sure: true }] });
    }
    const swapped = [0, 2, 1];
    return completion({
      names: swapped.map((of, at) => ({ layer: at + 1, name: right[of], shows: words[of], sure: true })),
    });
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(layers, { sheets: [sheetOf(layers)] }));
  t.same(
    json.layers?.map(({ newName, confidence }) => [newName, confidence]),
    right.map((name) => [name, 'high']),
  );
  t.equal(provider.calls.length, 3);
});

t.test('asks for swapped icons alone: a name that fits another cell is never used', async (t) => {
  const shown = ['bell', 'gear', 'magnifying glass', 'heart'];
  const right = ['bell_icon', 'gear_icon', 'search_icon', 'heart_icon'];
  const layers = icons(4);
  const provider = await startStubProvider(t, (call, index) => {
    const cells = call.layers.map((text) => Number(/^current name: "Vector (\d)"$/m.exec(text)?.[1]));
    const wrong = [1, 0, 2, 3];
    const nameOf = (cell: number) => right[index === 0 ? (wrong[cell] ?? cell) : cell];
    return completion({
      names: cells.map((cell, at) => ({ layer: at + 1, shows: shown[cell], name: nameOf(cell), sure: true })),
    });
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(layers, { sheets: [sheetOf(layers)] }));
  t.same(
    json.layers?.map(({ newName, confidence }) => [newName, confidence]),
    right.map((name) => [name, 'high']),
  );
  t.same(
    provider.calls.map((call) => call.layers.length),
    [4, 1, 1],
    'a synonym is not a swap',
  );
});

t.test('keeps both layers if swapped icons come again', async (t) => {
  const shown = ['bell', 'gear'];
  const provider = await startStubProvider(t, (call) => {
    const cells = call.layers.map((text) => Number(/^current name: "Vector (\d)"$/m.exec(text)?.[1]));
    if (cells.length === 1) return completion('{}');
    return completion({
      names: cells.map((cell, at) => ({
        layer: at + 1,
        shows: shown[cell],
        name: `${shown[1 - cell]}_icon`,
        sure: true,
      })),
    });
  });
  const { url } = await startApp(t, { providerUrl: provider.url });
  const layers = icons(2);
  const { status, json } = await postRename(url, renameBody(layers, { sheets: [sheetOf(layers)] }));
  t.equal(status, 502, 'no name is better than a wrong one');
  t.equal(json.layers, undefined);
});

t.test('releases sheets at the deadline', async (t) => {
  const provider = await startStubProvider(t, async () => undefined);
  const { url, app } = await startApp(t, { providerUrl: provider.url, change: withTimeLimit(400) });
  const layers = icons(4);
  const { status } = await postRename(url, renameBody(layers, { sheets: [sheetOf(layers)] }));
  t.equal(status, 408);
  await until('its bytes have left the sockets', () => app.byteLimit.usedBytes === 0);
});
