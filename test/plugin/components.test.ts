import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { colorOf, solid } from './stage.ts';
import { openVariants } from './variant-stage.ts';

const label: NodeSpec = { type: 'TEXT', id: '1:3', name: 'Label', characters: 'Go', x: 8, y: 8, width: 40, height: 20 };
const button: NodeSpec = {
  type: 'COMPONENT',
  id: '1:2',
  name: 'Button',
  width: 120,
  height: 40,
  fills: [solid('#0000ff')],
  children: [label],
};
const instance: NodeSpec = {
  type: 'INSTANCE',
  id: '2:1',
  name: 'Button',
  x: 20,
  y: 20,
  width: 120,
  height: 40,
  mainComponentId: '1:2',
  fills: [solid('#0000ff')],
  children: [{ ...label, id: 'I2:1;1:3' }],
};

t.test('inside an instance changes looks and words, not places, sizes or order', async (t) => {
  const frame: NodeSpec = { type: 'FRAME', id: '3:1', name: 'Form', width: 300, height: 200, children: [instance] };
  const { apply } = await openVariants(frame, { layers: [button, { ...frame, x: 500 }] });
  const inner = { targetId: 'I2:1;1:3' };
  const variant = await apply([
    { action: 'changeText', ...inner, content: 'Start' },
    { action: 'changeFill', ...inner, color: '#ff0000' },
    { action: 'move', ...inner, x: 0, y: 0 },
    { action: 'resize', ...inner, width: 10 },
    { action: 'reorder', ...inner, position: 'back' },
    { action: 'move', targetId: '2:1', x: 40, y: 50 },
    { action: 'resize', targetId: '2:1', width: 200 },
    { action: 'hide', ...inner },
  ]);
  t.same(variant.outcomes, [
    'applied',
    'applied',
    'skipped: its component sets its position',
    'skipped: its component sets its size',
    'skipped: its component sets the layer order',
    'applied',
    'applied',
    'applied',
  ]);
  t.equal(variant.layer('2:1').type, 'INSTANCE', 'an instance stays one');
  t.match(variant.layer('I2:1;1:3'), { characters: 'Start', visible: false });
  t.equal(colorOf(variant.layer('I2:1;1:3').fills), '#ff0000');
});

t.test('the variant of a component is a plain frame, so the library gets no second component', async (t) => {
  const { apply, model } = await openVariants(button);
  const before = model.fingerprint('1:2');
  const variant = await apply([
    { action: 'move', targetId: '1:3', x: 50, y: 10 },
    { action: 'changeText', targetId: '1:3', content: 'Start' },
  ]);
  t.same(variant.outcomes, ['applied', 'applied']);
  t.equal(variant.clone().type, 'FRAME');
  t.equal(variant.layer('1:3').absoluteX - variant.clone().absoluteX, 50);
  t.equal(model.fingerprint('1:2'), before);
});

t.test('the variant of an instance is a plain frame, so its content can move', async (t) => {
  const { apply, model } = await openVariants(instance, { layers: [{ ...button, x: 900 }, instance] });
  const before = [model.fingerprint('1:2'), model.fingerprint('2:1')];
  const variant = await apply([{ action: 'move', targetId: 'I2:1;1:3', x: 50, y: 10 }]);
  t.same(variant.outcomes, ['applied']);
  t.equal(variant.clone().type, 'FRAME');
  t.same([model.fingerprint('1:2'), model.fingerprint('2:1')], before);
});

t.test('layers hidden by an instance do not shift which layers change', async (t) => {
  const hidden: NodeSpec = { ...label, id: 'I2:1;1:4', name: 'Badge', characters: 'New', visible: false };
  const withBadge: NodeSpec = { ...instance, children: [hidden, ...(instance.children ?? [])] };
  const { apply } = await openVariants(withBadge, { layers: [{ ...button, x: 900 }, withBadge] });
  const variant = await apply([{ action: 'changeText', targetId: 'I2:1;1:3', content: 'Start' }]);
  t.same(variant.outcomes, ['applied']);
  t.match(variant.layer('I2:1;1:3'), { characters: 'Start', visible: true });
  t.match(variant.layer('I2:1;1:4'), { characters: 'New', visible: false });
});

t.test('groups and sections have variants as well', async (t) => {
  const dot: NodeSpec = { type: 'ELLIPSE', id: '4:2', name: 'Dot', x: 30, y: 40, width: 20, height: 20 };
  for (const type of ['GROUP', 'SECTION'] as const) {
    const { apply } = await openVariants({ type, id: '4:1', name: 'Some', children: [dot] });
    const variant = await apply([{ action: 'changeFill', targetId: '4:2', color: '#00ff00' }]);
    t.same(variant.outcomes, ['applied'], type);
    t.equal(variant.clone().type, type);
    t.equal(variant.clone().absoluteX, type === 'GROUP' ? 130 : 180, 'beside its box');
  }
});
