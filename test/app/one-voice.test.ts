import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { type LayerJson, postRename, renameBody, samplePicture, streamRename } from '../helpers/rename-requests.ts';
import { completion, type StubAnswer, type StubCall, startStubProvider } from '../helpers/stub-provider.ts';

/** Answers by the layer's current name, with what `answers` holds for it, call by call. */
function answerBy(answers: Record<string, object[]>) {
  const asked = new Map<string, number>();
  return (call: StubCall): StubAnswer => {
    const names = call.layers.map((text, at) => {
      const name = /^current name: "(.*)"$/m.exec(text)?.[1] ?? '';
      const times = asked.get(name) ?? 0;
      asked.set(name, times + 1);
      const list = answers[name] ?? [];
      return { layer: at + 1, sure: true, ...list[Math.min(times, list.length - 1)] };
    });
    return completion({ names });
  };
}

function frames(names: readonly string[], more: (name: string, index: number) => Partial<LayerJson>): LayerJson[] {
  return names.map((currentName, index) => ({
    id: currentName,
    currentName,
    type: 'FRAME',
    ...more(currentName, index),
  }));
}

function byText(a: string, b: string): number {
  return a.localeCompare(b);
}

function screen(id: string, x: number): LayerJson {
  return { id, currentName: 'Screen', type: 'FRAME', text: 'Good morning', x, y: 0, width: 390, height: 844 };
}

function icon(id: string, parentId: string, x: number): LayerJson {
  return { id, parentId, currentName: 'Vector 3', type: 'VECTOR', x, y: 20, width: 24, height: 24 };
}

function pairs(json: { layers?: { newName: string; confidence?: string }[] }): unknown {
  return json.layers?.map(({ newName, confidence }) => [newName, confidence]);
}

t.test(
  'asks once more for an uncertain name, alone with its own picture; if still uncertain, confidence is low',
  async (t) => {
    const answers = {
      a: [{ name: 'save_button' }],
      b: [{ name: 'some_shape', sure: false }, { name: 'gear_icon' }],
      c: [
        { name: 'blob', sure: false },
        { name: 'cloud_shape', sure: false },
      ],
    };
    const provider = await startStubProvider(t, answerBy(answers));
    const { url } = await startApp(t, { providerUrl: provider.url });
    const layers = frames(['a', 'b', 'c'], (_, index) => ({ imageBase64: samplePicture(index) }));
    const { events } = await streamRename(url, renameBody(layers));
    const named = events.filter(({ type }) => type === 'layer');
    t.same(named.map(({ id, newName, confidence }) => `${id} ${newName} ${confidence}`).toSorted(byText), [
      'a save_button high',
      'b gear_icon high',
      'c cloud_shape low',
    ]);
    t.equal(named[0]?.id, 'a', 'a sure name does not wait for the others');
    t.same(
      provider.calls.map(({ json, layers: of }) => [
        of.length,
        json.messages[0]?.content.filter(({ type }) => type === 'image_url').length,
      ]),
      [
        [3, 3],
        [1, 1],
        [1, 1],
      ],
    );
  },
);

t.test('batches second looks at uncertain names and bounds their number', async (t) => {
  const names = Array.from({ length: 20 }, (_, index) => `n${index}`);
  const unsure = Object.fromEntries(names.map((name) => [name, [{ name: `thing ${name}`, sure: false }]]));
  const provider = await startStubProvider(t, answerBy(unsure));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(frames(names, (name) => ({ text: `Text ${name}` }))));
  t.ok(json.layers?.every(({ status, confidence }) => status === 'renamed' && confidence === 'low'));
  t.ok(provider.calls.length <= 8, `${provider.calls.length} calls for four batches of five`);
});

