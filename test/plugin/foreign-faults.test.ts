import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import t from 'tap';
import { projectRoot } from '../../src/project-root.ts';
import type { EditInstruction } from '../../src/schemas/edit-instruction.ts';
import type { LayerSpec } from './foreign/create-document.ts';
import { type HostOptions, openInHost } from './foreign/create-host.ts';

const { buildMain } = (await import(pathToFileURL(join(projectRoot(), 'plugin-ui/build-main.mjs')).href)) as {
  buildMain: () => Promise<string>;
};
const script = await buildMain();

type Host = ReturnType<typeof openInHost>;

const text: LayerSpec = { type: 'TEXT', id: '1:2', name: 'Hello', characters: 'Hello', autoRename: true };
const rectangle: LayerSpec = { type: 'RECTANGLE', id: '1:3', name: 'Rectangle 1' };
const group: LayerSpec = {
  type: 'GROUP',
  id: '1:4',
  name: 'Group 1',
  children: [{ type: 'ELLIPSE', id: '1:5', name: 'Ellipse 1' }],
};
const frame: LayerSpec = { type: 'FRAME', id: '1:1', name: 'Frame 1', children: [text, rectangle, group] };
const ids = ['1:1', '1:2', '1:3', '1:4', '1:5'];

/** An editor that refuses one look at a layer, or one change of it. */
function openFaulty(options: Partial<HostOptions> = {}) {
  const fault = { at: Number.POSITIVE_INFINITY, seen: 0 };
  const host = openInHost(script, {
    layers: [frame],
    selected: ['1:1'],
    ...options,
    onAccess(property) {
      fault.seen += 1;
      if (fault.seen === fault.at) throw new Error(`in ${property}: refused`);
    },
  });
  return {
    host,
    /** From now on the n-th access is refused. */
    refuse: (nth: number): void => void Object.assign(fault, { at: nth, seen: 0 }),
    /** Accesses since then; none is refused any more. */
    stop: (): number => {
      fault.at = Number.POSITIVE_INFINITY;
      return fault.seen;
    },
  };
}

async function begin(host: Host): Promise<void> {
  host.send({ type: 'ready' });
  await host.next('hello');
  await host.next('selection-changed');
}

const nameOf = (host: Host, id: string): string => String(host.layer(id)?.['name']);

t.test('wherever Figma refuses a look or a change, names are given and taken back as reported', async (t) => {
  for (let [nth, most] = [1, 2]; nth <= most; nth += 1) {
    const { host, refuse, stop } = openFaulty();
    await begin(host);
    const before = ids.map((id) => host.layer(id));
    const names = ids.map((id) => ({ id, oldName: nameOf(host, id), newName: `New ${id}`, contentHash: 'abc' }));
    refuse(nth);
    host.send({ type: 'apply-names', names });
    const { applied, leftAlone } = await host.next('names-applied');
    const named = ids.filter((id) => nameOf(host, id) === `New ${id}`);
    t.same(new Set(applied.map(({ id }) => id)), new Set(named), `access ${nth}: reported as it is`);
    t.equal(applied.length + leftAlone.length, ids.length);
    await host.next('selection-changed', 'problem');
    const forNames = stop();
    host.send({ type: 'revert-names' });
    t.equal((await host.next('names-reverted')).reverted.length, named.length);
    await host.next('selection-changed');
    t.same(
      ids.map((id) => host.layer(id)),
      ids.map((id, index) => ({
        ...before[index],
        ...(id === '1:2' && { autoRename: host.layer(id)?.['autoRename'] }),
      })),
    );
    most = Math.max(most, forNames);
  }
});

