import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { openPlugin } from './stage.ts';

/** One layer for every reason, and two for none. */
const screen: NodeSpec = {
  type: 'FRAME',
  id: '1:1',
  name: 'Frame 1',
  width: 400,
  height: 300,
  children: [
    { type: 'RECTANGLE', id: '1:2', name: 'Rectangle 1', width: 100, height: 50 },
    { type: 'RECTANGLE', id: '1:3', name: 'Rectangle 2', visible: false },
    {
      type: 'GROUP',
      id: '1:4',
      name: 'Group 1',
      locked: true,
      children: [{ type: 'VECTOR', id: '1:5', name: 'Vector', x: 10, y: 10, width: 10, height: 10 }],
    },
    {
      type: 'INSTANCE',
      id: '1:6',
      name: 'Component 1',
      children: [{ type: 'TEXT', id: 'I1:6;9:1', name: 'Text 1', characters: 'Go' }],
    },
    { type: 'RECTANGLE', id: '1:7', name: 'Hero picture' },
    { type: 'COMPONENT', id: '1:8', name: 'Component 2' },
    { type: 'TEXT', id: '1:9', name: 'Welcome back', characters: 'Welcome back', autoRename: true },
  ],
};

t.test('counts every selected layer and every reason, including those from parents', async (t) => {
  const plugin = await openPlugin({ layers: [screen] });
  const summary = await plugin.select('1:1');
  t.equal(summary.total, 10);
  t.same(summary.reasons, {
    hidden: 1,
    locked: 2,
    component: 1,
    insideInstance: 1,
    alreadyNamed: 1,
    iconPart: 1,
    autoText: 1,
  });
  t.equal(summary.toName, 4, 'the frame, a rectangle, the instance and the text named after its words');
  t.equal(summary.pictures, 3, 'a text needs none');
  t.equal(summary.name, 'Frame 1');
  t.same(summary.frame, { id: '1:1', name: 'Frame 1', width: 400, height: 300 });
  t.ok(summary.estimatedBytes > 0);
});

t.test('a directly selected layer is hidden or locked by its ancestors', async (t) => {
  const plugin = await openPlugin({ layers: [screen] });
  const summary = await plugin.select('1:5', 'I1:6;9:1');
  t.same(summary.reasons, {
    hidden: 0,
    locked: 1,
    component: 0,
    insideInstance: 1,
    alreadyNamed: 0,
    iconPart: 1,
    autoText: 0,
  });
  t.equal(summary.toName, 0);
});

t.test('counts the others if a layer hidden by an instance is selected', async (t) => {
  const label: NodeSpec = { type: 'TEXT', id: 'I1:6;9:1', name: 'Text 1', characters: 'Go', visible: false };
  const instance: NodeSpec = { type: 'INSTANCE', id: '1:6', name: 'Component 1', children: [label] };
  const plugin = await openPlugin({ layers: [instance, { type: 'RECTANGLE', id: '1:7', name: 'Rectangle 1' }] });
  t.equal((await plugin.select('1:7')).total, 1);
  t.match(await plugin.select('I1:6;9:1'), { total: 0, frameProblem: 'Select a frame.' });
  t.match(await plugin.select('I1:6;9:1', '1:7'), { total: 1, name: 'Rectangle 1' });
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  t.same(
    (await plugin.next('layers-for-renaming')).layers.map(({ id }) => id),
    ['1:7'],
  );
});

t.test('content of a hidden layer is hidden', async (t) => {
  const nested: NodeSpec = {
    type: 'FRAME',
    id: '1:1',
    name: 'Frame 1',
    children: [
      { type: 'FRAME', name: 'Frame 2', visible: false, children: [{ type: 'RECTANGLE', name: 'Rectangle 1' }] },
      { type: 'RECTANGLE', name: 'Rectangle 2' },
    ],
  };
  const plugin = await openPlugin({ layers: [nested] });
  const summary = await plugin.select('1:1');
  t.equal(summary.reasons.hidden, 2);
  t.equal(summary.toName, 2);
});

t.test('each switch includes its layers', async (t) => {
  const plugin = await openPlugin({ layers: [screen] });
  const { settings } = plugin.hello;
  await plugin.select('1:1');
  const counts: Record<string, number> = {};
  for (const reason of ['hidden', 'locked', 'component', 'insideInstance', 'alreadyNamed', 'iconPart'] as const) {
    plugin.send({ type: 'save-settings', settings: { ...settings, skip: { ...settings.skip, [reason]: false } } });
    counts[reason] = (await plugin.next('selection-changed')).summary.toName;
  }
  t.same(counts, { hidden: 5, locked: 5, component: 5, insideInstance: 5, alreadyNamed: 5, iconPart: 4 });
});

t.test('an included hidden layer counts as one without a picture', async (t) => {
  const skip = { hidden: false, locked: true, component: true, insideInstance: true, alreadyNamed: true };
  const plugin = await openPlugin({ layers: [screen], settings: { skip } });
  const summary = await plugin.select('1:1');
  t.equal(summary.toName - summary.pictures, 2, 'and the text');
});

t.test('explains in plain words why there is no frame for variants', async (t) => {
  const set: NodeSpec = { type: 'COMPONENT_SET', id: '2:1', name: 'Button', children: [] };
  const plugin = await openPlugin({ layers: [screen, set, { ...screen, id: '3:1', visible: false, children: [] }] });
  t.match((await plugin.select()).frameProblem, /Select a frame/);
  t.match((await plugin.select('1:2', '1:3')).frameProblem, /one frame/);
  t.match((await plugin.select('1:2')).frameProblem, /not a single layer/);
  t.match((await plugin.select('2:1')).frameProblem, /one component of the set/);
  t.match((await plugin.select('3:1')).frameProblem, /hidden/);
  t.equal((await plugin.select('1:1')).frameProblem, '');
});

t.test("several layers are called by their parent's name", async (t) => {
  const plugin = await openPlugin({ layers: [screen] });
  t.equal((await plugin.select('1:2', '1:7')).name, 'Frame 1');
});

t.test('counts a selection that changes during counting once, in its final state', async (t) => {
  const children = Array.from(
    { length: 1300 },
    (_, index) => ({ type: 'RECTANGLE', name: `Rectangle ${index}` }) as const,
  );
  const plugin = await openPlugin({
    layers: [
      { type: 'FRAME', id: '1:1', name: 'Big', children },
      { ...screen, id: '5:1', children: [] },
    ],
  });
  plugin.model.select(['1:1']);
  await new Promise((resolve) => void setTimeout(resolve, 0));
  const summary = await plugin.select('5:1');
  await plugin.settle();
  t.equal(summary.total, 1);
  t.equal(plugin.rest().filter(({ type }) => type === 'selection-changed').length, 0);
});

t.test('a layer selected together with what is around it is counted and sent once', async (t) => {
  const plugin = await openPlugin({ layers: [screen] });
  t.equal((await plugin.select('1:1', '1:2', '1:5')).total, 10);
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  const ids = (await plugin.next('layers-for-renaming')).layers.map(({ id }) => id);
  t.equal(new Set(ids).size, ids.length);
});

t.test('a frame in a hidden layer is not offered for variants', async (t) => {
  const inner: NodeSpec = { type: 'FRAME', id: '2:2', name: 'Inner' };
  const plugin = await openPlugin({
    layers: [{ type: 'FRAME', id: '2:1', name: 'Outer', visible: false, children: [inner] }],
  });
  t.match(await plugin.select('2:2'), {
    frame: null,
    frameProblem: 'The frame lies in a hidden layer: show that first.',
  });
});
