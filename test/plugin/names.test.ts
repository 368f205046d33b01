import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { applyNames } from '../../plugin-ui/src/main/apply-names.ts';
import { openPlugin } from './stage.ts';

const layers: NodeSpec[] = [
  {
    type: 'FRAME',
    id: '1:1',
    name: 'Frame 1',
    children: [
      { type: 'RECTANGLE', id: '1:2', name: 'Rectangle 1' },
      { type: 'TEXT', id: '1:3', name: 'Sign in', characters: 'Sign in', autoRename: true },
      { type: 'TEXT', id: '1:4', name: 'Text 1', characters: 'Forgot?' },
    ],
  },
];

const names = [
  { id: '1:1', oldName: 'Frame 1', newName: 'login_form' },
  { id: '1:2', oldName: 'Rectangle 1', newName: 'background' },
  { id: '1:3', oldName: 'Sign in', newName: 'title' },
];

t.test('applies names as one undo step that takes all of them back', async (t) => {
  const plugin = await openPlugin({ layers });
  const before = plugin.model.undoSteps;
  plugin.send({ type: 'apply-names', names });
  const told = await plugin.next('names-applied');
  t.same(
    told.applied,
    names.map(({ id, newName }) => ({ id, name: newName })),
  );
  t.same(told.leftAlone, []);
  t.equal(told.revertable, 3);
  t.equal(plugin.model.undoSteps, before + 1);
  t.ok(plugin.undo());
  t.same(['1:1', '1:2', '1:3'].map(plugin.nameOf), ['Frame 1', 'Rectangle 1', 'Sign in']);
  t.equal(plugin.model.undoSteps, before);
});

t.test('changes before and after the names undo separately', async (t) => {
  const plugin = await openPlugin({ layers });
  const link = await plugin.figma.getNodeByIdAsync('1:4');
  if (link === null) throw new Error('no such layer');
  // Changes that nobody has closed as a step of undo.
  link.name = 'before';
  plugin.send({ type: 'apply-names', names });
  await plugin.next('names-applied');
  link.name = 'after';
  plugin.undo();
  t.same(['1:1', '1:4'].map(plugin.nameOf), ['login_form', 'before']);
  plugin.undo();
  t.same(['1:1', '1:4'].map(plugin.nameOf), ['Frame 1', 'before']);
});

t.test('leaves deleted or renamed layers alone and names the others', async (t) => {
  const plugin = await openPlugin({ layers });
  plugin.model.rename('1:2', 'My background');
  plugin.model.remove('1:3');
  plugin.send({ type: 'apply-names', names: [...names, { id: '1:4', oldName: 'Text 1', newName: ' ' }] });
  const told = await plugin.next('names-applied');
  t.same(told.applied, [{ id: '1:1', name: 'login_form' }]);
  t.same(told.leftAlone, [
    { id: '1:2', name: 'My background', reason: 'renamedSince' },
    { id: '1:3', name: '', reason: 'gone' },
    { id: '1:4', name: 'Text 1', reason: 'failed', message: 'The new name is empty.' },
  ]);
  t.equal(plugin.nameOf('1:2'), 'My background');
});

t.test('recognizes a name that was shortened for sending', async (t) => {
  const long = 'Rectangle '.repeat(150);
  const plugin = await openPlugin({ layers: [{ type: 'RECTANGLE', id: '1:1', name: long }] });
  plugin.send({ type: 'apply-names', names: [{ id: '1:1', oldName: long.slice(0, 1000), newName: 'bar' }] });
  t.equal((await plugin.next('names-applied')).applied.length, 1);
  plugin.send({ type: 'revert-names' });
  await plugin.next('names-reverted');
  t.equal(plugin.nameOf('1:1'), long);
});