t.test('wherever Figma refuses a look or a change, Revert says what it restored', async (t) => {
  for (let [nth, most] = [1, 2]; nth <= most; nth += 1) {
    const { host, refuse, stop } = openFaulty();
    await begin(host);
    const names = ids.map((id) => ({ id, oldName: nameOf(host, id), newName: `New ${id}`, contentHash: 'abc' }));
    host.send({ type: 'apply-names', names });
    await host.next('names-applied');
    await host.next('selection-changed');
    refuse(nth);
    host.send({ type: 'revert-names' });
    const told = await host.next('names-reverted', 'problem');
    const { reverted, leftAlone } = told.type === 'problem' ? { reverted: [], leftAlone: [] } : told;
    const restored = names.filter(({ id, oldName }) => nameOf(host, id) === oldName).map(({ id }) => id);
    t.same(new Set(reverted.map(({ id }) => id)), new Set(restored), `access ${nth}: reported as it is`);
    const isFollowing = host.layer('1:2')?.['autoRename'] === true;
    t.ok(isFollowing || leftAlone.some(({ id }) => id === '1:2') || !restored.includes('1:2'));
    if (told.type !== 'problem') await host.next('selection-changed', 'problem');
    most = Math.max(most, stop());
  }
});

const edits: readonly EditInstruction[] = [
  { action: 'changeFill', target: '', targetId: '1:3', color: '#112233' },
  { action: 'reorder', target: '', targetId: '1:2', position: 'front' },
  { action: 'changeText', target: '', targetId: '1:2', content: 'New words' },
  { action: 'resize', target: '', targetId: '1:3', width: 50 },
  { action: 'move', target: '', targetId: '1:4', x: 5, y: 5, relative: true },
];

for (const edit of edits) {
  t.test(`wherever Figma refuses a look or a change, a ${edit.action} reports what is only half done`, async (t) => {
    for (let [nth, most] = [1, 2]; nth <= most; nth += 1) {
      const { host, refuse, stop } = openFaulty();
      await begin(host);
      host.send({ type: 'prepare-for-edits', runId: 'r' });
      await host.next('edits-prepared');
      const count = (): number => host.names().length;
      const before = JSON.stringify([count(), ids.map((id) => host.layer(id))]);
      refuse(nth);
      host.send({ type: 'apply-variant', runId: 'r', variantId: 'v', theme: 'Night', instructions: [edit] });
      const told = await host.next('variant-applied', 'variant-failed');
      if (told.type === 'variant-failed') t.equal(JSON.stringify([count(), ids.map((id) => host.layer(id))]), before);
      most = Math.max(most, stop());
      if (told.type === 'variant-failed') continue;
      await host.next('variant-picture');
      t.same(
        JSON.stringify(ids.map((id) => host.layer(id))),
        JSON.stringify(JSON.parse(before)[1]),
        'the frame is as it was',
      );
      refuse(nth);
      host.send({ type: 'use-variant', variantId: 'v' });
      const used = await host.next('variant-used', 'problem');
      most = Math.max(most, stop());
      const isAsBefore = JSON.stringify(ids.map((id) => host.layer(id))) === JSON.stringify(JSON.parse(before)[1]);
      if (used.type === 'problem') t.ok(isAsBefore, `access ${nth}: ${used.message}`);
      else {
        const [report] = used.report;
        t.equal(report?.outcome === 'skipped', isAsBefore, `access ${nth}: ${report?.note}`);
        t.equal(host.layer(told.frameId) === undefined, used.message === undefined, 'a variant that stays is reported');
      }
    }
  });
}

function refuseUser(): null {
  throw new Error('in get_currentUser: permission denied');
}

t.test('the plugin opens in an editor that reports no user, or nothing about one layer', async (t) => {
  const host = openInHost(script, {
    layers: [frame],
    selected: ['1:1'],
    currentUser: refuseUser,
    onAccess(property) {
      if (property.startsWith('ELLIPSE.')) throw new Error(`in ${property}: The node does not exist`);
    },
  });
  host.send({ type: 'ready' });
  t.match(await host.next('hello'), { userEmail: 'anonymous@figma.local' });
  t.equal((await host.next('selection-changed')).summary.total, 4);
  host.send({ type: 'export-for-renaming', runId: 'a' });
  t.same(
    (await host.next('layers-for-renaming')).layers.map(({ id }) => id),
    ['1:1', '1:4', '1:3', '1:2'],
  );
});

