import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { solid } from './stage.ts';
import { layerOf, openVariants } from './variant-stage.ts';

function frameOf(children: readonly NodeSpec[], others: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'FRAME', id: '1:1', name: 'Frame', width: 400, height: 300, children, ...others };
}

function textOf(id: string, others: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'TEXT', id, name: id, characters: 'Hi', ...others };
}

function card(id: string, child: NodeSpec, others: Partial<NodeSpec> = {}): NodeSpec {
  return { type: 'FRAME', id, name: `Card ${id}`, width: 60, height: 30, children: [child], ...others };
}

t.test('reports every value that differed in one layer and was made alike', async (t) => {
  const frame = frameOf([
    {
      type: 'TEXT',
      id: '1:2',
      name: 'Cases',
      characters: [{ characters: 'a' }, { characters: 'b', textCase: 'UPPER' }],
    },
    { type: 'RECTANGLE', id: '1:3', name: 'Corners', cornerRadius: [8, 8, 0, 0] },
    { type: 'FRAME', id: '1:4', name: 'Sides', strokes: [solid('#000000')], strokeBottomWeight: 4 },
    { type: 'RECTANGLE', id: '1:5', name: 'Photo', fills: [{ type: 'IMAGE', scaleMode: 'FILL', imageHash: null }] },
    { type: 'FRAME', id: '1:6', name: 'Even', strokes: [solid('#000000')], strokeWeight: 2, cornerRadius: 4 },
  ]);
  const variant = await (await openVariants(frame)).apply([
    { action: 'changeTextCase', targetId: '1:2', textCase: 'LOWER' },
    { action: 'changeCornerRadius', targetId: '1:3', radius: 4 },
    { action: 'changeStroke', targetId: '1:4', color: '#ff0000', weight: 2 },
    { action: 'changeFill', targetId: '1:5', color: '#ff0000' },
    { action: 'changeStroke', targetId: '1:6', color: '#ff0000', weight: 1 },
    { action: 'changeCornerRadius', targetId: '1:6', radius: 12 },
  ]);
  t.same(variant.outcomes, [
    'applied: its several cases became one',
    'applied: its different corners became alike',
    'applied: its sides of different weights became alike',
    'applied: it no longer shows its picture',
    'applied',
    'applied',
  ]);
});

t.test('new words take the style of the first letter, whatever the letters differ in', async (t) => {
  const frame = frameOf([
    {
      type: 'TEXT',
      id: '1:2',
      name: 'Cases',
      characters: [{ characters: 'a' }, { characters: 'b', textCase: 'UPPER' }],
    },
  ]);
  const variant = await (await openVariants(frame)).apply([{ action: 'changeText', targetId: '1:2', content: 'c' }]);
  t.same(variant.outcomes, ['applied: its several styles became one']);
});

t.test('nothing of a mask is painted: outlines, shadows, blurs and tokens are skipped', async (t) => {
  const mask: NodeSpec = { type: 'RECTANGLE', id: '1:2', name: 'Mask', isMask: true, strokes: [solid('#000000')] };
  const plugin = await openVariants(frameOf([mask]), {
    library: { styles: [{ id: 'S:1', name: 'Brand', type: 'PAINT', paints: [solid('#0000ff')] }] },
  });
  const variant = await plugin.apply([
    { action: 'changeStroke', targetId: '1:2', color: '#ff0000' },
    { action: 'addStroke', targetId: '1:2', color: '#ff0000' },
    { action: 'addGradient', targetId: '1:2', colors: ['#000000', '#ffffff'] },
    { action: 'addShadow', targetId: '1:2' },
    { action: 'addBackgroundBlur', targetId: '1:2', blur: 4 },
    { action: 'useToken', targetId: '1:2', field: 'stroke', token: 'Brand' },
    { action: 'changeCornerRadius', targetId: '1:2', radius: 8 },
  ]);
  for (const outcome of variant.outcomes.slice(0, 6)) t.match(outcome, /^skipped: it is a mask/);
  t.equal(variant.outcomes[6], 'applied', 'its shape does show');
});

const part = (id: string): NodeSpec => ({ type: 'RECTANGLE', id, name: id, fills: [solid('#888888')] });

t.test('keeps what masks cut off, and paints no part of a combined shape', async (t) => {
  const masked: NodeSpec = {
    type: 'GROUP',
    id: '2:0',
    name: 'Mask group',
    children: [part('2:1'), { ...part('2:2'), isMask: true }, part('2:3'), part('2:4')],
  };
  const union: NodeSpec = { type: 'BOOLEAN_OPERATION', id: '3:0', name: 'Union', children: [part('3:1'), part('3:2')] };
  const variant = await (await openVariants(frameOf([masked, union]))).apply([
    { action: 'hide', targetId: '2:2' },
    { action: 'reorder', targetId: '2:2', position: 'front' },
    { action: 'reorder', targetId: '2:3', position: 'back' },
    { action: 'reorder', targetId: '2:1', position: 'front' },
    { action: 'reorder', targetId: '2:3', position: 'front' },
    { action: 'changeFill', targetId: '3:1', color: '#ff0000' },
    { action: 'addStroke', targetId: '3:1', color: '#ff0000' },
    { action: 'addShadow', targetId: '3:2' },
    { action: 'changeFill', targetId: '3:0', color: '#ff0000' },
  ]);
  const cuts = 'skipped: a mask would cut off other layers than before';
  t.same(variant.outcomes.slice(0, 5), [
    'skipped: it is a mask: all that it cuts off would show',
    cuts,
    cuts,
    cuts,
    'applied',
  ]);
  for (const outcome of variant.outcomes.slice(5, 8)) t.match(outcome, /^skipped: it is a part of a combined shape/);
  t.equal(variant.outcomes[8], 'applied');
});

