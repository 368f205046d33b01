import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { solid } from './stage.ts';
import { openVariants } from './variant-stage.ts';

/** A row that hugs a button, which hugs its label, and a field that fills the rest of a fixed width. */
const row: NodeSpec = {
  type: 'FRAME',
  id: '1:1',
  name: 'Row',
  width: 400,
  height: 10,
  layoutMode: 'HORIZONTAL',
  padding: 10,
  itemSpacing: 20,
  counterAxisSizingMode: 'AUTO',
  children: [
    {
      type: 'FRAME',
      id: '1:2',
      name: 'Button',
      layoutMode: 'HORIZONTAL',
      padding: 8,
      primaryAxisSizingMode: 'AUTO',
      counterAxisSizingMode: 'AUTO',
      children: [
        {
          type: 'TEXT',
          id: '1:3',
          name: 'Label',
          characters: 'Save',
          width: 30,
          height: 14.4,
          textAutoResize: 'WIDTH_AND_HEIGHT',
        },
      ],
    },
    { type: 'RECTANGLE', id: '1:4', name: 'Field', width: 50, height: 30, layoutGrow: 1, fills: [solid('#eeeeee')] },
    { type: 'ELLIPSE', id: '1:5', name: 'Badge', x: 390, y: -5, width: 10, height: 10, layoutPositioning: 'ABSOLUTE' },
  ],
};

t.test('does not move auto-layout children, reorders them, and moves absolute ones', async (t) => {
  const { apply } = await openVariants(row);
  const variant = await apply([
    { action: 'move', targetId: '1:4', x: 0, y: 0 },
    { action: 'reorder', targetId: '1:2', position: 'front' },
    { action: 'move', targetId: '1:5', x: 380, y: 2 },
    { action: 'reorder', targetId: '1:5', position: 'back' },
  ]);
  t.same(variant.outcomes, [
    'skipped: auto-layout sets its position',
    'applied: it has another place in its row',
    'applied',
    'applied',
  ]);
  t.equal(variant.layer('1:5').absoluteX - variant.clone().absoluteX, 380);
});

t.test('a longer text grows its button and shrinks what fills the row', async (t) => {
  const { apply } = await openVariants(row);
  const plain = await apply([]);
  const variant = await apply([{ action: 'changeText', targetId: '1:3', content: 'Save all changes' }]);
  const grown = variant.layer('1:2').width - plain.layer('1:2').width;
  t.ok(grown > 50, `${grown} px`);
  t.ok(Math.abs(plain.layer('1:4').width - variant.layer('1:4').width - grown) < 1e-6);
  t.equal(variant.clone().width, 400);
});

t.test('a side that was not mentioned keeps hugging or filling', async (t) => {
  const { apply, figma } = await openVariants(row);
  const variant = await apply([
    { action: 'resize', targetId: '1:2', width: 150 },
    { action: 'resize', targetId: '1:4', height: 60 },
  ]);
  t.same(variant.outcomes, ['applied', 'applied']);
  const sizing = async (originId: string) => {
    const node = await figma.getNodeByIdAsync(variant.layer(originId).id);
    if (node === null || !('layoutSizingHorizontal' in node)) throw new Error('no such layer');
    return [node.layoutSizingHorizontal, node.layoutSizingVertical];
  };
  t.same(await sizing('1:2'), ['FIXED', 'HUG']);
  t.same(await sizing('1:4'), ['FILL', 'FIXED']);
  t.equal(variant.layer('1:2').width, 150);
  t.equal(variant.layer('1:4').width, 400 - 20 - 20 - 150);
  t.equal(variant.clone().height, 80, 'the row hugs the taller field');
});

t.test('a text given only a width wraps there and grows in height', async (t) => {
  const { apply, figma } = await openVariants(row);
  const variant = await apply([{ action: 'resize', targetId: '1:3', width: 15 }]);
  const node = await figma.getNodeByIdAsync(variant.layer('1:3').id);
  t.equal(node?.type === 'TEXT' && node.textAutoResize, 'HEIGHT');
  t.equal(variant.layer('1:3').width, 15);
  t.ok(variant.layer('1:3').height > 14.4);
});