t.test('a layer that Figma throws at is left out of a variant, and the others are changed', async (t) => {
  const host = openInHost(script, {
    layers: [frame],
    selected: ['1:1'],
    onAccess(property) {
      if (property.startsWith('ELLIPSE.')) throw new Error(`in ${property}: The node does not exist`);
    },
  });
  await begin(host);
  host.send({ type: 'prepare-for-edits', runId: 'r' });
  const { layers, layersLeftOut } = await host.next('edits-prepared');
  t.same([layers.map(({ id }) => id), layersLeftOut], [['1:1', '1:2', '1:3', '1:4'], 1]);
  const onEllipse: EditInstruction = { action: 'changeOpacity', target: '', targetId: '1:5', opacity: 0.5 };
  const instructions = [...edits, onEllipse];
  host.send({ type: 'apply-variant', runId: 'r', variantId: 'v', theme: 'Night', instructions });
  const { report } = await host.next('variant-applied');
  t.same(
    report.map(({ outcome }) => outcome),
    [...edits.map(() => 'applied'), 'skipped'],
  );
  await host.next('variant-picture');
  host.send({ type: 'use-variant', variantId: 'v' });
  t.same(
    (await host.next('variant-used')).report.map(({ outcome }) => outcome),
    [...edits.map(() => 'applied'), 'skipped'],
  );
});

t.test('a variant in nested sections makes room in all of them, and covers no neighbor', async (t) => {
  const card: LayerSpec = { type: 'FRAME', id: '3:3', name: 'Card', x: 20, y: 20, width: 300, height: 200 };
  const inner: LayerSpec = {
    type: 'SECTION',
    id: '3:2',
    name: 'Inner',
    x: 20,
    y: 20,
    width: 340,
    height: 240,
    children: [card],
  };
  const neighbor: LayerSpec = { type: 'STICKY', id: '3:4', name: 'Note', x: 420, y: 20, width: 200, height: 200 };
  const outer: LayerSpec = {
    type: 'SECTION',
    id: '3:1',
    name: 'Outer',
    x: 0,
    y: 0,
    width: 660,
    height: 300,
    children: [inner, neighbor],
  };
  const host = openInHost(script, { layers: [outer], selected: ['3:3'] });
  await begin(host);
  host.send({ type: 'prepare-for-edits', runId: 'r' });
  await host.next('edits-prepared');
  host.send({ type: 'apply-variant', runId: 'r', variantId: 'v', theme: 'Night', instructions: [] });
  const { frameId } = await host.next('variant-applied');
  t.match(host.layer(frameId), { parentId: '3:2', x: 20, y: 300 });
  t.match(host.layer('3:2'), { width: 340, height: 580 });
  t.match(host.layer('3:1'), { width: 660, height: 680 });
  t.match(host.layer('3:4'), { x: 420, y: 20 });
  await host.next('variant-picture');
  host.send({ type: 'discard-variant', variantId: 'v' });
  await host.next('variant-discarded');
  t.match(host.layer('3:2'), { width: 340, height: 240 });
  t.match(host.layer('3:1'), { width: 660, height: 300 });
});

t.test('an export that Figma never ends holds up neither the run nor the next one', async (t) => {
  const host = openInHost(script, { layers: [frame], selected: ['1:1'], picture: null, haste: 1000 });
  await begin(host);
  for (const runId of ['a', 'b']) {
    host.send({ type: 'export-for-renaming', runId });
    t.match(await host.next('export-finished'), { runId, cancelled: false });
    const pictures = host.told
      .filter((message) => message.type === 'layer-picture')
      .filter((own) => own.runId === runId);
    t.match(
      pictures.filter(({ id }) => id !== '1:2'),
      Array.from({ length: 4 }, () => ({ picture: null, problem: 'Figma did not export the layer in time.' })),
    );
  }
});

t.test('one library color that cannot be reached costs only itself', async (t) => {
  const alias = { type: 'VARIABLE_ALIAS', id: 'V:gone' };
  const fills = [{ type: 'SOLID', color: { r: 0, g: 0, b: 0 }, boundVariables: { color: alias } }];
  const host = openInHost(script, {
    layers: [{ ...frame, children: [{ ...rectangle, fills }] }],
    selected: ['1:1'],
    variables: { 'V:ink': { name: 'color/ink', color: '#112233' } },
    unreachable: 'V:gone',
  });
  await begin(host);
  host.send({ type: 'prepare-for-edits', runId: 'run' });
  t.same((await host.next('edits-prepared')).tokens, [{ name: 'color/ink', color: '#112233' }]);
});
