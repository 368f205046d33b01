import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { boundTo, colorOf, palette, pngOf, solid } from './stage.ts';
import { layerOf, openVariants, type Step } from './variant-stage.ts';

const box = (id: string, name: string, others: Partial<NodeSpec> = {}): NodeSpec => ({
  type: 'RECTANGLE',
  id,
  name,
  fills: [solid('#888888')],
  ...others,
});

/** A frame of 400 x 300 with these layers in it. */
function frameOf(children: NodeSpec[], more: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'FRAME', id: '1:1', name: 'Frame', width: 400, height: 300, ...more, children };
}

t.test('layers hidden by an instance above the frame do not shift which layers change', async (t) => {
  const body: NodeSpec = {
    type: 'FRAME',
    id: 'I1:1;2:1',
    name: 'Body',
    width: 200,
    height: 200,
    children: [
      box('I1:1;2:2', 'Badge', { visible: false }),
      box('I1:1;2:3', 'Photo'),
      box('I1:1;2:4', 'Button'),
      box('I1:1;2:5', 'Button', { visible: false }),
      box('I1:1;2:6', 'Button'),
    ],
  };
  const instance: NodeSpec = { type: 'INSTANCE', id: '1:1', name: 'Card', width: 300, height: 300, children: [body] };
  const plugin = await openVariants(body, { layers: [instance] });
  const variant = await plugin.apply([
    { action: 'changeFill', targetId: 'I1:1;2:3', color: '#ff0000' },
    { action: 'changeFill', targetId: 'I1:1;2:6', color: '#00ff00' },
  ]);
  t.same(variant.outcomes, ['applied', 'applied']);
  t.same(
    variant.clone().children.map(({ name, fills }) => [name, colorOf(fills)]),
    [
      ['Badge', '#888888'],
      ['Photo', '#ff0000'],
      ['Button', '#888888'],
      ['Button', '#888888'],
      ['Button', '#00ff00'],
    ],
  );
});

t.test('a layer moved together with its parent moves once, in any order and form', async (t) => {
  const card: NodeSpec = {
    type: 'FRAME',
    id: '1:1',
    name: 'Screen',
    width: 400,
    height: 400,
    children: [
      {
        type: 'FRAME',
        id: '1:2',
        name: 'Card',
        x: 10,
        y: 10,
        children: [box('1:3', 'Text', { x: 5, y: 5, width: 10, height: 10 })],
      },
    ],
  };
  const orders: Step[][] = [
    [
      { action: 'move', targetId: '1:2', x: 100, y: 0, relative: true },
      { action: 'move', targetId: '1:3', x: 100, y: 0, relative: true },
    ],
    [
      { action: 'move', targetId: '1:2', x: 110, y: 10 },
      { action: 'move', targetId: '1:3', x: 115, y: 15 },
    ],
  ];
  for (const steps of [...orders, ...orders.map((order) => order.toReversed())]) {
    const { apply } = await openVariants(card);
    const variant = await apply(steps);
    const { absoluteX, absoluteY } = variant.layer('1:3');
    t.same([absoluteX - variant.clone().absoluteX, absoluteY], [115, 15], JSON.stringify(steps[0]));
  }
});

const label: NodeSpec = {
  type: 'TEXT',
  id: '2:2',
  name: 'Label',
  characters: 'Buy',
  componentPropertyReferences: { characters: 'Label#1:1' },
};
const set: NodeSpec = {
  type: 'COMPONENT_SET',
  id: '2:0',
  name: 'Button',
  x: 3000,
  componentPropertyDefinitions: {
    'Label#1:1': { type: 'TEXT', defaultValue: 'Buy' },
    'Icon#1:2': { type: 'BOOLEAN', defaultValue: true },
  },
  children: [
    { type: 'COMPONENT', id: '2:1', name: 'State=Default', children: [label] },
    { type: 'COMPONENT', id: '2:3', name: 'State=Hover', children: [{ ...label, id: '2:4' }] },
  ],
};
const form: NodeSpec = {
  type: 'FRAME',
  id: '3:0',
  name: 'Form',
  width: 300,
  height: 200,
  children: [{ type: 'INSTANCE', id: '3:1', name: 'Submit', mainComponentId: '2:1' }],
};

