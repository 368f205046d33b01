import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import { type LayerSpec, layerTypes, membersOf } from './foreign/create-document.ts';
import { openInHost } from './foreign/create-host.ts';

const { buildMain } = (await import(pathToFileURL(join(projectRoot(), 'plugin-ui/build-main.mjs')).href)) as {
  buildMain: () => Promise<string>;
};
const script = await buildMain();

/** Ids grow by a segment for each instance around a layer. */
const longId = `I${'348:15903;'.repeat(20)}`;

type Host = ReturnType<typeof openInHost>;

/** Types that hold others; variants and pages are made elsewhere. */
const parents = layerTypes.filter((type) => membersOf(type).has('children'));

/** A screen with a layer of every type that the typings know; those that can hold a layer hold a text. */
function drawEveryType(): LayerSpec {
  const component: LayerSpec = { type: 'COMPONENT', id: '9:1', name: 'Chip' };
  const layers = layerTypes
    .filter((type) => type !== 'COMPONENT')
    .map((type, index): LayerSpec => {
      const id = `2:${index}`;
      const inner = { type: 'TEXT', id: `3:${index}`, name: 'Hello', characters: 'Hello', autoRename: true };
      const own = { type, id, name: `Rectangle ${index}`, x: index, y: 10 * index, characters: 'Words' };
      const isParent = parents.includes(type) && type !== 'COMPONENT_SET';
      return { ...own, mainComponentId: '9:1', ...(isParent && { children: [inner] }) };
    });
  return { type: 'FRAME', id: '1:1', name: 'Frame 1', width: 800, height: 600, children: [...layers, component] };
}

const steps: readonly EditInstruction[] = [
  { action: 'move', target: '', x: 5, y: 5, relative: true },
  { action: 'move', target: '', x: 40, y: 40 },
  { action: 'resize', target: '', width: 50 },
  { action: 'resize', target: '', height: 20 },
  { action: 'resize', target: '', scale: 1.5 },
  { action: 'changeFill', target: '', color: '#112233' },
  { action: 'addGradient', target: '', colors: ['#112233', '#445566'], angle: 90 },
  { action: 'changeStroke', target: '', color: '#112233', weight: 2 },
  { action: 'addStroke', target: '', color: '#112233' },
  { action: 'removeStroke', target: '' },
  { action: 'changeText', target: '', content: 'New words' },
  { action: 'changeFont', target: '', fontFamily: 'Inter', fontStyle: 'Regular' },
  { action: 'changeFontSize', target: '', fontSize: 20 },
  { action: 'changeTextCase', target: '', textCase: 'UPPER' },
  { action: 'changeOpacity', target: '', opacity: 0.5 },
  { action: 'changeCornerRadius', target: '', radius: 8 },
  { action: 'addShadow', target: '' },
  { action: 'addBackgroundBlur', target: '', blur: 4 },
  { action: 'reorder', target: '', position: 'back' },
  { action: 'reorder', target: '', position: 2 },
  { action: 'setLayout', target: '', gap: 8, padding: 4, align: 'center', direction: 'vertical' },
  { action: 'setLayout', target: '', sizing: { horizontal: 'hug', vertical: 'fill' } },
  { action: 'setVariant', target: '', property: 'State', value: 'Hover' },
  { action: 'useToken', target: '', field: 'fill', token: 'color/none' },
  { action: 'generateImage', target: '', imagePrompt: 'A sea', generatedImageBase64: 'AAAA' },
  { action: 'hide', target: '' },
];

