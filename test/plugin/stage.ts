import type { FontName, Paint } from '@figma/plugin-typings/plugin-api-standalone.js';
import { createStandIn } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { ExportRequest, StandInOptions, StorageLike } from '../../plugin-ui/playground/fake/fake-options.ts';
import type { NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
import { runMain } from '../../plugin-ui/src/main/run-main.ts';
import type { MainMessage, Settings, UiMessage } from '../../plugin-ui/src/messages.ts';
import { defaultSettings } from '../../plugin-ui/src/messages.ts';

type OfType<Type extends MainMessage['type']> = Extract<MainMessage, { type: Type }>;

/** The smallest bytes that createImage takes for a PNG of this size. */
export function pngOf(width: number, height: number): Uint8Array {
  const bytes = new Uint8Array(24);
  bytes.set([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const view = new DataView(bytes.buffer);
  view.setUint32(16, width);
  view.setUint32(20, height);
  return bytes;
}

export function solid(color: string, opacity = 1): Paint {
  const channel = (at: number): number => Number.parseInt(color.slice(at, at + 2), 16) / 255;
  return { type: 'SOLID', color: { r: channel(1), g: channel(3), b: channel(5) }, opacity };
}

/** `#rrggbb` of a layer's only fill or outline. */
export function colorOf(paints: readonly Paint[] = []): string {
  const [paint] = paints;
  if (paints.length !== 1 || paint?.type !== 'SOLID') return `${paints.length} paints`;
  const { r, g, b } = paint.color;
  return `#${[r, g, b]
    .map((value) =>
      Math.round(value * 255)
        .toString(16)
        .padStart(2, '0'),
    )
    .join('')}`;
}

export interface StageOptions {
  readonly layers: readonly NodeSpec[];
  readonly otherPages?: readonly { name: string; children: readonly NodeSpec[] }[];
  readonly fonts?: readonly FontName[];
  readonly user?: StandInOptions['currentUser'];
  readonly storage?: StorageLike;
  readonly settings?: Partial<Settings>;
  readonly exportPicture?: (request: ExportRequest) => Promise<Uint8Array>;
}

/** The plugin's main thread on the stand-in, and a UI that only writes down what it is told. */
export async function openPlugin(options: StageOptions) {
  const exports: ExportRequest[] = [];
  const notes: { message: string; isError: boolean }[] = [];
  const sizes: [number, number][] = [];
  const zooms: string[][] = [];
  const storage = options.storage ?? createStorage();
  if (options.settings !== undefined) await storage.set('settings', { ...defaultSettings, ...options.settings });

  let told: MainMessage[] = [];
  let wake: (() => void) | undefined;
  const standIn = createStandIn({
    document: { pages: [{ name: 'Page 1', children: options.layers }, ...(options.otherPages ?? [])] },
    async exportPicture(request) {
      exports.push(request);
      return (options.exportPicture ?? (async () => new Uint8Array([1, 2, 3])))(request);
    },
    postMessageToUi(message) {
      told.push(message);
      wake?.();
    },
    clientStorage: storage,
    currentUser: options.user === undefined ? { id: '42', name: 'Ada' } : options.user,
    ...(options.fonts !== undefined && { fonts: options.fonts }),
    onNotify: (message, isError) => void notes.push({ message, isError }),
    onResize: (width, height) => void sizes.push([width, height]),
    onZoom: (ids) => void zooms.push([...ids]),
  });

  /** Opens the plugin on the same document: the first time, or after it was closed. */
  async function start(now = 1000): Promise<OfType<'hello'>> {
    let time = now;
    runMain(standIn.figma, '', { now: () => (time += 1) });
    standIn.handleUiMessage({ type: 'ready' });
    const hello = await next('hello');
    await next('selection-changed');
    return hello;
  }

  /** The next message of this type, taken off what the UI was told; anything before it stays. */
  async function next<Type extends MainMessage['type']>(type: Type): Promise<OfType<Type>> {
    for (;;) {
      const index = told.findIndex((message) => message.type === type);
      if (index >= 0) return told.splice(index, 1)[0] as OfType<Type>;
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  }

  /** Selects as a designer does, and waits until the plugin has counted. */
  async function select(...ids: string[]): Promise<OfType<'selection-changed'>['summary']> {
    told = told.filter(({ type }) => type !== 'selection-changed');
    standIn.model.select(ids);
    return (await next('selection-changed')).summary;
  }

  const hello = await start();
  return {
    ...standIn,
    hello,
    start,
    next,
    select,
    storage,
    exports,
    notes,
    sizes,
    zooms,
    send: (message: UiMessage): void => standIn.handleUiMessage(message),
    /** What the UI was told and nobody took. */
    rest: (): readonly MainMessage[] => told,
    /** The name of a layer, undefined where it is gone. */
    nameOf: (id: string): string | undefined => standIn.model.find(id)?.name,
    /** Lets everything that was begun come to its end. */
    settle: () => new Promise<void>((resolve) => void setTimeout(resolve, 5)),
  };
}

export type Stage = Awaited<ReturnType<typeof openPlugin>>;

export function createStorage(): StorageLike {
  const values = new Map<string, unknown>();
  return {
    get: async (key) => values.get(key),
    async set(key, value) {
      values.set(key, value);
    },
  };
}