t.test('changes a property text through the instance and finds its layers after a swap', async (t) => {
  const { apply } = await openVariants(form, { layers: [form, set] });
  const variant = await apply([
    { action: 'changeText', targetId: 'I3:1;2:2', content: 'Sell' },
    { action: 'setVariant', targetId: '3:1', property: 'State', value: 'Hover' },
    { action: 'changeFill', targetId: 'I3:1;2:2', color: '#ff0000' },
    { action: 'setVariant', targetId: '3:1', property: 'Icon', value: 'false' },
    { action: 'setVariant', targetId: '3:1', property: 'Label', value: 'Rent' },
    { action: 'setVariant', targetId: '3:1', property: 'State', value: 'Hover' },
    { action: 'setVariant', targetId: '3:1', property: 'State', value: 'Gone' },
    { action: 'setVariant', targetId: '3:1', property: 'Size', value: 'Large' },
    { action: 'setVariant', targetId: '3:0', property: 'Size', value: 'Large' },
  ]);
  t.same(variant.outcomes, [
    'applied',
    'applied',
    'applied',
    'applied',
    'applied',
    'skipped: "State" is Hover already',
    'skipped: Figma refused: Unable to find a variant with those property values',
    'skipped: its component has no property "Size"',
    'skipped: a frame has no component properties',
  ]);
  const [instance] = variant.clone().children;
  t.match(instance?.children[0], { originId: '2:4', characters: 'Rent' });
  t.equal(colorOf(instance?.children[0]?.fills), '#ff0000');
});

t.test('sends an instance with its component, properties and content', async (t) => {
  const { prepared } = await openVariants(form, { layers: [form, set] });
  t.match(prepared.layers, [
    { id: '3:0' },
    {
      id: '3:1',
      parentId: '3:0',
      component: { name: 'Button', properties: { State: 'Default', Label: 'Buy', Icon: true } },
    },
    { id: 'I3:1;2:2', parentId: '3:1', inInstance: true, fontFamily: 'Inter', fontStyle: 'Regular' },
  ]);
});

t.test('sends auto-layout, sizing, masks, effects and alignment, but nothing invisible', async (t) => {
  const shadow = {
    type: 'DROP_SHADOW',
    color: { r: 0, g: 0, b: 0, a: 0.25 },
    offset: { x: 0, y: 4 },
    radius: 8,
    visible: true,
    blendMode: 'NORMAL',
  } as const;
  const frame: NodeSpec = {
    type: 'FRAME',
    id: '1:1',
    name: 'List',
    width: 300,
    height: 200,
    layoutMode: 'VERTICAL',
    paddingTop: 8,
    itemSpacing: 12,
    counterAxisAlignItems: 'CENTER',
    children: [
      { type: 'TEXT', id: '1:2', name: 'Hi', characters: 'Hi', textAlignHorizontal: 'CENTER' },
      { type: 'TEXT', id: '1:3', name: 'Ghost', characters: 'Ghost', opacity: 0 },
      {
        type: 'GROUP',
        id: '1:4',
        name: 'Mask group',
        children: [box('1:5', 'Mask', { isMask: true }), box('1:6', 'Photo', { effects: [shadow], layoutGrow: 0 })],
      },
      box('1:7', 'Away', { layoutPositioning: 'ABSOLUTE', x: 900 }),
      box('1:8', 'Wide', { layoutAlign: 'STRETCH' }),
    ],
  };
  const { prepared } = await openVariants(frame);
  const byId = new Map(prepared.layers.map((layer) => [layer.id, layer]));
  t.same([...byId.keys()], ['1:1', '1:2', '1:4', '1:5', '1:6', '1:8']);
  t.match(byId.get('1:1'), {
    layout: {
      direction: 'vertical',
      gap: 12,
      padding: { top: 8, right: 0, bottom: 0, left: 0 },
      align: 'center',
    },
    sizing: { horizontal: 'fixed', vertical: 'fixed' },
  });
  t.match(byId.get('1:2'), { textAlign: 'center', sizing: { horizontal: 'hug', vertical: 'hug' } });
  t.match(byId.get('1:5'), { isMask: true, parentId: '1:4' });
  t.match(byId.get('1:6'), { effects: [{ type: 'DROP_SHADOW', color: '#000000', opacity: 0.25, y: 4, radius: 8 }] });
  t.match(byId.get('1:8'), { sizing: { horizontal: 'fill', vertical: 'fixed' } });
});