t.test('revert restores names and autoRename of texts as one undo step', async (t) => {
  const plugin = await openPlugin({ layers });
  plugin.send({ type: 'apply-names', names: [...names, { id: '1:4', oldName: 'Text 1', newName: 'link' }] });
  await plugin.next('names-applied');
  const steps = plugin.model.undoSteps;
  plugin.send({ type: 'revert-names' });
  const told = await plugin.next('names-reverted');
  t.equal(told.reverted.length, 4);
  t.equal(told.revertable, 0);
  t.same(['1:1', '1:2', '1:3', '1:4'].map(plugin.nameOf), ['Frame 1', 'Rectangle 1', 'Sign in', 'Text 1']);
  t.equal(plugin.model.undoSteps, steps + 1);
  const autoRename = async (id: string): Promise<boolean> => {
    const node = await plugin.figma.getNodeByIdAsync(id);
    return node?.type === 'TEXT' && node.autoRename;
  };
  t.equal(await autoRename('1:3'), true);
  t.equal(await autoRename('1:4'), false, 'somebody had named it');
});

t.test('revert leaves alone what the designer renamed since', async (t) => {
  const plugin = await openPlugin({ layers });
  plugin.send({ type: 'apply-names', names });
  await plugin.next('names-applied');
  plugin.model.rename('1:2', 'Backdrop');
  plugin.send({ type: 'revert-names' });
  const told = await plugin.next('names-reverted');
  t.same(told.leftAlone, [{ id: '1:2', name: 'Backdrop', reason: 'renamedSince' }]);
  t.same(['1:1', '1:2', '1:3'].map(plugin.nameOf), ['Frame 1', 'Backdrop', 'Sign in']);
  plugin.send({ type: 'revert-names' });
  t.same((await plugin.next('names-reverted')).reverted, [], 'it is not tried again');
});

t.test('revert works after the plugin was closed and reopened', async (t) => {
  const plugin = await openPlugin({ layers });
  t.equal(plugin.hello.revertable, 0);
  plugin.send({ type: 'apply-names', names });
  await plugin.next('names-applied');
  const hello = await plugin.start(5000);
  t.equal(hello.revertable, 3);
  plugin.send({ type: 'revert-names' });
  t.equal((await plugin.next('names-reverted')).reverted.length, 3);
  t.equal(plugin.nameOf('1:1'), 'Frame 1');
});

t.test('revert takes back one apply after another, latest first, across restarts and clock changes', async (t) => {
  const plugin = await openPlugin({ layers });
  plugin.send({ type: 'apply-names', names });
  await plugin.next('names-applied');
  await plugin.start(5);
  plugin.send({ type: 'apply-names', names: [{ id: '1:2', oldName: 'background', newName: 'card' }] });
  t.equal((await plugin.next('names-applied')).revertable, 1);
  plugin.send({ type: 'revert-names' });
  t.match(await plugin.next('names-reverted'), { reverted: [{ id: '1:2', name: 'background' }], revertable: 3 });
  plugin.send({ type: 'revert-names' });
  await plugin.next('names-reverted');
  t.same(['1:1', '1:2', '1:3'].map(plugin.nameOf), ['Frame 1', 'Rectangle 1', 'Sign in']);
});

t.test('revert of another page waits until that page is open', async (t) => {
  const plugin = await openPlugin({ layers, otherPages: [{ name: 'Page 2', children: [] }] });
  plugin.send({ type: 'apply-names', names });
  await plugin.next('names-applied');
  await plugin.settle();
  plugin.rest();
  plugin.model.openPage('0:2');
  let told = await plugin.next('selection-changed');
  while (told.revertable !== 0) told = await plugin.next('selection-changed');
  plugin.send({ type: 'revert-names' });
  t.same((await plugin.next('names-reverted')).reverted, []);
  t.equal(plugin.nameOf('1:1'), 'login_form');
});

