import t from 'tap';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { openPlugin } from './stage.ts';

const layers: NodeSpec[] = [
  {
    type: 'FRAME',
    id: '1:1',
    name: 'Frame 1',
    width: 2048,
    height: 1000,
    children: [
      { type: 'RECTANGLE', id: '1:2', name: 'Rectangle 1', width: 20, height: 4000 },
      { type: 'RECTANGLE', id: '1:3', name: 'Rectangle 2', width: 60, height: 30 },
      { type: 'TEXT', id: '1:4', name: 'Text 1', characters: 'Sign in', width: 80, height: 20 },
      { type: 'LINE', id: '1:5', name: 'Line 1', width: 200 },
    ],
  },
];

t.test('sends the layers, then each picture in its own message, then the end', async (t) => {
  const plugin = await openPlugin({ layers });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  const told = await plugin.next('layers-for-renaming');
  t.equal(told.userEmail, 'user-42@figma.local');
  t.equal(told.userId, '42');
  t.equal(told.frameName, 'Frame 1');
  t.same(
    told.layers.map(({ id }) => id),
    ['1:1', '1:5', '1:4', '1:3', '1:2'],
    'as in the layer panel: front first',
  );
  t.same(told.layers[2], {
    id: '1:4',
    currentName: 'Text 1',
    type: 'TEXT',
    text: 'Sign in',
    parentName: 'Frame 1',
    parentId: '1:1',
    width: 80,
    height: 20,
    x: 0,
    y: 0,
    fontSize: 12,
    needsPicture: false,
  });
  const line = { id: '1:5', currentName: 'Line 1', type: 'LINE', parentName: 'Frame 1', parentId: '1:1' };
  t.same(told.layers[1], { ...line, width: 200, x: 0, y: 0 });
  t.notOk('parentName' in (told.layers[0] ?? {}), 'a page is not sent as a parent');
  const seen = new Map<string, Uint8Array | null>();
  for (let done = 1; done <= 5; done += 1) {
    const picture = await plugin.next('layer-picture');
    t.equal(picture.done, done);
    t.equal(picture.total, 5);
    seen.set(picture.id, picture.picture);
  }
  t.equal(seen.size, 5);
  t.equal(seen.get('1:4'), null, 'a text is what it says');
  seen.delete('1:4');
  t.ok([...seen.values()].every((bytes) => bytes instanceof Uint8Array));
  t.same(await plugin.next('export-finished'), { type: 'export-finished', runId: 'a', cancelled: false });
});

t.test('pictures are at most 512 px on the longer side and never larger than the layer', async (t) => {
  const plugin = await openPlugin({ layers });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  await plugin.next('export-finished');
  const scales = Object.fromEntries(plugin.exports.map(({ node, scale }) => [node.id, scale]));
  t.same(scales, { '1:1': 0.25, '1:2': 0.128, '1:3': 1, '1:5': 1 });
});

t.test('a section without render bounds gets a picture of the same size', async (t) => {
  const section: NodeSpec = { type: 'SECTION', id: '1:1', name: 'Section 1', width: 2048, height: 400 };
  const plugin = await openPlugin({ layers: [section] });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  t.match(await plugin.next('layer-picture'), { id: '1:1', problem: '' });
  t.same(
    plugin.exports.map(({ scale }) => scale),
    [0.25],
  );
});

t.test('runs at most three exports at once', async (t) => {
  let underWay = 0;
  let most = 0;
  const plugin = await openPlugin({
    layers,
    async exportPicture() {
      underWay += 1;
      most = Math.max(most, underWay);
      await new Promise((resolve) => void setTimeout(resolve, 1));
      underWay -= 1;
      return new Uint8Array(1);
    },
  });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  await plugin.next('export-finished');
  t.equal(most, 3);
});

t.test('exports and sends nothing more after a cancel', async (t) => {
  const release: (() => void)[] = [];
  const plugin = await openPlugin({
    layers,
    exportPicture: () =>
      new Promise((resolve) => {
        release.push(() => resolve(new Uint8Array(1)));
      }),
  });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  await plugin.next('layers-for-renaming');
  await plugin.settle();
  plugin.send({ type: 'cancel-export', runId: 'a' });
  t.equal((await plugin.next('export-finished')).cancelled, true);
  for (const go of release) go();
  await plugin.settle();
  t.equal(plugin.exports.length, 3);
  t.same(
    plugin.rest().filter((message) => message.type === 'layer-picture' && message.picture !== null),
    [],
  );
});