t.test('shortens an id too long for the service and finds it again', async (t) => {
  const deep = `I${Array.from({ length: 20 }, (_, at) => `348:159${at}`).join(';')}`;
  const frame: NodeSpec = frameOf([box(deep, 'Deep')]);
  const { prepared, apply } = await openVariants(frame);
  const sent = prepared.layers[1]?.id ?? '';
  t.ok(sent.length <= 128 && sent !== deep);
  const variant = await apply([{ action: 'changeFill', targetId: sent, color: '#ff0000' }]);
  t.equal(colorOf(variant.layer(deep).fills), '#ff0000');
});

t.test('a fixed text box keeps its height when it gets narrower', async (t) => {
  const frame: NodeSpec = frameOf([
    { type: 'TEXT', id: '1:2', name: 'Text', characters: 'Long words', width: 200, height: 100 },
  ]);
  const { apply } = await openVariants(frame);
  const variant = await apply([{ action: 'resize', targetId: '1:2', width: 150 }]);
  t.match(variant.layer('1:2'), { width: 150, height: 100 });
});

t.test('only auto-layout hugs, only its children fill, and a text hugs its words', async (t) => {
  const frame: NodeSpec = frameOf([
    { type: 'TEXT', id: '1:2', name: 'Text', characters: 'Words', width: 200, height: 100 },
    box('1:3', 'Box'),
    {
      type: 'FRAME',
      id: '1:4',
      name: 'Row',
      width: 200,
      height: 50,
      layoutMode: 'HORIZONTAL',
      children: [box('1:5', 'Inner', { width: 20, height: 20 })],
    },
  ]);
  const { apply } = await openVariants(frame);
  const variant = await apply([
    { action: 'setLayout', targetId: '1:2', sizing: { horizontal: 'hug' } },
    { action: 'setLayout', targetId: '1:3', sizing: { horizontal: 'hug' } },
    { action: 'setLayout', targetId: '1:3', sizing: { vertical: 'fill' } },
    { action: 'setLayout', targetId: '1:3', gap: 4 },
    { action: 'setLayout', targetId: '1:5', sizing: { horizontal: 'fill' } },
    { action: 'setLayout', targetId: '1:4', align: 'space-between', gap: 8 },
    { action: 'setLayout', targetId: '1:4', direction: 'horizontal' },
  ]);
  t.same(variant.outcomes, [
    'applied',
    'skipped: a rectangle without auto-layout cannot hug its width',
    'skipped: only layers in auto-layout can fill their height',
    'skipped: a rectangle without auto-layout cannot be laid out',
    'applied',
    'applied: spread children have no fixed gap',
    'skipped: it is horizontal already',
  ]);
  t.equal(variant.layer('1:5').width, 200);
  t.ok(variant.layer('1:2').width < 60);
});

