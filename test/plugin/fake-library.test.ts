import type {
  ComponentNode,
  ComponentSetNode,
  FrameNode,
  InstanceNode,
  RectangleNode,
  SceneNode,
  SolidPaint,
  TextNode,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import t from 'tap';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { DocumentSpec, NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { boundTo, colorOf, palette, solid } from './stage.ts';

function open(children: readonly NodeSpec[], others: Partial<DocumentSpec> = {}) {
  const fake = createFake({
    document: { pages: [{ name: 'One', children }], ...palette, ...others },
    exportPicture: async () => new Uint8Array([1]),
  });
  const get = async <Node = SceneNode>(id: string): Promise<Node> =>
    (await fake.figma.getNodeByIdAsync(id)) as unknown as Node;
  return { ...fake, get };
}

t.test('a bound color uses the mode that the node inherits', async (t) => {
  const box: NodeSpec = { type: 'RECTANGLE', id: '1:2', name: 'Box', fills: [boundTo('color/surface')] };
  const { get, figma } = open([
    { type: 'SECTION', id: '1:1', name: 'Dark', explicitVariableModes: { 'C:1': 'dark' }, children: [box] },
  ]);
  const node = await get<RectangleNode>('1:2');
  t.same(node.resolvedVariableModes, { 'C:1': 'dark' });
  t.same(node.explicitVariableModes, {});
  t.equal(colorOf(node.fills as SolidPaint[]), '#111111');
  t.match(node.boundVariables?.fills, [{ type: 'VARIABLE_ALIAS', id: 'V:surface' }]);
  const copy = node.clone();
  t.equal(colorOf(copy.fills as SolidPaint[]), '#ffffff', 'a clone lies on the page, in the first mode');
  const [collection] = await figma.variables.getLocalVariableCollectionsAsync();
  t.throws(() => copy.setExplicitVariableModeForCollection('C:1', 'dark'), /dynamic-page/);
  if (collection !== undefined) copy.setExplicitVariableModeForCollection(collection, 'dark');
  t.equal(colorOf(copy.fills as SolidPaint[]), '#111111');
  const aliased = await figma.variables.getVariableByIdAsync('V:card');
  t.match(aliased?.resolveForConsumer(node).value, { r: 0x11 / 255 }, 'through an alias');
});

t.test('setting fills silently ends a link to a variable or style', async (t) => {
  const { get, figma } = open([
    { type: 'RECTANGLE', id: '1:1', name: 'A', fills: [boundTo('color/surface')], fillStyleId: 'S:brand' },
    { type: 'TEXT', id: '1:2', name: 'B', characters: 'Hi', textStyleId: 'S:title' },
  ]);
  const node = await get<RectangleNode>('1:1');
  node.fills = [solid('#ff0000')];
  t.same([node.boundVariables, node.fillStyleId], [{}, '']);
  await t.rejects(node.setFillStyleIdAsync('S:none'), /Could not find style/);
  await t.rejects(node.setFillStyleIdAsync('S:title'), /not of type PAINT/);
  await node.setFillStyleIdAsync('S:brand');
  t.same([node.fillStyleId, colorOf(node.fills)], ['S:brand', '#0d6fd1']);
  t.equal((await figma.getStyleByIdAsync('S:brand'))?.name, 'Brand');
  const text = await get<TextNode>('1:2');
  await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  text.fontSize = 30;
  t.equal(text.textStyleId, '');
});

t.test('pattern paints need the async setter and fonts are set by name', async (t) => {
  const { get, figma } = open([{ type: 'RECTANGLE', id: '1:1', name: 'A' }]);
  const node = await get<RectangleNode>('1:1');
  const pattern = { type: 'PATTERN', sourceNodeId: '1:1', tileType: 'RECTANGULAR' } as never;
  t.throws(() => (node.fills = [pattern]), /setFillsAsync/);
  await node.setFillsAsync([pattern]);
  t.equal((node.fills as SolidPaint[])[0]?.type, 'PATTERN' as never);
  await t.rejects(figma.loadFontAsync(figma.mixed as never), /figma.mixed/);
});

const set: NodeSpec = {
  type: 'COMPONENT_SET',
  id: '2:0',
  name: 'Button',
  componentPropertyDefinitions: { 'Label#1:1': { type: 'TEXT', defaultValue: 'Buy' } },
  children: ['State=Default', 'State=Hover'].map((name, index) => ({
    type: 'COMPONENT',
    id: `2:${index * 2 + 1}`,
    name,
    children: [
      {
        type: 'TEXT',
        id: `2:${index * 2 + 2}`,
        name: 'Label',
        characters: 'Buy',
        componentPropertyReferences: { characters: 'Label#1:1' },
      },
    ],
  })),
};
const button: NodeSpec = { type: 'INSTANCE', id: '3:1', name: 'Button', mainComponentId: '2:1' };

t.test('an instance follows its component until overridden', async (t) => {
  const { get } = open([set, button]);
  const label = await get<TextNode>('I3:1;2:2');
  const main = await get<TextNode>('2:2');
  main.name = 'Words';
  main.opacity = 0.5;
  t.same([label.name, label.opacity], ['Words', 0.5]);
  label.opacity = 0.2;
  main.opacity = 0.9;
  t.equal(label.opacity, 0.2, 'an override stays');
  const component = await get<ComponentNode>('2:1');
  const extra = main.clone();
  component.appendChild(extra);
  t.equal(label.removed, false, 'the same id is filled anew');
  t.equal((await get<InstanceNode>('3:1')).children.length, 2);
});

t.test('instance properties swap variants and set texts', async (t) => {
  const { get, figma } = open([set, button]);
  const instance = await get<InstanceNode>('3:1');
  const label = await get<TextNode>('I3:1;2:2');
  t.match(instance.componentProperties, {
    State: { type: 'VARIANT', value: 'Default' },
    'Label#1:1': { type: 'TEXT', value: 'Buy' },
  });
  t.throws(() => instance.setProperties({ Size: 'Large' }), /Could not find a component property/);
  t.throws(() => instance.setProperties({ State: 'Gone' }), /Unable to find a variant/);
  t.throws(() => instance.setProperties({ 'Label#1:1': 'Sell' }), /unloaded font/);
  await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  label.characters = 'Mine';
  t.equal(label.characters, 'Buy', 'directly set words do not stay');
  instance.setProperties({ 'Label#1:1': 'Sell' });
  t.equal(label.characters, 'Sell');
  instance.setProperties({ State: 'Hover' });
  t.equal(label.removed, true, 'a handle to a layer of the other variant is stale');
  t.throws(() => label.name, /does not exist/);
  t.equal((await get<TextNode>('I3:1;2:4')).characters, 'Sell');
  t.equal((await instance.getMainComponentAsync())?.id, '2:3');
});

t.test('renaming a variant breaks its set until it has a property name again', async (t) => {
  const { get } = open([set, button]);
  const variant = await get<ComponentNode>('2:3');
  const whole = await get<ComponentSetNode>('2:0');
  t.match(whole.componentPropertyDefinitions['State'], { variantOptions: ['Default', 'Hover'] });
  t.throws(() => variant.componentPropertyDefinitions, /component set or/);
  for (const name of ['hover_button', 'State=Default', 'Size=Hover']) {
    variant.name = name;
    t.throws(() => whole.componentPropertyDefinitions, /existing errors/, name);
  }
  const instance = await get<InstanceNode>('3:1');
  t.throws(() => instance.componentProperties, /existing errors/);
  variant.name = 'State=Pressed';
  t.match(instance.componentProperties['State'], { value: 'Default' });
});

t.test('slot content belongs to the designer, and a copied slot is a frame', async (t) => {
  const { get } = open([
    {
      type: 'INSTANCE',
      id: '1:1',
      name: 'Card',
      children: [
        { type: 'SLOT', id: 'I1:1;5:1', name: 'Slot', children: [{ type: 'RECTANGLE', id: '6:1', name: 'Mine' }] },
      ],
    },
    { type: 'RECTANGLE', id: '7:1', name: 'Other' },
  ]);
  const mine = await get<RectangleNode>('6:1');
  mine.resize(10, 10);
  t.equal(mine.width, 10);
  const slot = await get<FrameNode>('I1:1;5:1');
  slot.appendChild(await get<RectangleNode>('7:1'));
  t.equal(slot.children.length, 2);
  t.equal(slot.clone().type, 'FRAME');
  t.throws(() => (slot.layoutMode = 'GRID'), /cannotApplyGridToSlot|cannot be overridden/);
});

t.test('a text with a variable font cannot be copied or moved before the font is loaded', async (t) => {
  const alias = { type: 'VARIABLE_ALIAS', id: 'V:font' } as const;
  const { get, figma } = open([
    {
      type: 'FRAME',
      id: '1:1',
      name: 'A',
      children: [{ type: 'TEXT', id: '1:2', name: 'T', characters: 'T', boundVariables: { fontFamily: [alias] } }],
    },
    { type: 'FRAME', id: '1:3', name: 'B' },
  ]);
  const frame = await get<FrameNode>('1:1');
  const other = await get<FrameNode>('1:3');
  t.throws(() => frame.clone(), /in clone: .*unloaded font/);
  t.throws(() => other.appendChild(frame), /in appendChild: .*unloaded font/);
  t.throws(() => other.insertChild(0, frame), /in insertChild: .*unloaded font/);
  const text = await get<TextNode>('1:2');
  t.throws(() => (text.maxLines = 2), /unloaded font/);
  t.throws(() => (text.textTruncation = 'ENDING'), /unloaded font/);
  await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  t.ok(frame.clone());
});

t.test('new texts are named after their words and hug them', async (t) => {
  const { get } = open([
    { type: 'TEXT', id: '1:1', name: 'Hello', characters: 'Hello' },
    { type: 'TEXT', id: '1:2', name: 'Title', characters: 'Hello', width: 300, height: 20 },
  ]);
  const fresh = await get<TextNode>('1:1');
  t.same([fresh.autoRename, fresh.textAutoResize], [true, 'WIDTH_AND_HEIGHT']);
  const named = await get<TextNode>('1:2');
  t.same([named.autoRename, named.textAutoResize], [false, 'NONE']);
});

t.test('names made from words are on one line, until the layer gets another name', async (t) => {
  const { get, figma } = open([
    { type: 'TEXT', id: '1:1', name: 'Good morning', characters: 'Good\nmorning' },
    { type: 'TEXT_PATH', id: '1:2', name: 'Hello', characters: 'Hello' },
  ]);
  await figma.loadFontAsync({ family: 'Inter', style: 'Regular' });
  const text = await get<TextNode>('1:1');
  t.ok(text.autoRename, 'named after its words, though they are on two lines');
  text.characters = 'Good\n  night ';
  t.equal(text.name, 'Good night');
  const onPath = await get<TextNode>('1:2');
  onPath.name = 'Slogan';
  t.notOk(onPath.autoRename);
  onPath.autoRename = true;
  t.equal(onPath.name, 'Hello');
});

t.test('sizes, corners and sides end their own links to variables', async (t) => {
  const alias = { type: 'VARIABLE_ALIAS', id: 'V:gap' } as const;
  const fields = ['width', 'height', 'topLeftRadius', 'strokeTopWeight', 'opacity'];
  const boundVariables = Object.fromEntries(fields.map((field) => [field, alias]));
  const { get } = open([{ type: 'FRAME', id: '1:1', name: 'Box', boundVariables }]);
  const box = await get<FrameNode>('1:1');
  const left = (): string[] => Object.keys(box.boundVariables ?? {});
  box.cornerRadius = 4;
  t.same(left(), ['width', 'height', 'strokeTopWeight', 'opacity']);
  box.strokeWeight = 2;
  t.same(left(), ['width', 'height', 'opacity']);
  box.resize(10, 10);
  t.same(left(), ['opacity']);
  box.strokeLeftWeight = 5;
  t.equal(typeof box.strokeWeight, 'symbol');
});

t.test('draws layers with shadows and outlines, cut by clips and masks', async (t) => {
  const shadow = {
    type: 'DROP_SHADOW',
    color: { r: 0, g: 0, b: 0, a: 1 },
    offset: { x: 0, y: 10 },
    radius: 20,
    visible: true,
    blendMode: 'NORMAL',
  } as const;
  const { get } = open([
    { type: 'RECTANGLE', id: '1:1', name: 'A', effects: [shadow] },
    { type: 'RECTANGLE', id: '1:2', name: 'B', strokes: [solid('#000000')], strokeWeight: 4, strokeAlign: 'CENTER' },
    {
      type: 'GROUP',
      id: '1:3',
      name: 'Mask group',
      children: [
        { type: 'ELLIPSE', id: '1:4', name: 'Mask', isMask: true, width: 50, height: 50 },
        { type: 'RECTANGLE', id: '1:5', name: 'Photo', width: 200, height: 200 },
        { type: 'RECTANGLE', id: '1:6', name: 'Away', x: 100, width: 20, height: 20 },
      ],
    },
  ]);
  t.same((await get<RectangleNode>('1:1')).absoluteRenderBounds, { x: -20, y: -10, width: 140, height: 140 });
  t.same((await get<RectangleNode>('1:2')).absoluteRenderBounds, { x: -2, y: -2, width: 104, height: 104 });
  t.same((await get<RectangleNode>('1:5')).absoluteRenderBounds, { x: 0, y: 0, width: 50, height: 50 });
  t.equal((await get<RectangleNode>('1:6')).absoluteRenderBounds, null);
});

function child(id: string, others: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'RECTANGLE', id, name: id, width: 40, height: 20, ...others };
}

t.test("constraints, wrapping, grids and minimum sizes place a frame's children", async (t) => {
  const { get } = open([
    {
      type: 'FRAME',
      id: '1:0',
      name: 'Plain',
      width: 100,
      height: 100,
      children: [
        child('1:1', { x: 60, constraints: { horizontal: 'MAX', vertical: 'MIN' } }),
        child('1:2', { constraints: { horizontal: 'STRETCH', vertical: 'SCALE' } }),
      ],
    },
    {
      type: 'FRAME',
      id: '2:0',
      name: 'Row',
      width: 100,
      height: 100,
      layoutMode: 'HORIZONTAL',
      layoutWrap: 'WRAP',
      itemSpacing: 10,
      counterAxisSpacing: 5,
      children: [child('2:1'), child('2:2'), child('2:3')],
    },
    {
      type: 'FRAME',
      id: '3:0',
      name: 'Grid',
      width: 100,
      height: 100,
      layoutMode: 'GRID',
      gridColumnCount: 2,
      gridRowCount: 2,
      children: [child('3:1'), child('3:2'), child('3:3')],
    },
  ]);
  const plain = await get<FrameNode>('1:0');
  plain.resize(200, 200);
  t.equal((await get('1:1')).x, 160);
  const scaled = await get('1:2');
  t.same([scaled.width, scaled.height], [140, 40]);
  const third = await get<RectangleNode>('2:3');
  t.same([third.x, third.y], [0, 25], 'the third goes to the next line');
  third.minWidth = 80;
  third.resize(10, 10);
  t.equal(third.width, 80);
  t.throws(() => (plain.minWidth = 5), /auto-layout/);
  t.throws(() => (plain.layoutWrap = 'WRAP'), /auto-layout/);
  const cell = await get<RectangleNode>('3:3');
  t.same([cell.x, cell.y], [0, 50]);
  cell.x = 7;
  t.equal(cell.x, 0, 'the grid says where it is');
});

t.test('pasted tables, slices, transform groups and texts on paths match the typings', async (t) => {
  const { get } = open([
    { type: 'TABLE', id: '1:1', name: 'Table' },
    { type: 'SLICE', id: '1:2', name: 'Slice' },
    { type: 'TRANSFORM_GROUP', id: '1:3', name: 'Repeat', children: [{ type: 'LINE', id: '1:4', name: 'Line' }] },
    { type: 'TEXT_PATH', id: '1:5', name: 'Round', characters: 'Round' },
  ]);
  const [table, slice, group, path] = await Promise.all(['1:1', '1:2', '1:3', '1:5'].map((id) => get<object>(id)));
  t.same(['resize' in (table ?? {}), 'strokes' in (table ?? {}), 'fills' in (table ?? {})], [false, false, true]);
  t.same(['fills' in (slice ?? {}), 'opacity' in (slice ?? {}), 'resize' in (slice ?? {})], [false, false, true]);
  t.same(['fills' in (group ?? {}), 'children' in (group ?? {})], [false, true]);
  t.same(['characters' in (path ?? {}), 'textAutoResize' in (path ?? {})], [true, false]);
});

t.test('counts reads and throws if one turn reads too long', async (t) => {
  const children: NodeSpec[] = Array.from({ length: 100 }, (_, at) => ({
    type: 'RECTANGLE',
    id: `1:${at}`,
    name: 'A',
  }));
  const { figma, model } = createFake({
    document: { pages: [{ name: 'One', children }] },
    exportPicture: async () => new Uint8Array(),
    readBudgetMs: 1,
  });
  model.reads.reset();
  for (const node of figma.currentPage.children) t.ok(node.name);
  t.ok(model.reads.reads >= 101);
  t.throws(() => {
    for (let at = 0; at < 1000; at += 1) figma.currentPage.findAllWithCriteria({ types: ['RECTANGLE'] });
  }, /more than 1 ms in one turn/);
});