for (const isMixed of [false, true]) {
  const how = isMixed ? 'where all that may be mixed or null is' : 'with the plainest values';

  t.test(`a layer of every type is counted, named and given its name back, ${how}`, async (t) => {
    const host = openInHost(script, { layers: [drawEveryType()], selected: ['1:1'], isMixed });
    const before = host.names();
    host.send({ type: 'ready' });
    t.match(await host.next('hello'), { userEmail: 'anonymous@figma.local', revertable: 0 });
    const { summary } = await host.next('selection-changed');
    t.equal(summary.total, 1 + layerTypes.length + parents.length - 2);
    host.send({ type: 'export-for-renaming', runId: 'a' });
    const { layers } = await host.next('layers-for-renaming');
    await host.next('export-finished');
    const names = layers.map(({ id, currentName }) => ({ id, oldName: currentName, newName: `New ${id}` }));
    host.send({ type: 'apply-names', names });
    t.same((await host.next('names-applied')).leftAlone, []);
    t.equal(host.names().filter((name) => name.startsWith('New ')).length, layers.length);
    host.send({ type: 'revert-names' });
    t.equal((await host.next('names-reverted')).reverted.length, layers.length);
    t.same(host.names(), before);
    t.same(
      host.told.filter(({ type }) => type === 'problem'),
      [],
    );
  });

  t.test(`every action on a layer of every type is applied or skipped in words, ${how}`, async (t) => {
    const host = openInHost(script, { layers: [drawEveryType()], selected: ['1:1'], isMixed });
    await begin(host);
    host.send({ type: 'prepare-for-edits', runId: 'r' });
    const prepared = await host.next('edits-prepared');
    const before = JSON.stringify(host.layer('1:1'));
    const instructions = drawEveryType().children!.flatMap(({ id, name }) =>
      steps.map((step): EditInstruction => ({ ...step, target: name, targetId: id })),
    );
    host.send({ type: 'apply-variant', runId: 'r', variantId: 'v', theme: 'Night', instructions });
    const { report } = await host.next('variant-applied');
    t.equal(report.length, instructions.length);
    for (const { index, outcome, note = '' } of report) {
      const { action, target } = instructions[index]!;
      if (/refused|only in part|does not say/.test(note)) t.fail(`${action} on ${target}: ${note}`);
      if (outcome === 'skipped' && note === '') t.fail(`${action} on ${target} is skipped without a reason`);
    }
    t.ok(report.filter(({ outcome }) => outcome === 'applied').length > 100);
    t.equal(JSON.stringify(host.layer('1:1')), before, 'the frame itself is as it was');
    t.ok(isMixed || prepared.layers.length > layerTypes.length);
  });
}

t.test('a mixed tree: what is unnamed is named, variants, components and given names are left alone', async (t) => {
  const button: LayerSpec = {
    type: 'COMPONENT',
    id: '5:2',
    name: 'State=Hover',
    children: [{ type: 'RECTANGLE', id: '5:3', name: 'Rectangle 1' }],
  };
  const set: LayerSpec = { type: 'COMPONENT_SET', id: '5:1', name: 'Button', children: [button] };
  const icon: LayerSpec = {
    type: 'FRAME',
    id: '2:5',
    name: 'Frame 9',
    width: 24,
    height: 24,
    children: [{ type: 'VECTOR', id: '2:6', name: 'Vector' }],
  };
  const frame: LayerSpec = {
    type: 'FRAME',
    id: '2:1',
    name: 'Frame 1',
    children: [
      { type: 'TEXT', id: '2:2', name: 'Sign in', characters: 'Sign in', autoRename: true },
      { type: 'RECTANGLE', id: '2:3', name: 'Hero picture' },
      { type: 'INSTANCE', id: '2:4', name: 'Button', mainComponentId: '5:2' },
      icon,
    ],
  };
  const host = openInHost(script, { layers: [frame, set], selected: ['2:1', '5:1'] });
  await begin(host);
  host.send({ type: 'export-for-renaming', runId: 'a' });
  const { layers } = await host.next('layers-for-renaming');
  t.same(
    layers.map(({ id }) => id),
    ['2:1', '2:5', '2:4', '2:2', '5:3'],
  );
  await host.next('export-finished');
  const names = layers.map(({ id, currentName }) => ({ id, oldName: currentName, newName: `New ${id}` }));
  host.send({ type: 'apply-names', names: [...names, { id: '5:2', oldName: 'State=Hover', newName: 'Hover' }] });
  const { applied, leftAlone } = await host.next('names-applied');
  t.equal(applied.length, 5);
  t.match(leftAlone, [{ id: '5:2', reason: 'failed' }]);
  t.same(
    host.names().filter((name) => !name.startsWith('New ')),
    ['Page 1', 'Hero picture', 'Vector', 'Button', 'State=Hover'],
  );
});

