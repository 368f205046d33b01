import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { createStorage, openPlugin, type Stage } from './stage.ts';

const layers: NodeSpec[] = [
  {
    type: 'FRAME',
    id: '1:1',
    name: 'Frame 1',
    children: [
      { type: 'RECTANGLE', id: '1:2', name: 'Rectangle 1' },
      { type: 'RECTANGLE', id: '1:3', name: 'Rectangle 2' },
    ],
  },
];

/** Kept names are written after a quarter of a second. */
const writtenMs = 400;

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => void setTimeout(resolve, ms));
}

async function nameTwoLayers(plugin: Stage): Promise<void> {
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  await plugin.next('export-finished');
  for (const [id, newName] of [
    ['1:1', 'Login Form'],
    ['1:2', 'Background'],
  ] as const) {
    plugin.send({ type: 'keep-name', runId: 'a', id, name: { newName, status: 'renamed', confidence: 'low' } });
  }
}

t.test('offers received names again after the window was closed', async (t) => {
  const storage = createStorage();
  const plugin = await openPlugin({ layers, storage });
  t.notOk('unfinished' in plugin.hello);
  await nameTwoLayers(plugin);
  await wait(writtenMs);
  const { unfinished } = await plugin.start(2000);
  t.match(unfinished, {
    runId: 'a',
    frameName: 'Frame 1',
    names: { '1:1': { newName: 'Login Form', confidence: 'low' }, '1:2': { newName: 'Background' } },
  });
  t.same(
    unfinished?.layers.map(({ id }) => id),
    ['1:1', '1:3', '1:2'],
  );
});

t.test('saves names at once when the window closes', async (t) => {
  const storage = createStorage();
  const plugin = await openPlugin({ layers, storage });
  await nameTwoLayers(plugin);
  plugin.send({ type: 'close' });
  await plugin.settle();
  t.equal(Object.keys((await plugin.start(2000)).unfinished?.names ?? {}).length, 2);
});

t.test('forgets a run once its names are applied or dropped', async (t) => {
  for (const how of ['apply-names', 'forget-run'] as const) {
    const storage = createStorage();
    const plugin = await openPlugin({ layers, storage });
    await nameTwoLayers(plugin);
    await wait(writtenMs);
    if (how === 'forget-run') plugin.send({ type: how, runId: 'a' });
    else plugin.send({ type: how, runId: 'a', names: [{ id: '1:1', oldName: 'Frame 1', newName: 'Login Form' }] });
    await wait(20);
    t.notOk('unfinished' in (await plugin.start(2000)), how);
  }
});

t.test('does not offer a run in another file, a week later, or for renamed layers', async (t) => {
  const storage = createStorage();
  const plugin = await openPlugin({ layers, storage });
  await nameTwoLayers(plugin);
  await wait(writtenMs);
  const other = await openPlugin({ layers: [{ type: 'FRAME', id: '1:1', name: 'Checkout' }], storage });
  t.notOk('unfinished' in other.hello, 'the same ids, other layers');
  t.notOk('unfinished' in (await plugin.start(8 * 24 * 3_600_000)), 'too old');
  plugin.model.rename('1:2', 'Backdrop');
  t.same(
    (await plugin.start(2000)).unfinished?.layers.map(({ id }) => id),
    ['1:1', '1:3'],
    'the others are',
  );
});

t.test('a full or broken storage loses the offer, not the run', async (t) => {
  const broken = {
    get: () => Promise.reject(new Error('no')),
    set: () => Promise.reject(new Error('Storage is full')),
  };
  const plugin = await openPlugin({ layers, storage: broken });
  await nameTwoLayers(plugin);
  await wait(writtenMs);
  t.same(
    plugin.rest().filter(({ type }) => type === 'problem'),
    [],
  );
});

t.test("keeps the window's size", async (t) => {
  const storage = createStorage();
  const plugin = await openPlugin({ layers, storage });
  plugin.send({ type: 'resize', width: 500, height: 700 });
  plugin.send({ type: 'close' });
  await plugin.settle();
  await plugin.start(2000);
  t.same(plugin.sizes.at(-1), [500, 700]);
});

t.test('opens whatever another version has kept', async (t) => {
  const run = {
    runId: 'x',
    startedAt: 1000,
    frameName: 'Frame',
    layers: [{ id: '1:2', currentName: 'Rectangle 1', type: 'RECTANGLE' }],
    names: {},
  };
  const broken = [{ layers: [null] }, { layers: [5] }, { names: { '1:2': null } }, { names: null }, { layers: 'all' }];
  for (const fields of broken) {
    const storage = createStorage();
    await storage.set('unfinished', [{ file: 'Untitled', run: { ...run, ...fields } }]);
    t.notOk('unfinished' in (await openPlugin({ layers, storage })).hello, JSON.stringify(fields));
  }
});

t.test('a name that came right before the window was closed is kept', async (t) => {
  const storage = createStorage();
  const plugin = await openPlugin({ layers, storage });
  await nameTwoLayers(plugin);
  plugin.send({ type: 'close' });
  await plugin.settle();
  const { unfinished } = await plugin.start(2000);
  t.same(Object.keys(unfinished?.names ?? {}), ['1:1', '1:2']);
});

t.test('if several runs are more than Figma keeps, the newest is kept', async (t) => {
  const storage = createStorage();
  const children = Array.from(
    { length: 700 },
    (_, index): NodeSpec => ({
      type: 'TEXT',
      id: `2:${index}`,
      name: `Text ${index}`,
      characters: '\u6f22'.repeat(1000),
    }),
  );
  const plugin = await openPlugin({ layers: [{ type: 'FRAME', id: '1:1', name: 'Frame 1', children }], storage });
  await plugin.select('1:1');
  for (const runId of ['a', 'b', 'c']) {
    plugin.send({ type: 'export-for-renaming', runId });
    await plugin.next('export-finished');
    plugin.send({ type: 'keep-name', runId, id: '2:1', name: { newName: 'Intro', status: 'renamed' } });
    await wait(writtenMs);
  }
  t.match(await storage.get('unfinished'), [{ run: { runId: 'c' } }]);
});
