import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { boundTo, colorOf, palette, solid } from './stage.ts';
import { openVariants } from './variant-stage.ts';

const card: NodeSpec = {
  type: 'FRAME',
  id: '1:1',
  name: 'Card',
  x: 40,
  y: 40,
  width: 300,
  height: 200,
  fills: [boundTo('color/surface')],
  children: [
    { type: 'RECTANGLE', id: '1:2', name: 'Plate', fills: [boundTo('color/surface')] },
    { type: 'RECTANGLE', id: '1:3', name: 'Brand', fills: [solid('#0d6fd1')], fillStyleId: 'S:brand' },
    { type: 'RECTANGLE', id: '1:4', name: 'Plain', fills: [solid('#63b3ff')], effectStyleId: 'S:lift' },
    { type: 'TEXT', id: '1:5', name: 'Title', characters: 'Hi', textStyleId: 'S:title', fills: [solid('#000000')] },
    {
      type: 'FRAME',
      id: '1:6',
      name: 'Row',
      layoutMode: 'HORIZONTAL',
      itemSpacing: 8,
      boundVariables: { itemSpacing: { type: 'VARIABLE_ALIAS', id: 'V:gap' } },
    },
  ],
};
const dark: NodeSpec = {
  type: 'SECTION',
  id: '9:1',
  name: 'Dark',
  x: 1000,
  width: 420,
  height: 300,
  explicitVariableModes: { 'C:1': 'dark' },
  children: [card],
};

t.test("a variant stays in its frame's section and modes, and the section contains it", async (t) => {
  const far: NodeSpec = { type: 'FRAME', id: '5:1', name: 'Neighbor', x: 1900, y: 0, width: 100, height: 100 };
  const plugin = await openVariants(card, { layers: [dark, far], library: palette });
  const variant = await plugin.apply([]);
  const section = plugin.model.find('9:1');
  t.same(
    section?.children.map(({ name }) => name),
    ['Card', 'Card - Night'],
  );
  t.match(variant.clone(), { absoluteX: 1420, absoluteY: 40 });
  t.ok((section?.width ?? 0) >= 720, 'it is as wide as it must be');
  t.equal(colorOf(variant.clone().fills), '#111111', 'dark, as its frame');
  t.match(plugin.model.find('5:1'), { absoluteX: 1900, absoluteY: 0 }, 'no neighbor moves');
});

t.test('a section that grew for variants shrinks back when they are discarded', async (t) => {
  const plugin = await openVariants(card, { layers: [dark], library: palette });
  const width = (): number => plugin.model.find('9:1')?.width ?? 0;
  await plugin.apply([]);
  const one = width();
  await plugin.apply([]);
  t.ok(width() > one && one > 420);
  plugin.send({ type: 'discard-variant', variantId: 'v1' });
  await plugin.next('variant-discarded');
  t.ok(width() > one, 'the other variant still lies there');
  plugin.send({ type: 'discard-variant', variantId: 'v2' });
  await plugin.next('variant-discarded');
  t.equal(width(), 420);
});

t.test('reports a fill that loses its variable even if the outline keeps it', async (t) => {
  const bound = boundTo('color/accent');
  const both: NodeSpec = { type: 'RECTANGLE', id: '1:2', name: 'Both', fills: [bound], strokes: [bound] };
  const frame: NodeSpec = { ...card, children: [both] };
  const plugin = await openVariants(frame, { library: palette });
  const { outcomes } = await plugin.apply([{ action: 'changeFill', targetId: '1:2', color: '#123456' }]);
  t.match(outcomes, [/^applied: no longer linked to the variable /]);
});

t.test('a nested frame keeps the modes it inherits there', async (t) => {
  const screen: NodeSpec = {
    type: 'FRAME',
    id: '8:1',
    name: 'Screen',
    width: 500,
    height: 400,
    explicitVariableModes: { 'C:1': 'dark' },
    children: [card],
  };
  const plugin = await openVariants(card, { layers: [screen], library: palette });
  const variant = await plugin.apply([]);
  t.equal(plugin.model.layers.length, 2, 'it lies on the page');
  t.equal(colorOf(variant.clone().fills), '#111111');
  t.equal(colorOf(variant.layer('1:2').fills), '#111111');
});

