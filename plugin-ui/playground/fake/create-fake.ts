import type { FontName, PluginAPI } from '@figma/plugin-typings/plugin-api-standalone.js';
import { buildRecords } from './build-records.ts';
import { copyTree } from './copy.ts';
import { createVersions, drawNode, fingerprint } from './draw.ts';
import type { Fake, FakeModel, FakeOptions } from './fake-options.ts';
import { createFigma, type Listeners } from './figma-api.ts';
import { createInsides } from './inside.ts';
import { fillInstances } from './instances.ts';
import { createLibrary } from './library.ts';
import { createMeter } from './meter.ts';
import { createNode, createPage } from './node-proxy.ts';
import type { DrawnNode } from './node-spec.ts';
import { createStore } from './store.ts';
import { fontKey, type World } from './world.ts';

/** The fonts of a machine that has few. */
export const usualFonts: readonly FontName[] = ['Regular', 'Medium', 'Semi Bold', 'Bold'].map((style) => ({
  family: 'Inter',
  style,
}));

type PageEvent = 'selectionchange' | 'currentpagechange';

/**
 * A small, strict fake of Figma: a document, undo, and the part of the Plugin API that the plugin uses. It throws
 * where Figma throws: fonts that are not loaded, properties that there are not, forms that wait for nothing, exports of
 * what cannot be seen, pictures over 4096 px, changes to what an instance takes from its component, and nodes
 * that are gone.
 * It runs in Node and in a browser.
 *
 * @throws Error if the document gives a layer a property that its type has not, or two layers one id
 */
export function createFake(options: FakeOptions): Fake {
  const listeners: Listeners = {
    selectionchange: new Set(),
    currentpagechange: new Set(),
    close: new Set(),
    input: new Set(),
  };
  const waiting = new Set<PageEvent | 'change'>();

  /** Once, and later: Figma's events are asynchronous and are gathered. */
  function later(what: PageEvent | 'change'): void {
    if (waiting.has(what)) return;
    waiting.add(what);
    queueMicrotask(() => {
      waiting.delete(what);
      if (what === 'change') options.onChange?.();
      else for (const listener of listeners[what]) listener();
    });
  }

  const store = createStore(() => later('change'));
  const library = createLibrary(options.document);
  const pageIds = buildRecords(store, options.document);
  const [firstPageId] = pageIds;
  if (firstPageId === undefined) throw new Error('A document has at least one page');

  const world: World = {
    store,
    library,
    inside: createInsides(store),
    meter: createMeter(options.readBudgetMs),
    refuses: options.refuses ?? (() => false),
    mixed: Symbol('figma.mixed') as PluginAPI['mixed'],
    fontsHere: new Map((options.fonts ?? usualFonts).map((font) => [fontKey(font), font])),
    fontsLoaded: new Set(),
    images: new Map(),
    pageIds,
    loadedPages: new Set([firstPageId]),
    selection: new Map(),
    currentPageId: firstPageId,
    skipsHiddenInInstances: false,
    node: (id) => createNode(world, id),
    page: (id) => createPage(world, id),
    draw: (id) => drawNode(store, library, id),
    exportPicture: options.exportPicture,
    emit(event) {
      later(event);
      later('change');
    },
  };

  fillInstances(world);
  store.commit();

  return {
    ...createFigma(world, options, listeners),
    model: createModel(world),
    undo() {
      const isUndone = store.undo();
      // What was selected may be gone.
      if (isUndone) world.emit('selectionchange');
      return isUndone;
    },
  };
}

function createModel(world: World): FakeModel {
  const { store } = world;
  let drawn: { revision: number; pageId: string; layers: readonly DrawnNode[] } | undefined;
  return {
    get layers() {
      // Asked for by the canvas, the layer panel and the painter, each for every change.
      if (drawn?.revision !== store.revision || drawn.pageId !== world.currentPageId) {
        const layers = store.get(world.currentPageId).childIds.map((id) => world.draw(id));
        drawn = { revision: store.revision, pageId: world.currentPageId, layers };
      }
      return drawn.layers;
    },
    find: (id) => (store.has(id) && !world.pageIds.includes(id) ? world.draw(id) : undefined),
    get selection() {
      return (world.selection.get(world.currentPageId) ?? []).filter((id) => store.has(id));
    },
    select(ids) {
      world.selection.set(world.currentPageId, [...ids]);
      world.emit('selectionchange');
    },
    get pages() {
      return world.pageIds.map((id) => ({ id, name: store.get(id).name }));
    },
    get currentPageId() {
      return world.currentPageId;
    },
    openPage(id) {
      world.loadedPages.add(id);
      world.currentPageId = id;
      world.emit('currentpagechange');
      world.emit('selectionchange');
    },
    rename(id, name) {
      world.node(id).name = name;
      store.commit();
    },
    remove(id) {
      world.node(id).remove();
      store.commit();
      world.emit('selectionchange');
    },
    duplicate(id) {
      const copyId = copyTree(world, id);
      store.commit();
      return copyId;
    },
    imageBytes: (hash) => world.images.get(hash),
    fingerprint: (id) => fingerprint(store, id),
    version: createVersions(store),
    reads: world.meter,
    get undoSteps() {
      return store.undoSteps();
    },
  };
}