t.test('a new run cancels the running one, and a late cancel of the old one does not affect it', async (t) => {
  const plugin = await openPlugin({ layers });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  plugin.send({ type: 'export-for-renaming', runId: 'b' });
  plugin.send({ type: 'cancel-export', runId: 'a' });
  t.match(await plugin.next('export-finished'), { runId: 'a', cancelled: true });
  t.match(await plugin.next('export-finished'), { runId: 'b', cancelled: false });
});

t.test('an invisible layer has no picture and a reason; the others have theirs', async (t) => {
  const skip = { hidden: false, locked: true, component: true, insideInstance: true, alreadyNamed: true };
  const plugin = await openPlugin({
    settings: { skip },
    layers: [
      {
        type: 'FRAME',
        id: '1:1',
        name: 'Frame 1',
        children: [
          { type: 'RECTANGLE', id: '1:5', name: 'Rectangle 4' },
          { type: 'RECTANGLE', id: '1:2', name: 'Rectangle 1', visible: false },
          { type: 'RECTANGLE', id: '1:3', name: 'Rectangle 2', x: 900 },
          { type: 'RECTANGLE', id: '1:4', name: 'Rectangle 3' },
        ],
      },
    ],
    async exportPicture({ node }) {
      if (node.id !== '1:4') return new Uint8Array(1);
      plugin.model.remove('1:5');
      throw new Error('in exportAsync: The renderer ran out of memory');
    },
  });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  await plugin.next('export-finished');
  const problems: Record<string, string> = {};
  for (const message of plugin.rest()) {
    if (message.type !== 'layer-picture') continue;
    t.equal(message.picture === null, message.problem !== '');
    problems[message.id] = message.problem;
  }
  t.same(problems, {
    '1:1': '',
    '1:2': 'The layer is not visible.',
    '1:3': 'The layer is not visible.',
    '1:4': 'The renderer ran out of memory',
    '1:5': 'The layer was deleted.',
  });
});

t.test('failed layers can be retried by id, whatever is selected', async (t) => {
  const plugin = await openPlugin({ layers });
  await plugin.select('1:3');
  plugin.send({ type: 'export-for-renaming', runId: 'a', layerIds: ['1:4', '9:9'] });
  t.same(
    (await plugin.next('layers-for-renaming')).layers.map(({ id }) => id),
    ['1:4'],
  );
  plugin.send({ type: 'export-for-renaming', runId: 'b', layerIds: ['9:9'] });
  t.match(await plugin.next('problem'), { runId: 'b', code: 'noSuchLayer' });
});

t.test('a run with nothing to name gives the reason', async (t) => {
  const plugin = await openPlugin({ layers: [{ type: 'FRAME', id: '1:1', name: 'Checkout' }] });
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  t.match(await plugin.next('problem'), { runId: 'a', code: 'nothingSelected', inReplyTo: 'export-for-renaming' });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'b' });
  t.match(await plugin.next('problem'), { runId: 'b', code: 'nothingToName' });
});

t.test('refuses more layers than four requests hold before exporting anything', async (t) => {
  const children = Array.from(
    { length: 2000 },
    (_, index) => ({ type: 'RECTANGLE', name: `Rectangle ${index}` }) as const,
  );
  const plugin = await openPlugin({ layers: [{ type: 'FRAME', id: '1:1', name: 'Frame 1', children }] });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  t.match(await plugin.next('problem'), { code: 'tooManyLayers', message: /2001 layers/ });
  t.equal(plugin.exports.length, 0);
});

t.test('skips layers deleted during a large export and exports the rest', async (t) => {
  const children = Array.from(
    { length: 900 },
    (_, index): NodeSpec => ({
      type: 'FRAME',
      id: `3:${index}`,
      name: `Frame ${index}`,
      children: [{ type: 'RECTANGLE', id: `4:${index}`, name: 'Rectangle' }],
    }),
  );
  const plugin = await openPlugin({ layers: [{ type: 'FRAME', id: '1:1', name: 'Frame 1', children }] });
  await plugin.select('1:1');
  plugin.send({ type: 'export-for-renaming', runId: 'a' });
  // The front is read first, and the first pause is after 400 layers.
  await new Promise((resolve) => void setTimeout(resolve, 0));
  for (let index = 0; index < 100; index += 1) plugin.model.remove(`3:${index}`);
  t.equal((await plugin.next('layers-for-renaming')).layers.length, 1 + 2 * 800);
  plugin.send({ type: 'cancel-export', runId: 'a' });
  await plugin.next('export-finished');
});