t.test('handles or reports masks, line icons, mixed texts and patterns', async (t) => {
  const pattern = { type: 'PATTERN', sourceNodeId: '1:2', tileType: 'RECTANGULAR' } as never;
  const frame: NodeSpec = frameOf([
    box('1:2', 'Mask', { isMask: true }),
    { type: 'VECTOR', id: '1:3', name: 'Icon', strokes: [solid('#000000')] },
    {
      type: 'TEXT',
      id: '1:4',
      name: 'Mixed',
      characters: [
        { characters: 'a', fontSize: 10, fills: [solid('#ff0000')] },
        { characters: 'b', fontSize: 20, fills: [solid('#00ff00')] },
      ],
    },
    box('1:5', 'Pattern', { fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: null }, pattern] }),
    box('1:6', 'Ring', { fills: [], strokes: [solid('#000000')] }),
  ]);
  const plugin = await openVariants(frame);
  const variant = await plugin.apply([
    { action: 'changeFill', targetId: '1:2', color: '#ff0000' },
    { action: 'addGradient', targetId: '1:3', colors: ['#000000', '#ffffff'] },
    { action: 'removeStroke', targetId: '1:3' },
    { action: 'changeFill', targetId: '1:4', color: '#0000ff' },
    { action: 'changeFontSize', targetId: '1:4', fontSize: 30 },
    { action: 'generateImage', targetId: '1:5', imagePrompt: 'Sea' },
    { action: 'removeStroke', targetId: '1:6' },
    { action: 'generateImage', targetId: '1:2', imagePrompt: 'Sea' },
  ]);
  t.same(variant.outcomes, [
    'skipped: it is a mask: its fill does not show',
    'applied: it is drawn with lines only: they took the gradient',
    'skipped: it is drawn with its outline only: nothing would be left of it',
    'applied: its several colors became one',
    'applied: its several sizes became one',
    'waiting',
    'skipped: it is drawn with its outline only: nothing would be left of it',
    'skipped: it is a mask: its fill does not show',
  ]);
  t.match(variant.layer('1:3'), { fills: [], strokes: [{ type: 'GRADIENT_LINEAR' }] });
  plugin.send({ type: 'place-picture', variantId: 'v1', instructionIndex: 5, picture: pngOf(8, 8) });
  t.equal((await plugin.next('picture-placed')).report.outcome, 'applied');
  t.match(variant.layer('1:5').fills, [{ type: 'IMAGE' }, { type: 'PATTERN' }]);
});

t.test("loads the frame's fonts first, and a refused clone leaves nothing behind", async (t) => {
  const alias = { type: 'VARIABLE_ALIAS', id: 'V:font' } as const;
  const text: NodeSpec = {
    type: 'TEXT',
    id: '1:2',
    name: 'T',
    characters: 'T',
    boundVariables: { fontFamily: [alias] },
  };
  const frame: NodeSpec = frameOf([text]);
  const plugin = await openVariants(frame, { library: palette });
  t.same((await plugin.apply([])).outcomes, []);
  const odd = { ...text, fontName: { family: 'Noto Sans, noto-sans', style: 'Regular' } };
  for (const type of ['FRAME', 'INSTANCE', 'COMPONENT'] as const) {
    const broken = await openVariants({ ...frame, type, children: [odd] }, { library: palette });
    const before = broken.model.fingerprint('0:1');
    broken.send({ type: 'apply-variant', runId: 'run', variantId: 'x', theme: 'T', instructions: [] });
    t.match((await broken.next('variant-failed')).message, /font/);
    t.equal(broken.model.fingerprint('0:1'), before, type);
  }
});

t.test('if Figma refuses a step, the page is unchanged or the report says what was done', async (t) => {
  const frame: NodeSpec = frameOf(
    [box('1:2', 'Box', { fills: [boundTo('color/surface')] }), { type: 'TEXT', id: '1:3', name: 'T', characters: 'T' }],
    { width: 300, height: 300, layoutMode: 'VERTICAL' },
  );
  const steps: Step[] = [
    { action: 'resize', targetId: '1:3', width: 20 },
    { action: 'changeFill', targetId: '1:2', color: '#ff0000' },
    { action: 'addStroke', targetId: '1:2', color: '#ff0000', weight: 2 },
    { action: 'setLayout', targetId: '1:1', direction: 'horizontal', gap: 4, padding: 2 },
    { action: 'changeText', targetId: '1:3', content: 'New' },
  ];
  const fails = [
    'clone',
    'appendChild',
    'resize',
    'fills',
    'strokeWeight',
    'textAutoResize',
    'itemSpacing',
    'x',
    'name',
  ];
  for (const refused of fails) {
    let isReady = false;
    const plugin = await openVariants(frame, {
      library: palette,
      refuses: () => (isReady ? refused : undefined),
    });
    isReady = true;
    const before = plugin.model.fingerprint('0:1');
    plugin.send({
      type: 'apply-variant',
      runId: 'run',
      variantId: 'x',
      theme: 'T',
      instructions: steps.map((step) => ({ target: '', ...step })),
    });
    const told = await plugin.nextOf('variant-failed', 'variant-applied');
    if (told.type === 'variant-failed') {
      t.equal(plugin.model.fingerprint('0:1'), before, `${refused}: nothing is left behind`);
      continue;
    }
    t.equal(told.report.length, steps.length);
    for (const { index, outcome, note } of told.report) {
      if (note?.includes('Figma refused') === true && outcome === 'applied') t.match(note, /only in part/, `${index}`);
    }
    t.ok(
      told.report.some(({ note }) => note?.includes('Figma refused')),
      refused,
    );
  }
});

