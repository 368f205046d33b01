import { runMain } from '../../src/main/run-main.ts';
import type { MainMessage, UiMessage } from '../../src/messages.ts';
import { createFake, usualFonts } from '../fake/create-fake.ts';
import type { Fake, StorageLike } from '../fake/fake-options.ts';
import type { DrawnNode } from '../fake/node-spec.ts';
import type { Design } from './designs/design.ts';
import { frameId, toDocument } from './designs/to-document.ts';
import { createArtwork } from './drawing/artwork.ts';
import type { DrawingDeps } from './drawing/draw-node.ts';
import { exportPicture } from './drawing/export-picture.ts';

/** What happens in the fake that the page shows. */
export interface WorkbenchEvents {
  readonly onChange: () => void;
  readonly onMessageToUi: (message: MainMessage) => void;
  readonly onNotify: (message: string, isError: boolean) => void;
  readonly onResize: (width: number, height: number) => void;
  readonly onZoom: (ids: readonly string[]) => void;
}

/** A design opened in the fake, with the plugin's main thread at work on it. */
export interface Workbench {
  readonly design: Design;
  readonly model: Fake['model'];
  readonly drawing: DrawingDeps;
  undo(): boolean;
  send(message: UiMessage): void;
}

/** Opens a design as Figma opens a file, with its frame selected. */
export async function openWorkbench(design: Design, storage: StorageLike, events: WorkbenchEvents): Promise<Workbench> {
  const artwork = await createArtwork(design);
  const originals = new Map<string, DrawnNode>();
  const bitmaps = new Map<string, ImageBitmap | null>();
  const drawing: DrawingDeps = {
    artwork,
    frameId,
    original: (id) => originals.get(id),
    image(hash) {
      const known = bitmaps.get(hash);
      if (known === undefined && hash !== '') void decode(hash);
      return known ?? undefined;
    },
  };

  /** A picture shows as soon as the browser has decoded it. */
  async function decode(hash: string): Promise<void> {
    bitmaps.set(hash, null);
    const bytes = fake.model.imageBytes(hash);
    if (bytes === undefined) return;
    const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>])).catch(() => undefined);
    if (bitmap === undefined) return;
    bitmaps.set(hash, bitmap);
    events.onChange();
  }

  const fake = createFake({
    document: toDocument(design),
    exportPicture: (request) => exportPicture(request, drawing),
    onChange: events.onChange,
    postMessageToUi: events.onMessageToUi,
    currentUser: { id: '1', name: 'You' },
    ...(design.figmaFile !== undefined && { fonts: [...usualFonts, ...design.figmaFile.fonts] }),
    clientStorage: storage,
    onNotify: events.onNotify,
    onResize: events.onResize,
    onZoom: events.onZoom,
  });
  const waiting = [...fake.model.layers];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    originals.set(node.id, node);
    waiting.push(...node.children);
  }
  void artwork.apart.then(events.onChange);
  fake.model.select([design.figmaFile?.firstFrameId ?? frameId]);
  runMain(fake.figma, '');
  return { design, model: fake.model, drawing, undo: fake.undo, send: fake.handleUiMessage };
}

/** clientStorage for as long as the page is open: a key that a visitor types is kept nowhere. */
export function createStorage(): StorageLike {
  const values = new Map<string, unknown>();
  return {
    get: (key) => Promise.resolve(structuredClone(values.get(key))),
    set: (key, value) => Promise.resolve(void values.set(key, structuredClone(value))),
  };
}