t.test('a row brings its layer into view on its own page', async (t) => {
  const other: NodeSpec = { type: 'FRAME', id: '7:1', name: 'Elsewhere' };
  const plugin = await openPlugin({ layers, otherPages: [{ name: 'Page 2', children: [other] }] });
  plugin.send({ type: 'zoom-to-layer', id: '1:3' });
  await plugin.settle();
  t.same(plugin.zooms, [['1:3']]);
  t.same(plugin.model.selection, ['1:3']);
  plugin.send({ type: 'zoom-to-layer', id: '7:1' });
  await plugin.settle();
  t.equal(plugin.model.currentPageId, '0:2');
  t.same(plugin.model.selection, ['7:1']);
  plugin.send({ type: 'zoom-to-layer', id: '9:9' });
  t.match(await plugin.next('problem'), { inReplyTo: 'zoom-to-layer', code: 'noSuchLayer' });
});

function variantOf(id: string, name: string): NodeSpec {
  return { type: 'COMPONENT', id, name, children: [{ type: 'RECTANGLE', id: `${id}1`, name: 'Rectangle 1' }] };
}

t.test('never renames a variant of a component set, whatever the settings', async (t) => {
  const set: NodeSpec = {
    type: 'COMPONENT_SET',
    id: '5:1',
    name: 'Button',
    children: [variantOf('5:2', 'State=Default'), variantOf('5:3', 'State=Hover')],
  };
  const skip = { hidden: false, locked: false, component: false, insideInstance: false, alreadyNamed: false };
  const plugin = await openPlugin({ layers: [set], settings: { skip } });
  t.equal((await plugin.select('5:1')).toName, 3, 'the set and the two rectangles');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  t.same(
    (await plugin.next('layers-for-renaming')).layers.map(({ id }) => id),
    ['5:1', '5:31', '5:21'],
  );
  plugin.send({ type: 'export-for-renaming', runId: 'b', layerIds: ['5:2'] });
  t.match(await plugin.next('problem'), { runId: 'b', code: 'noSuchLayer' });
  plugin.send({ type: 'apply-names', names: [{ id: '5:2', oldName: 'State=Default', newName: 'primary_button' }] });
  const { applied, leftAlone } = await plugin.next('names-applied');
  t.same(applied, []);
  t.match(leftAlone, [{ id: '5:2', name: 'State=Default', reason: 'failed', message: /never renamed/ }]);
  t.equal(plugin.nameOf('5:2'), 'State=Default');
});

t.test('a layer that cannot store its history keeps its name', async (t) => {
  const plugin = await openPlugin({ layers });
  const getNodeByIdAsync = async (id: string) => {
    const node = await plugin.figma.getNodeByIdAsync(id);
    if (node === null || id !== '1:2') return node;
    return new Proxy(node, {
      get(target, key) {
        if (key !== 'setPluginData') return Reflect.get(target, key) as unknown;
        return () => {
          throw new Error('in setPluginData: The node with id "1:2" does not exist');
        };
      },
      set: (target, key, value) => Reflect.set(target, key, value),
    });
  };
  const figma = new Proxy(plugin.figma, {
    get: (target, key) => (key === 'getNodeByIdAsync' ? getNodeByIdAsync : (Reflect.get(target, key) as unknown)),
  });
  const { done, leftAlone } = await applyNames(figma, { names }, 1);
  t.same(
    done.map(({ id }) => id),
    ['1:1', '1:3'],
  );
  t.match(leftAlone, [{ id: '1:2', reason: 'failed', message: /does not exist/ }]);
  t.equal(plugin.nameOf('1:2'), 'Rectangle 1');
});

t.test('a layer whose name cannot be set keeps no history of it', async (t) => {
  const plugin = await openPlugin({ layers });
  const getNodeByIdAsync = async (id: string) => {
    const node = await plugin.figma.getNodeByIdAsync(id);
    if (node === null) return node;
    return new Proxy(node, {
      set(target, key, value) {
        if (key === 'name') throw new Error('in set_name: This property cannot be overridden in an instance');
        return Reflect.set(target, key, value);
      },
    });
  };
  const figma = new Proxy(plugin.figma, {
    get: (target, key) => (key === 'getNodeByIdAsync' ? getNodeByIdAsync : (Reflect.get(target, key) as unknown)),
  });
  const hashed = names.map((name) => ({ ...name, contentHash: 'x' }));
  const { done, leftAlone } = await applyNames(figma, { names: hashed }, 1);
  t.same(done, []);
  t.equal(leftAlone.length, 3);
  for (const { id } of names) t.same((await plugin.figma.getNodeByIdAsync(id))?.getPluginDataKeys(), [], id);
});