t.test('keeps a token if another has the new color, and names a lost link', async (t) => {
  const plugin = await openVariants(card, { library: palette });
  const variant = await plugin.apply([
    { action: 'changeFill', targetId: '1:2', color: '#0d6fd1' },
    { action: 'changeFill', targetId: '1:2', color: '#123456' },
    { action: 'changeFill', targetId: '1:3', color: '#abcdef' },
    { action: 'addGradient', targetId: '1:1', colors: ['#000000', '#ffffff'] },
    { action: 'addShadow', targetId: '1:4' },
    { action: 'changeFontSize', targetId: '1:5', fontSize: 40 },
    { action: 'setLayout', targetId: '1:6', gap: 20 },
    { action: 'changeFill', targetId: '1:4', color: '#123456' },
  ]);
  t.same(variant.outcomes, [
    'applied: it uses color/accent now; no longer linked to the variable color/surface',
    'applied: no longer linked to the variable color/accent',
    'applied: no longer linked to the style Brand',
    'applied: no longer linked to the variable color/surface',
    'applied: no longer linked to the style Lift',
    'applied: no longer linked to the style Title',
    'applied: no longer linked to the variable space/gap',
    'applied',
  ]);
});

t.test('links a layer to a token of the file by name', async (t) => {
  const plugin = await openVariants(card, { library: palette });
  const variant = await plugin.apply([
    { action: 'useToken', targetId: '1:4', field: 'fill', token: 'color/accent' },
    { action: 'useToken', targetId: '1:2', field: 'fill', token: 'Brand' },
    { action: 'useToken', targetId: '1:5', field: 'text', token: 'color/accent' },
    { action: 'useToken', targetId: '1:2', field: 'text', token: 'color/accent' },
    { action: 'useToken', targetId: '1:2', field: 'stroke', token: 'color/none' },
    { action: 'useToken', targetId: '1:2', field: 'stroke', token: 'color/accent' },
  ]);
  t.same(variant.outcomes, [
    'applied',
    'applied: no longer linked to the variable color/surface',
    'applied',
    'skipped: a rectangle has no text',
    'skipped: the file has no color token "color/none"',
    'applied',
  ]);
  const node = await plugin.figma.getNodeByIdAsync(variant.layer('1:4').id);
  t.match(node !== null && 'boundVariables' in node && node.boundVariables?.fills, [{ id: 'V:accent' }]);
  const styled = await plugin.figma.getNodeByIdAsync(variant.layer('1:2').id);
  t.equal(styled !== null && 'fillStyleId' in styled && styled.fillStyleId, 'S:brand');
});

t.test('sends the file’s tokens with their colors in the frame, and each layer’s own', async (t) => {
  const { prepared } = await openVariants(card, { layers: [dark], library: palette });
  t.same(prepared.tokens, [
    { name: 'color/surface', color: '#111111' },
    { name: 'Brand', color: '#0d6fd1' },
    { name: 'color/accent', color: '#63b3ff' },
    { name: 'color/card', color: '#111111' },
  ]);
  const tokens = Object.fromEntries(prepared.layers.map((layer) => [layer.id, layer.tokens]));
  t.same(tokens['1:2'], { fill: 'color/surface' });
  t.same(tokens['1:3'], { fill: 'Brand' });
  t.same(tokens['1:4'], undefined);
});

t.test('sends 200 of thousands of tokens, those in use first', async (t) => {
  const [collection] = palette.collections;
  const many = Array.from({ length: 3000 }, (_, at) => ({
    ...collection!.variables[1]!,
    id: `V:${at}`,
    name: `color/${at}`,
  }));
  const library = { ...palette, collections: [{ ...collection!, variables: [...many, ...collection!.variables] }] };
  const { prepared } = await openVariants(card, { library });
  t.equal(prepared.tokens?.length, 200);
  t.equal(prepared.tokens?.[0]?.name, 'color/surface');
});

