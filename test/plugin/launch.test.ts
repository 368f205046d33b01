import type { ParameterValues } from '@figma/plugin-typings/plugin-api-standalone.js';
import t from 'tap';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import { runMain } from '../../plugin-ui/src/main/run-main.ts';
import { listenForLaunch } from '../../plugin-ui/src/main/window/launch.ts';
import { until } from '../helpers/until.ts';
import { openPlugin } from './stage.ts';

const frame = { type: 'FRAME', id: '1:1', name: 'Frame 1' } as const;

function createFigma(command: string, parameters?: ParameterValues) {
  const notes: string[] = [];
  const shown: unknown[] = [];
  const fake = createFake({
    document: { pages: [{ name: 'Page', children: [frame] }] },
    exportPicture: async () => new Uint8Array([1]),
    command,
    ...(parameters !== undefined && { parameters }),
    onNotify: (message) => void notes.push(message),
    onResize: (...size) => void shown.push(size),
  });
  return { ...fake, notes, shown };
}

async function launch(command: string, parameters?: ParameterValues) {
  const { figma } = createFigma(command, parameters);
  return new Promise((resolve) => listenForLaunch(figma, resolve));
}

t.test('each menu command opens the plugin for its purpose', async (t) => {
  t.same(await launch(''), { name: 'open' });
  t.same(await launch('gone from the menu'), { name: 'open' });
  t.same(await launch('quick'), { name: 'quick' });
  t.same(await launch('variants'), { name: 'variants' });
  t.same(await launch('style', { style: 'kebab-case', scope: 'page' }), {
    name: 'name',
    namingStyle: 'kebab-case',
    scope: 'page',
  });
  t.same(await launch('style', { style: 'SHOUTING', scope: 7 }), { name: 'name' }, 'what is not offered is left out');
  t.same(await launch('style'), { name: 'name' });
  t.same(await launch('brief', { brief: 'Calmer' }), { name: 'variants', brief: 'Calmer' });
});

t.test('an editor without commands opens the plugin at once', async (t) => {
  const { figma } = createFigma('');
  const plain = new Proxy(figma, {
    get(target, key) {
      if (key === 'command') throw new Error('no such property');
      return Reflect.get(target, key) as unknown;
    },
  });
  const launches: unknown[] = [];
  listenForLaunch(plain, (opened) => void launches.push(opened));
  t.same(launches, [{ name: 'open' }]);
});

t.test('the window stays closed until the parameters are complete', async (t) => {
  const { figma, shown } = createFigma('style', { style: 'camelCase' });
  runMain(figma, '');
  t.same(shown, []);
  await new Promise((resolve) => void setTimeout(resolve, 5));
  t.same(shown, [[400, 640]]);
});

t.test('the UI learns what the plugin was started for', async (t) => {
  const plugin = await openPlugin({
    layers: [frame],
    command: 'style',
    parameters: { style: 'camelCase', scope: 'page' },
  });
  t.match(plugin.hello.command, { name: 'name', namingStyle: 'camelCase', scope: 'page' });
});

t.test('"revert" opens no window: it reverts, says so and closes', async (t) => {
  const { figma, notes, shown, model } = createFigma('revert');
  runMain(figma, '');
  await until('it has closed', () => notes.length > 0);
  t.same(notes, ['This page has no names to restore.']);
  const named = await openPlugin({ layers: [frame] });
  named.send({ type: 'apply-names', names: [{ id: '1:1', oldName: 'Frame 1', newName: 'Card' }] });
  await named.next('names-applied');
  runMain(
    new Proxy(named.figma, {
      get: (target, key) => (key === 'command' ? 'revert' : (Reflect.get(target, key) as unknown)),
    }),
    '',
  );
  await until('it has closed', () => named.notes.length > 0);
  t.equal(named.nameOf('1:1'), 'Frame 1');
  t.same(named.notes.at(-1)?.message, '1 name was restored.');
  t.same(shown, []);
  t.equal(model.undoSteps, 0);
});

t.test('named screens get relaunch buttons in the side panel', async (t) => {
  const plugin = await openPlugin({ layers: [frame] });
  plugin.send({ type: 'apply-names', names: [{ id: '1:1', oldName: 'Frame 1', newName: 'Card' }] });
  await plugin.next('names-applied');
  const node = await plugin.figma.getNodeByIdAsync('1:1');
  t.same(Object.keys(node?.getRelaunchData() ?? {}), ['name', 'quick', 'variants']);
});

t.test('undo in the window takes back the last step on the canvas', async (t) => {
  const plugin = await openPlugin({ layers: [frame] });
  plugin.send({ type: 'apply-names', names: [{ id: '1:1', oldName: 'Frame 1', newName: 'Card' }] });
  t.equal((await plugin.next('names-applied')).revertable, 1);
  while ((await plugin.next('selection-changed')).revertable !== 1);
  plugin.send({ type: 'undo' });
  t.equal((await plugin.next('selection-changed')).revertable, 0);
  t.equal(plugin.nameOf('1:1'), 'Frame 1');
});