t.test('a new color shows where the one before could not be seen, and a line stays without a height', async (t) => {
  const line: NodeSpec = { type: 'LINE', id: '1:3', name: 'Line', width: 90, strokes: [solid('#000000')] };
  const clear: NodeSpec = { type: 'RECTANGLE', id: '1:2', name: 'Box', fills: [solid('#111111', 0)] };
  const variant = await (await openVariants(frameOf([clear, line]))).apply([
    { action: 'changeFill', targetId: '1:2', color: '#ff0000' },
    { action: 'resize', targetId: '1:3', height: 20 },
  ]);
  t.same(variant.outcomes, ['applied', 'skipped: a line has no height']);
  t.match(variant.layer('1:2').fills, [{ type: 'SOLID', opacity: 1 }]);
});

t.test('reports a text that outgrew what clips it, and not one that was cut off before', async (t) => {
  const frame = frameOf([
    card('2:1', textOf('2:2', { characters: 'Buy' })),
    card('3:1', textOf('3:2', { characters: 'Buy' }), { clipsContent: false }),
    card('4:1', textOf('4:2', { characters: 'A text that is cut off at once' })),
    card('5:1', textOf('5:2', { characters: 'Buy' })),
    card('6:1', textOf('6:2', { characters: 'Buy' })),
  ]);
  const long = 'Buy everything';
  const variant = await (await openVariants(frame)).apply([
    { action: 'changeText', targetId: '2:2', content: long },
    { action: 'changeText', targetId: '3:2', content: long },
    { action: 'changeText', targetId: '4:2', content: 'A text that is cut too' },
    { action: 'changeFontSize', targetId: '5:2', fontSize: 60 },
    { action: 'changeText', targetId: '6:2', content: 'Sell' },
  ]);
  t.same(variant.outcomes, [
    'applied: "Card 2:1" cuts it off',
    'applied',
    'applied',
    'applied: "Card 5:1" cuts it off',
    'applied',
  ]);
});

t.test('what a component property shows is hidden by the property, and other layers by themselves', async (t) => {
  const key = 'Badge#1:0';
  const component: NodeSpec = {
    type: 'COMPONENT',
    id: '8:1',
    name: 'Chip',
    componentPropertyDefinitions: { [key]: { type: 'BOOLEAN', defaultValue: true } },
    children: [
      { type: 'ELLIPSE', id: '8:2', name: 'Badge', componentPropertyReferences: { visible: key } },
      { type: 'RECTANGLE', id: '8:3', name: 'Plate', fills: [solid('#ff0000')], fillStyleId: 'S:1' },
    ],
  };
  const frame = frameOf([{ type: 'INSTANCE', id: '1:2', name: 'Chip', mainComponentId: '8:1' }]);
  const plugin = await openVariants(frame, {
    layers: [frame, component],
    library: { styles: [{ id: 'S:1', name: 'Brand', type: 'PAINT', paints: [solid('#ff0000')] }] },
  });
  const variant = await plugin.apply([
    { action: 'hide', targetId: 'I1:2;8:2' },
    { action: 'hide', targetId: 'I1:2;8:3' },
  ]);
  t.same(variant.outcomes, ['applied', 'applied']);
  const [chip] = variant.clone().children;
  t.same(
    chip?.children.map(({ visible }) => visible),
    [false, false],
  );
  t.same(
    layerOf(plugin, '1:1').children[0]?.children.map(({ visible }) => visible),
    [true, true],
    'the source is as it was',
  );
});

t.test('a text that shows no letter is not sent, and one without any color is', async (t) => {
  const frame = frameOf([
    textOf('1:2', { fills: [solid('#000000', 0)] }),
    textOf('1:3', { fills: [{ ...solid('#000000'), visible: false }] }),
    textOf('1:4', { fills: [solid('#000000', 0)], strokes: [solid('#000000')] }),
    textOf('1:5', { fills: [solid('#000000')] }),
    textOf('1:6', {}),
    textOf('1:7', { opacity: 0 }),
    { type: 'GROUP', id: '1:8', name: 'Clear', opacity: 0, children: [textOf('1:9', {})] },
  ]);
  const { prepared } = await openVariants(frame);
  t.same(
    prepared.layers.map(({ id }) => id),
    ['1:1', '1:4', '1:5', '1:6'],
  );
});

t.test('a layer in a turned transform group moves by what was asked, as in any other group', async (t) => {
  for (const type of ['GROUP', 'TRANSFORM_GROUP'] as const) {
    const frame = frameOf([
      {
        type,
        id: '1:2',
        name: 'Turned',
        rotation: 90,
        children: [{ type: 'RECTANGLE', id: '1:3', name: 'Box', x: 100, y: 100, width: 20, height: 20 }],
      },
    ]);
    const variant = await (await openVariants(frame)).apply([
      { action: 'move', targetId: '1:3', x: 30, y: 0, relative: true },
    ]);
    const clone = variant.clone();
    const box = variant.layer('1:3');
    t.same([box.absoluteX - clone.absoluteX, box.absoluteY - clone.absoluteY], [130, 100], type);
  }
});
