import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import t from 'tap';
import type { MainMessage, UiMessage } from '../../plugin-ui/src/messages.ts';
import { projectRoot } from '../../src/project-root.ts';

const { buildMain } = (await import(pathToFileURL(join(projectRoot(), 'plugin-ui/build-main.mjs')).href)) as {
  buildMain: () => Promise<string>;
};
const script = await buildMain();

interface PlainNode {
  id: string;
  type: string;
  name: string;
  children?: PlainNode[];
  [property: string]: unknown;
}

const box = { x: 0, y: 0, width: 200, height: 100 };
const plainValues = {
  ...box,
  absoluteBoundingBox: box,
  absoluteRenderBounds: box,
  removed: false,
  visible: true,
  locked: false,
  parent: null,
  fills: [],
  strokes: [],
  opacity: 1,
};

/** A layer as a plain object, with what Figma's typings give every such layer. */
function node(
  type: string,
  id: string,
  name: string,
  more: Record<string, unknown> = {},
  children?: PlainNode[],
): PlainNode {
  const data = new Map<string, string>();
  const own: PlainNode = {
    ...plainValues,
    id,
    type,
    name,
    getPluginData: (key: string) => data.get(key) ?? '',
    setPluginData: (key: string, value: string) => void data.set(key, value),
    exportAsync: async () => new Uint8Array([0x89, 0x50]),
    ...more,
  };
  if (children === undefined) return own;
  for (const child of children) child['parent'] = own;
  const find = (nodes: PlainNode[]): PlainNode[] => nodes.flatMap((each) => [each, ...find(each.children ?? [])]);
  const findAllWithCriteria = (criteria: { types?: string[]; pluginData?: { keys: string[] } }): PlainNode[] =>
    find(children).filter(
      (each) =>
        (criteria.types?.includes(each.type) ?? true) &&
        (criteria.pluginData?.keys.some((key) => (each['getPluginData'] as (key: string) => string)(key) !== '') ??
          true),
    );
  return Object.assign(own, { children, findAllWithCriteria });
}

function openPlugin(layers: PlainNode[]) {
  const page = node('PAGE', '0:1', 'Page 1', { selection: layers, loadAsync: async () => undefined }, layers);
  const all = new Map<string, PlainNode>();
  const index = (each: PlainNode): void => {
    all.set(each.id, each);
    each.children?.forEach(index);
  };
  index(page);
  const told: MainMessage[] = [];
  const storage = new Map<string, unknown>();
  const ui = { onmessage: undefined as ((message: UiMessage) => void) | undefined };
  const figma = {
    mixed: Symbol('mixed'),
    currentUser: null,
    currentPage: page,
    skipInvisibleInstanceChildren: false,
    getNodeByIdAsync: async (id: string) => all.get(id) ?? null,
    clientStorage: {
      getAsync: async (key: string) => storage.get(key),
      setAsync: async (key: string, value: unknown) => void storage.set(key, value),
    },
    commitUndo: () => undefined,
    notify: () => undefined,
    on: () => undefined,
    showUI: () => undefined,
    ui: Object.assign(ui, {
      postMessage: (message: MainMessage) => void told.push(structuredClone(message)),
      resize: () => undefined,
    }),
    viewport: { scrollAndZoomIntoView: () => undefined },
  };
  runInContext(script, createContext({ figma, __html__: '<p></p>', setTimeout, Promise }));
  return { send: (message: UiMessage) => ui.onmessage?.(message), told, all };
}

async function next<Type extends MainMessage['type']>(told: readonly MainMessage[], type: Type) {
  for (let turn = 0; turn < 400; turn += 1) {
    const found = told.find((message) => message.type === type);
    if (found !== undefined) return found as Extract<MainMessage, { type: Type }>;
    await new Promise((resolve) => void setTimeout(resolve, 5));
  }
  throw new Error(`no ${type} within 2 s; told: ${told.map((message) => message.type).join()}`);
}

t.test('the built script names a mixed tree on a plain figma object without menus, roots and buttons', async (t) => {
  const button = node('COMPONENT', '5:2', 'State=Hover', {}, [node('RECTANGLE', '5:3', 'Rectangle 1')]);
  const set = node('COMPONENT_SET', '5:1', 'Button', {}, [button]);
  const instance = node('INSTANCE', '2:4', 'Button', { getMainComponentAsync: async () => button }, []);
  const text = node('TEXT', '2:2', 'Sign in', { characters: 'Sign in', autoRename: true, fontSize: 14 });
  const icon = node('FRAME', '2:5', 'Frame 9', { width: 24, height: 24 }, [node('VECTOR', '2:6', 'Vector')]);
  const frame = node('FRAME', '2:1', 'Frame 1', {}, [text, node('RECTANGLE', '2:3', 'Hero picture'), instance, icon]);
  const { send, told, all } = openPlugin([frame, set]);
  send({ type: 'ready' });
  const { userEmail, revertable } = await next(told, 'hello');
  t.equal(userEmail, 'anonymous@figma.local');
  t.equal(revertable, 0);
  t.equal((await next(told, 'selection-changed')).summary.total, 9);
  send({ type: 'export-for-renaming', runId: 'a' });
  const { layers } = await next(told, 'layers-for-renaming');
  t.same(
    layers.map(({ id }) => id),
    ['2:1', '2:5', '2:4', '2:2', '5:3'],
  );
  await next(told, 'export-finished');
  const names = layers.map(({ id, currentName }) => ({ id, oldName: currentName, newName: `New ${id}` }));
  send({ type: 'apply-names', names: [...names, { id: '5:2', oldName: 'State=Hover', newName: 'Hover' }] });
  const { applied, leftAlone } = await next(told, 'names-applied');
  t.equal(applied.length, 5);
  t.match(leftAlone, [{ id: '5:2', reason: 'failed' }]);
  t.same(
    [...all.values()].filter(({ name }) => !name.startsWith('New ')).map(({ name }) => name),
    ['Page 1', 'Hero picture', 'Vector', 'Button', 'State=Hover'],
  );
  send({ type: 'revert-names' });
  t.equal((await next(told, 'names-reverted')).reverted.length, 5);
  t.equal(all.get('2:4')?.name, 'Button');
  send({ type: 'undo' });
  t.match(await next(told, 'problem'), { inReplyTo: 'undo', code: 'failed' }, 'what the editor cannot do is said');
});
