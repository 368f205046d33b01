import type {
  FontName,
  PageNode,
  PaintStyle,
  ParameterInputEvent,
  PluginAPI,
  RunEvent,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../../src/main/figma-api.ts';
import type { MainMessage, UiMessage } from '../../src/messages.ts';
import type { FakeOptions, StorageLike } from './fake-options.ts';
import { checkImage } from './images.ts';
import { createVariablesApi, styleOf } from './library.ts';
import { strict, syncForm } from './strict.ts';
import { fontKey, type World } from './world.ts';

const LONGEST_NOTE = 100;

/** Figma's limit on all of a plugin's clientStorage. */
const STORAGE_BYTES = 5_000_000;

export interface Listeners {
  readonly selectionchange: Set<() => void>;
  readonly currentpagechange: Set<() => void>;
  readonly close: Set<() => void>;
  readonly input: Set<(event: ParameterInputEvent) => void>;
}

/** The `figma` of the sandbox, under `documentAccess: "dynamic-page"`. */
export function createFigma(world: World, options: FakeOptions, listeners: Listeners) {
  let isShown = false;
  const assertShown = (method: string): void => {
    if (!isShown) throw new Error(`in ${method}: No UI to send a message to; call figma.showUI first`);
  };
  const ui: FigmaApi['ui'] = {
    onmessage: undefined,
    postMessage: (message: MainMessage) => {
      assertShown('postMessage');
      // Copies as postMessage does, and like it refuses what cannot be copied, such as figma.mixed.
      const copy = structuredClone(message);
      queueMicrotask(() => options.postMessageToUi?.(copy));
    },
    resize: (width, height) => {
      assertShown('resize');
      options.onResize?.(width, height);
    },
  };
  const storage = options.clientStorage ?? createMemoryStorage();
  const storedBytes = new Map<string, number>();
  let isClosed = false;
  const { currentUser = null } = options;

  const api: FigmaApi = {
    mixed: world.mixed,
    get skipInvisibleInstanceChildren() {
      return world.skipsHiddenInInstances;
    },
    set skipInvisibleInstanceChildren(skips: boolean) {
      world.skipsHiddenInInstances = skips;
    },
    currentUser:
      currentUser === null ? null : Object.freeze({ ...currentUser, photoUrl: null, color: '#0d99ff', sessionId: 1 }),
    get currentPage() {
      return world.page(world.currentPageId);
    },
    set currentPage(_page: PageNode) {
      throw syncForm('set_currentPage', 'figma.setCurrentPageAsync');
    },
    async setCurrentPageAsync(page) {
      world.loadedPages.add(page.id);
      if (page.id === world.currentPageId) return;
      world.currentPageId = page.id;
      world.emit('currentpagechange');
      world.emit('selectionchange');
    },
    async getNodeByIdAsync(id) {
      if (!world.store.has(id) || (world.skipsHiddenInInstances && world.inside(id).isHidden)) return null;
      return world.pageIds.includes(id) ? world.page(id) : world.node(id);
    },
    variables: createVariablesApi(world.store, world.library),
    async getStyleByIdAsync(id) {
      const style = world.library.style(id);
      return style === undefined ? null : styleOf(style);
    },
    getLocalPaintStylesAsync: async () =>
      world.library.styles.filter(({ type }) => type === 'PAINT').map((style) => styleOf(style) as PaintStyle),
    async loadFontAsync(font) {
      if (typeof font === 'symbol') throw new Error('in loadFontAsync: Expected a FontName, received figma.mixed');
      const key = fontKey({ family: font.family, style: font.style ?? 'Regular' });
      if (!world.fontsHere.has(key)) throw new Error(`in loadFontAsync: The font "${key}" could not be loaded`);
      world.fontsLoaded.add(key);
    },
    listAvailableFontsAsync: async () => [...world.fontsHere.values()].map((fontName: FontName) => ({ fontName })),
    createImage(data) {
      const hash = checkImage(data);
      world.images.set(hash, data.slice());
      return { hash, getBytesAsync: async () => data.slice() } as ReturnType<PluginAPI['createImage']>;
    },
    base64Decode: (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
    commitUndo: () => world.store.commit(),
    triggerUndo: () => {
      // Figma undoes after the plugin's turn.
      queueMicrotask(() => {
        if (world.store.undo()) world.emit('selectionchange');
      });
    },
    command: options.command ?? '',
    parameters: strict({ on: (_type, callback) => void listeners.input.add(callback) }, 'figma.parameters'),
    root: strict(
      {
        get children() {
          return world.pageIds.map((id) => world.page(id));
        },
        name: 'Untitled',
      },
      'figma.root',
    ),
    notify(message, { error = false } = {}) {
      options.onNotify?.(message.slice(0, LONGEST_NOTE), error);
      return { cancel: () => undefined };
    },
    on: ((type: string, callback: (event?: RunEvent) => void) => {
      if (type === 'run') {
        const event: RunEvent = { command: options.command ?? '', parameters: options.parameters };
        queueMicrotask(() => callback(event));
        return;
      }
      if (type === 'close') {
        listeners.close.add(callback);
        return;
      }
      if (type !== 'selectionchange' && type !== 'currentpagechange') {
        throw new Error(`The fake has no event "${type}"`);
      }
      listeners[type].add(callback);
    }) as FigmaApi['on'],
    showUI(_html, { width = 300, height = 200 } = {}) {
      isShown = true;
      isClosed = false;
      options.onResize?.(width, height);
    },
    closePlugin: (message) => {
      for (const listener of listeners.close) listener();
      // What the listeners have asked of the storage is still done. Nothing that waits goes on.
      isClosed = true;
      if (message !== undefined) options.onNotify?.(message.slice(0, LONGEST_NOTE), false);
      options.onClose?.();
    },
    clientStorage: strict(
      {
        async getAsync(key) {
          const value = await storage.get(key);
          return isClosed ? never() : value;
        },
        async setAsync(key: string, value: unknown) {
          if (isClosed) return never();
          storedBytes.set(key, new TextEncoder().encode(key + JSON.stringify(value)).length);
          const total = [...storedBytes.values()].reduce((sum, bytes) => sum + bytes, 0);
          if (total > STORAGE_BYTES) {
            storedBytes.delete(key);
            throw new Error('in setAsync: clientStorage is full');
          }
          await storage.set(key, structuredClone(value));
        },
      },
      'figma.clientStorage',
    ),
    ui: strict(ui, 'figma.ui'),
    viewport: strict(
      { scrollAndZoomIntoView: (nodes) => options.onZoom?.(nodes.map((node) => node.id)) },
      'figma.viewport',
    ),
  };

  return {
    figma: strict(api, 'figma', {
      getNodeById: () => syncForm('getNodeById', 'figma.getNodeByIdAsync'),
      getStyleById: () => syncForm('getStyleById', 'figma.getStyleByIdAsync'),
      getLocalPaintStyles: () => syncForm('getLocalPaintStyles', 'figma.getLocalPaintStylesAsync'),
    }),
    handleUiMessage(message: UiMessage): void {
      const copy = structuredClone(message);
      queueMicrotask(() => ui.onmessage?.(copy, { origin: '*' }));
    },
  };
}

/** What a plugin waits for when its window is closed. */
function never(): Promise<never> {
  return new Promise(() => undefined);
}

function createMemoryStorage(): StorageLike {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    async set(key, value) {
      values.set(key, value);
    },
  };
}