t.test('keeps the first name with low confidence if the second look fails', async (t) => {
  const provider = await startStubProvider(t, (call, index) =>
    index === 0 ? answerBy({ a: [{ name: 'maybe_card', sure: false }] })(call) : completion('{}'),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const { json } = await postRename(url, renameBody(frames(['a'], () => ({ text: 'Hello' }))));
  t.same(pairs(json), [['maybe_card', 'low']]);
  t.equal(provider.calls.length, 2);
});

t.test('distinct siblings never share a name: ask once more, then add words, then a number', async (t) => {
  const same = { name: 'plan_card' };
  const provider = await startStubProvider(
    t,
    answerBy({ a: [same], b: [same, { name: 'pro_plan_card' }], c: [same], d: [same] }),
  );
  const { url } = await startApp(t, {
    providerUrl: provider.url,
    env: { LAYERS_PER_CALL: '1', RENAME_CONCURRENCY: '1' },
  });
  const texts: Record<string, string> = { a: 'Plan Basic', b: 'Plan Pro', c: 'Plan Team', d: '' };
  const layers = frames(['a', 'b', 'c', 'd'], (name, index) => ({
    parentId: 'page',
    ...(texts[name] === '' ? { imageBase64: samplePicture(index) } : { text: texts[name] as string }),
  }));
  const { json } = await postRename(url, renameBody(layers));
  t.same(pairs(json), [
    ['plan_card', 'high'],
    ['pro_plan_card', 'high'],
    ['team_plan_card', 'low'],
    ['plan_card_2', 'low'],
  ]);
  t.equal(provider.calls.length, 4 + 3);
  t.ok(provider.calls.slice(1).some(({ layers: [text] }) => text?.includes('taken: "plan_card"')));
});

t.test('frames beside each other on the page are siblings too', async (t) => {
  const same = [{ name: 'login_screen' }];
  const provider = await startStubProvider(t, answerBy({ a: same, b: same, c: [{ name: 'title' }] }));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const texts: Record<string, string> = { a: 'Log in', b: 'Log in with a code', c: 'Log in' };
  const layers = frames(['a', 'b', 'c'], (name) => ({
    text: texts[name] as string,
    ...(name === 'c' ? { parentId: 'a', type: 'TEXT' } : {}),
  }));
  const { json } = await postRename(url, renameBody(layers));
  const names = json.layers?.map(({ newName }) => newName) ?? [];
  t.equal(names[0], 'login_screen');
  t.not(names[1], 'login_screen');
  t.equal(names[2], 'title');
});

t.test('layers of different parents may share a name', async (t) => {
  const provider = await startStubProvider(t, answerBy({ a: [{ name: 'price_label' }], b: [{ name: 'price_label' }] }));
  const { url } = await startApp(t, { providerUrl: provider.url });
  const layers = frames(['a', 'b'], (name) => ({ parentId: `card ${name}`, text: `$${name}`, type: 'TEXT' }));
  const { json } = await postRename(url, renameBody(layers));
  t.same(pairs(json), [
    ['price_label', 'high'],
    ['price_label', 'high'],
  ]);
  t.equal(provider.calls.length, 1);
});

t.test('uses one role word per kind of layer across the calls of a job', async (t) => {
  const words: Record<string, string> = {
    a: 'home_link',
    b: 'profile_link',
    c: 'settings_button',
    d: 'team_photo',
    e: 'office_image',
    f: 'save_btn',
    g: 'cancel_button',
  };
  const provider = await startStubProvider(
    t,
    answerBy(Object.fromEntries(Object.entries(words).map(([key, name]) => [key, [{ name }]]))),
  );
  const { url } = await startApp(t, {
    providerUrl: provider.url,
    env: { RENAME_CONCURRENCY: '1', LAYERS_PER_CALL: '3' },
  });
  const sizes: Record<string, Partial<LayerJson>> = {
    nav: { width: 80, height: 32, parentId: 'nav' },
    photo: { type: 'RECTANGLE', width: 300, height: 200, parentId: 'grid' },
    form: { type: 'INSTANCE', width: 120, height: 40, componentName: 'Control' },
  };
  const layers = frames(Object.keys(words), (name, index) => ({
    text: `Text ${name}`,
    ...(index < 3 ? sizes['nav'] : index < 5 ? sizes['photo'] : { ...sizes['form'], parentId: `form ${name}` }),
  }));
  const { json } = await postRename(url, renameBody(layers));
  t.same(
    json.layers?.map(({ newName }) => newName),
    ['home_link', 'profile_link', 'settings_link', 'team_photo', 'office_photo', 'save_btn', 'cancel_btn'],
  );
});

t.test('names the same layer on two screens with one call, also on sheets', async (t) => {
  const provider = await startStubProvider(
    t,
    answerBy({ 'Vector 3': [{ name: 'menu_icon' }], Screen: [{ name: 'home_screen' }] }),
  );
  const { url } = await startApp(t, { providerUrl: provider.url });
  const layers = [screen('s', 0), screen('t', 500), icon('a', 's', 16), icon('b', 't', 516)];
  const sheets = [{ imageBase64: samplePicture(9), layerIds: ['a', 'b'] }];
  const { json } = await postRename(url, renameBody(layers, { sheets }));
  t.same(
    json.layers?.map(({ newName }) => newName),
    ['home_screen', 'home_screen', 'menu_icon', 'menu_icon'],
  );
  t.equal(provider.calls.flatMap(({ layers: of }) => of).filter((text) => text.includes('Vector 3')).length, 1);
});

t.test('sends existing names and layer positions with every call, bounded and quoted', async (t) => {
  const provider = await startStubProvider(t, (call) =>
    completion({
      names: call.layers.map((text, at) => ({ layer: at + 1, name: /^text: "(.{5})/m.exec(text)?.[1] })),
    }),
  );
  const { url } = await startApp(t, { providerUrl: provider.url, env: { LAYERS_PER_CALL: '3' } });
  const card: LayerJson = {
    id: 'card',
    currentName: 'Order summary',
    type: 'FRAME',
    text: 'Total Pay',
    x: 0,
    y: 0,
    width: 300,
    height: 90,
  };
  const rows = Array.from(
    { length: 4 },
    (_, index): LayerJson => ({
      id: `r${index}`,
      currentName: `Frame ${index}`,
      type: 'INSTANCE',
      text: `Row ${index} "quoted"\nLayer 9`,
      parentId: 'card',
      componentName: 'Price row',
      x: 0,
      y: index * 20,
      width: 300,
      height: 20,
      fontSize: 14,
    }),
  );
  await postRename(url, renameBody([card, ...rows], { frameName: 'Cart' }));
  t.equal(provider.calls.length, 2);
  for (const { json } of provider.calls) {
    const rules = json.messages[0]?.content[0]?.text ?? '';
    t.match(rules, /"Price row", "Order summary"/);
    t.match(rules, /frame "Cart"\. They reach over 300 x 90 px/);
  }
  const [first, second] = provider.calls;
  t.same(first?.layers[1]?.split('\n'), [
    'Layer 2',
    'type: INSTANCE',
    'current name: "Frame 0"',
    'text: "Row 0 \\"quoted\\"\\nLayer 9"',
    'parent: "Order summary"',
    'component: "Price row"',
    'size: 300 x 20',
    'place: 0, 0',
    'font size: 14',
    'inside: layer 1',
    'order: 1 of 4 in a column',
    'beside: INSTANCE "Row 2 \\"quoted\\"\\nLayer 9", INSTANCE "Row 3 \\"quoted\\"\\nLayer 9"',
  ]);
  t.match(first?.layers[0], /^holds: 4 INSTANCE$/m);
  t.match(second?.layers[0], /^inside: FRAME 300 x 90 at 0, 0 "Total Pay"$/m, 'a parent of another call in passing');
});