t.test('reports what was really done if layers refuse, and names the others', async (t) => {
  for (const refused of ['removed', 'type', 'parent', 'name', 'getPluginData', 'getRelaunchData', 'id']) {
    const plugin = await openPlugin({ layers });
    const getNodeByIdAsync = async (id: string) => {
      const node = await plugin.figma.getNodeByIdAsync(id);
      if (node === null || id !== '1:2') return node;
      return new Proxy(node, {
        get(target, key) {
          if (key === refused) throw new Error(`in get_${refused}: The node with id "1:2" does not exist`);
          return Reflect.get(target, key) as unknown;
        },
        set: (target, key, value) => Reflect.set(target, key, value),
      });
    };
    const figma = new Proxy(plugin.figma, {
      get: (target, key) => (key === 'getNodeByIdAsync' ? getNodeByIdAsync : (Reflect.get(target, key) as unknown)),
    });
    const { done, leftAlone } = await applyNames(figma, { names }, 1);
    const renamed = names.filter(({ id, newName }) => plugin.nameOf(id) === newName).map(({ id }) => id);
    t.same(
      done.map(({ id }) => id),
      renamed,
      refused,
    );
    t.ok(renamed.includes('1:1') && renamed.includes('1:3'), refused);
    t.equal(done.length + leftAlone.length, names.length, refused);
  }
});

t.test('reports although Figma fails to close the undo step', async (t) => {
  const plugin = await openPlugin({ layers });
  let commits = 0;
  const commitUndo = (): void => {
    commits += 1;
    if (commits > 1) throw new Error('in commitUndo: not now');
  };
  const figma = new Proxy(plugin.figma, {
    get: (target, key) => (key === 'commitUndo' ? commitUndo : (Reflect.get(target, key) as unknown)),
  });
  t.equal((await applyNames(figma, { names }, 1)).done.length, 3);
});

t.test('recognizes named layers by content until they are reverted', async (t) => {
  const plugin = await openPlugin({ layers });
  plugin.send({
    type: 'apply-names',
    names: [{ id: '1:2', oldName: 'Rectangle 1', newName: 'Rectangle 2', contentHash: 'abc' }],
    confirmed: [{ id: '1:1', contentHash: 'def' }],
  });
  await plugin.next('names-applied');
  await plugin.select('1:1');
  const hashes = async (runId: string) => {
    plugin.send({ type: 'export-for-renaming', runId });
    const layersOfRun = (await plugin.next('layers-for-renaming')).layers;
    return Object.fromEntries(layersOfRun.map(({ id, contentHash }) => [id, contentHash]));
  };
  t.match(await hashes('a'), { '1:1': 'def', '1:2': 'abc', '1:3': undefined });
  plugin.send({ type: 'revert-names' });
  await plugin.next('names-reverted');
  t.match(await hashes('b'), { '1:1': 'def', '1:2': undefined });
});

t.test('a layer with very long names is renamed again and again: its history keeps what has room', async (t) => {
  const long = '\u6f22'.repeat(9000);
  const plugin = await openPlugin({ layers: [{ type: 'RECTANGLE', id: '1:1', name: long }] });
  for (const turn of [1, 2, 3, 4, 5]) {
    const oldName = (plugin.nameOf('1:1') ?? '').slice(0, 1000);
    plugin.send({ type: 'apply-names', names: [{ id: '1:1', oldName, newName: `Box ${turn}` }] });
    t.equal((await plugin.next('names-applied')).leftAlone.length, 0);
    if (turn < 5) plugin.model.rename('1:1', `${long}${turn}`);
  }
  plugin.send({ type: 'revert-names' });
  t.equal((await plugin.next('names-reverted')).reverted.length, 1);
  t.equal(plugin.nameOf('1:1'), `${long}4`);
});