t.test(
  "using a variant replaces the frame's content in one undo step, with pictures, and removes the clone",
  async (t) => {
    const frame: NodeSpec = frameOf([box('1:2', 'Photo'), { type: 'TEXT', id: '1:3', name: 'T', characters: 'T' }], {
      width: 300,
      height: 300,
    });
    const plugin = await openVariants(frame);
    const before = plugin.model.fingerprint('1:1');
    const variant = await plugin.apply([
      { action: 'generateImage', targetId: '1:2', imagePrompt: 'Sea' },
      { action: 'changeText', targetId: '1:3', content: 'New' },
      { action: 'move', targetId: '1:3', x: 7, y: 9 },
    ]);
    await plugin.next('variant-picture');
    plugin.send({ type: 'place-picture', variantId: 'v1', instructionIndex: 0, picture: pngOf(8, 8) });
    await plugin.next('picture-placed');
    t.ok((await plugin.next('variant-picture')).picture);
    const steps = plugin.model.undoSteps;
    plugin.send({ type: 'use-variant', variantId: 'v1' });
    const used = await plugin.next('variant-used');
    t.equal(used.frameId, '1:1');
    t.same(
      used.report.map(({ outcome }) => outcome),
      ['applied', 'applied', 'applied'],
    );
    t.equal(plugin.model.undoSteps, steps + 1);
    t.equal(plugin.model.find(variant.frameId), undefined);
    t.match(layerOf(plugin, '1:3'), { characters: 'New', absoluteX: 7, absoluteY: 9 });
    t.match(layerOf(plugin, '1:2').fills, [{ type: 'IMAGE' }]);
    plugin.undo();
    t.equal(plugin.model.fingerprint('1:1'), before);
    t.ok(plugin.model.find(variant.frameId));
    plugin.send({ type: 'use-variant', variantId: 'v1' });
    t.match(await plugin.next('problem'), { inReplyTo: 'use-variant', code: 'noSuchLayer' });
  },
);

t.test('a text on a path is a text, and slot content can move', async (t) => {
  const frame: NodeSpec = frameOf(
    [
      { type: 'TEXT_PATH', id: '1:2', name: 'Round', characters: 'Round' },
      {
        type: 'INSTANCE',
        id: '1:3',
        name: 'Card',
        children: [{ type: 'SLOT', id: 'I1:3;2:1', name: 'Slot', children: [box('1:4', 'Mine')] }],
      },
      { type: 'TABLE', id: '1:5', name: 'Table' },
    ],
    { width: 300, height: 300 },
  );
  const { apply, figma } = await openVariants(frame);
  const variant = await apply([
    { action: 'changeText', targetId: '1:2', content: 'Oval' },
    { action: 'move', targetId: '1:4', x: 3, y: 4, relative: true },
    { action: 'resize', targetId: '1:5', width: 4 },
    { action: 'addStroke', targetId: '1:5', color: '#000000' },
  ]);
  t.same(variant.outcomes, [
    'applied',
    'applied',
    'skipped: Figma cannot resize it',
    'skipped: a table has no outline',
  ]);
  t.equal(variant.layer('1:2').characters, 'Oval');
  const clone = (await figma.getNodeByIdAsync(variant.frameId)) as FrameNode & SceneNode;
  t.equal(clone.children.length, 3);
});