t.test('of 3,000 layers the first 2,000 are read, and the others are spoken of', async (t) => {
  const children = Array.from({ length: 3000 }, (_, index) => ({
    type: index % 2 === 0 ? 'RECTANGLE' : 'FRAME',
    id: `2:${index}`,
    name: `Rectangle ${index}`,
  }));
  const host = openInHost(script, {
    layers: [{ type: 'FRAME', id: '1:1', name: 'Home screen', children }],
    selected: ['1:1'],
  });
  await begin(host);
  host.send({ type: 'export-for-renaming', runId: 'a', limit: 2000 });
  const { layers, remaining } = await host.next('layers-for-renaming');
  t.equal(layers.length, 2000);
  t.equal(remaining, 1000);
  await host.next('export-finished');
  host.send({ type: 'export-for-renaming', runId: 'b' });
  t.match(await host.next('problem'), { runId: 'b', code: 'tooManyLayers', message: /3000 layers/ });
});

t.test('layers whose ids are longer than the service takes are varied under short ones', async (t) => {
  const text: LayerSpec = { type: 'TEXT', id: `${longId}1:1`, name: 'Title', characters: 'Hello', autoRename: true };
  const frame: LayerSpec = { type: 'FRAME', id: `${longId}1:0`, name: 'Frame 1', children: [text] };
  const host = openInHost(script, { layers: [frame], selected: [frame.id] });
  await begin(host);
  host.send({ type: 'prepare-for-edits', runId: 'r' });
  const { layers } = await host.next('edits-prepared');
  t.ok(layers.every(({ id = '' }) => id.length > 0 && id.length <= 128));
  const targetId = layers.find(({ type }) => type === 'TEXT')!.id!;
  const instructions: EditInstruction[] = [{ action: 'changeText', target: 'Title', targetId, content: 'Good day' }];
  host.send({ type: 'apply-variant', runId: 'r', variantId: 'v', theme: 'Night', instructions });
  const { frameId, report } = await host.next('variant-applied');
  t.same(report, [{ index: 0, outcome: 'applied' }]);
  t.equal(host.layer(host.layer(frameId)!.childIds[0]!)?.['characters'], 'Good day');
  t.equal(host.layer(text.id)?.['characters'], 'Hello');
});

t.test('names that came before the window was closed are offered when it is opened again', async (t) => {
  const names = ['Frame 1', 'Rectangle 2', 'Group 3'];
  const layers = names.map((name, index) => ({ type: 'FRAME', id: `1:${index}`, name }));
  const selected = layers.map(({ id }) => id);
  const host = openInHost(script, { layers, selected });
  await begin(host);
  host.send({ type: 'export-for-renaming', runId: 'a', limit: 2000 });
  await host.next('layers-for-renaming');
  const name = { newName: 'Hero', status: 'renamed' as const };
  host.send({ type: 'keep-name', runId: 'a', id: '1:1', name });
  host.close();
  // The editor takes the plugin down once it has handed the storage what was written.
  await new Promise((resolve) => void setTimeout(resolve, 50));
  const again = openInHost(script, { layers, selected, storage: host.storage });
  again.send({ type: 'ready' });
  const { unfinished } = await again.next('hello');
  t.match(unfinished, { runId: 'a', names: { '1:1': name } });
  t.equal(unfinished?.layers.length, 3);
  t.same(again.names().slice(1), names, 'nothing is renamed by itself');
});

async function begin(host: Host): Promise<void> {
  host.send({ type: 'ready' });
  await host.next('hello');
  await host.next('selection-changed');
}
