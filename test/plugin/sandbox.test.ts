import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import t from 'tap';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { MainMessage } from '../../plugin-ui/src/messages.ts';
import { projectRoot } from '../../src/project-root.ts';

const { buildMain } = (await import(pathToFileURL(join(projectRoot(), 'plugin-ui/build-main.mjs')).href)) as {
  buildMain: () => Promise<string>;
};
const script = await buildMain();

t.test('the built script runs with nothing but the language, figma and timers', async (t) => {
  const told: MainMessage[] = [];
  const fake = createFake({
    document: { pages: [{ name: 'Page', children: [{ type: 'FRAME', id: '1:1', name: 'Frame 1' }] }] },
    exportPicture: async () => new Uint8Array([1]),
    postMessageToUi: (message) => void told.push(message),
    currentUser: { id: '7', name: 'Ada' },
  });
  runInContext(script, createContext({ figma: fake.figma, __html__: '<p>UI</p>', setTimeout, clearTimeout, Promise }));
  fake.model.select(['1:1']);
  fake.handleUiMessage({ type: 'ready' });
  fake.handleUiMessage({ type: 'export-for-renaming', runId: 'a' });
  fake.handleUiMessage({ type: 'prepare-for-edits', runId: 'b' });
  fake.handleUiMessage({
    type: 'apply-names',
    names: [{ id: '1:1', oldName: 'Frame 1', newName: 'card' }],
  });
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => void setTimeout(resolve, 1));
  const types = new Set(told.map(({ type }) => type));
  for (const type of [
    'hello',
    'selection-changed',
    'layer-picture',
    'export-finished',
    'edits-prepared',
    'names-applied',
  ]) {
    t.ok(types.has(type as MainMessage['type']), type);
  }
  t.equal(fake.model.find('1:1')?.name, 'card');
});

t.test('uses no syntax newer than the oldest sandbox and none of the schemas behind its types', async (t) => {
  t.notMatch(script, /\?\.[a-zA-Z_([]/, 'optional chaining');
  t.notMatch(script, /\?\?/, 'nullish coalescing');
  t.notMatch(script, /catch\{/, 'catch without a binding');
  t.notMatch(script, /TypeBox|\$schema/, 'TypeBox');
  t.notMatch(script, /\bimport\b|\brequire\(|\beval\(/, 'loading');
  t.ok(script.length < 90_000, `${script.length} characters`);
});