t.test(
  'variants of an auto-layout frame in a section hit the right targets, move no neighbor and report lost links',
  async (t) => {
    const list: NodeSpec = {
      type: 'FRAME',
      id: '2:1',
      name: 'List',
      width: 320,
      height: 300,
      layoutMode: 'VERTICAL',
      padding: 16,
      itemSpacing: 8,
      fills: [boundTo('color/surface')],
      children: Array.from({ length: 4 }, (_, at) => ({
        type: 'FRAME',
        id: `2:${at + 2}`,
        name: 'Row',
        layoutMode: 'HORIZONTAL',
        width: 200,
        height: 40,
        fills: [boundTo('color/card')],
        children: [{ type: 'TEXT', id: `3:${at}`, name: 'Label', characters: `Item ${at}` }],
      })),
    };
    const neighbor: NodeSpec = { type: 'FRAME', id: '4:1', name: 'Neighbor', x: 500, width: 100, height: 100 };
    const section: NodeSpec = { ...dark, children: [list, neighbor] };
    const plugin = await openVariants(list, { layers: [section], library: palette });
    const before = [plugin.model.fingerprint('2:1'), plugin.model.fingerprint('4:1')];
    for (let at = 0; at < 5; at += 1) {
      const variant = await plugin.apply([
        { action: 'changeFill', targetId: `2:${(at % 4) + 2}`, color: '#ff0000' },
        { action: 'changeText', targetId: `3:${at % 4}`, content: `New ${at}` },
        { action: 'setLayout', targetId: '2:1', gap: 20, align: 'center' },
      ]);
      t.same(variant.outcomes, ['applied: no longer linked to the variable color/card', 'applied', 'applied']);
      t.equal(variant.layer(`3:${at % 4}`).characters, `New ${at}`);
      t.equal(colorOf(variant.layer(`2:${(at % 4) + 2}`).fills), '#ff0000');
      t.equal(variant.layer(`3:${(at + 1) % 4}`).characters, `Item ${(at + 1) % 4}`);
    }
    t.equal(plugin.model.find('9:1')?.children.length, 7);
    t.same([plugin.model.fingerprint('2:1'), plugin.model.fingerprint('4:1')], before);
  },
);

t.test('reports links of gradient stops, effects and single letters', async (t) => {
  const alias = { type: 'VARIABLE_ALIAS', id: 'V:accent' } as const;
  const stop = { position: 0, color: { r: 0, g: 0, b: 0, a: 1 }, boundVariables: { color: alias } };
  const gradient = { type: 'GRADIENT_LINEAR', gradientTransform: [], gradientStops: [stop] } as never;
  const shadow = {
    type: 'DROP_SHADOW',
    color: { r: 0, g: 0, b: 0, a: 1 },
    offset: { x: 0, y: 2 },
    radius: 4,
    visible: true,
    blendMode: 'NORMAL',
    boundVariables: { color: alias },
  } as const;
  const frame: NodeSpec = {
    type: 'FRAME',
    id: '1:1',
    name: 'Card',
    width: 300,
    height: 200,
    children: [
      { type: 'RECTANGLE', id: '1:2', name: 'Plate', fills: [gradient] },
      { type: 'RECTANGLE', id: '1:3', name: 'Lifted', fills: [solid('#ffffff')], effects: [shadow] },
      {
        type: 'TEXT',
        id: '1:4',
        name: 'Title',
        characters: [
          { characters: 'a', fills: [boundTo('color/accent')] },
          { characters: 'b', fills: [solid('#000000')] },
        ],
      },
    ],
  };
  const { apply } = await openVariants(frame, { library: palette });
  const variant = await apply([
    { action: 'changeFill', targetId: '1:2', color: '#ff0000' },
    { action: 'addShadow', targetId: '1:3' },
    { action: 'changeFill', targetId: '1:4', color: '#ff0000' },
  ]);
  t.same(variant.outcomes, [
    'applied: no longer linked to the variable color/accent',
    'applied',
    'applied: its several colors became one; no longer linked to the variable color/accent',
  ]);
});
