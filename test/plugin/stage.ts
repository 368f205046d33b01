import type { FontName, Paint } from '@figma/plugin-typings/plugin-api-standalone.js';
import { createFake } from '../../plugin-ui/playground/fake/create-fake.ts';
import type { ExportRequest, FakeOptions, StorageLike } from '../../plugin-ui/playground/fake/fake-options.ts';
import type { DocumentSpec, NodeSpec } from '../../plugin-ui/playground/fake/node-spec.ts';
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
  return { type: 'SOLID', color: rgb(color), opacity };
}

/** Variables of two modes and some styles, for a document. */
export const palette = {
  collections: [
    {
      id: 'C:1',
      name: 'Theme',
      modes: [
        { modeId: 'light', name: 'Light' },
        { modeId: 'dark', name: 'Dark' },
      ],
      variables: [
        colorVariable('V:surface', 'color/surface', '#ffffff', '#111111'),
        colorVariable('V:accent', 'color/accent', '#0d6fd1', '#63b3ff'),
        {
          id: 'V:card',
          name: 'color/card',
          resolvedType: 'COLOR',
          valuesByMode: Object.fromEntries(
            ['light', 'dark'].map((mode) => [mode, { type: 'VARIABLE_ALIAS', id: 'V:surface' } as const]),
          ),
        },
        { id: 'V:font', name: 'font/body', resolvedType: 'STRING', valuesByMode: { light: 'Inter', dark: 'Inter' } },
        { id: 'V:gap', name: 'space/gap', resolvedType: 'FLOAT', valuesByMode: { light: 8, dark: 8 } },
      ],
    },
  ],
  styles: [
    { id: 'S:brand', name: 'Brand', type: 'PAINT', paints: [solid('#0d6fd1')] },
    { id: 'S:title', name: 'Title', type: 'TEXT', fontName: { family: 'Inter', style: 'Bold' }, fontSize: 24 },
    { id: 'S:lift', name: 'Lift', type: 'EFFECT', effects: [] },
  ],
} satisfies Pick<DocumentSpec, 'collections' | 'styles'>;

function colorVariable(id: string, name: string, light: string, dark: string) {
  return { id, name, resolvedType: 'COLOR', valuesByMode: { light: rgb(light), dark: rgb(dark) } } as const;
}

/** A fill bound to a variable of `palette`, by its name. */
export function boundTo(name: string): Paint {
  const { variables } = palette.collections[0]!;
  const { id } = variables.find((variable) => variable.name === name)!;
  return { type: 'SOLID', color: { r: 0, g: 0, b: 0 }, boundVariables: { color: { type: 'VARIABLE_ALIAS', id } } };
}

function rgb(color: string) {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  return { r: r ?? 0, g: g ?? 0, b: b ?? 0 };
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
  readonly library?: Pick<DocumentSpec, 'collections' | 'styles'>;
  readonly readBudgetMs?: number;
  /** The property or method of layers that Figma refuses now. */
  readonly refuses?: () => string | undefined;
  readonly command?: string;
  readonly parameters?: FakeOptions['parameters'];
  readonly fonts?: readonly FontName[];
  readonly user?: FakeOptions['currentUser'];
  readonly storage?: StorageLike;
  readonly settings?: Partial<Settings>;
  readonly exportPicture?: (request: ExportRequest) => Promise<Uint8Array>;
}

/** The plugin's main thread on the fake, and a UI that only records its messages. */
export async function openPlugin(options: StageOptions) {
  const exports: ExportRequest[] = [];
  const notes: { message: string; isError: boolean }[] = [];
  const sizes: [number, number][] = [];
  const zooms: string[][] = [];
  const storage = options.storage ?? createStorage();
  if (options.settings !== undefined) await storage.set('settings', { ...defaultSettings, ...options.settings });

  let told: MainMessage[] = [];
  let wake: (() => void) | undefined;
  const fake = createFake({
    document: {
      pages: [{ name: 'Page 1', children: options.layers }, ...(options.otherPages ?? [])],
      ...options.library,
    },
    refuses: (property) => options.refuses?.() === property,
    ...(options.readBudgetMs !== undefined && { readBudgetMs: options.readBudgetMs }),
    ...(options.command !== undefined && { command: options.command }),
    ...(options.parameters !== undefined && { parameters: options.parameters }),
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
    runMain(fake.figma, '', { now: () => (time += 1) });
    fake.handleUiMessage({ type: 'ready' });
    const hello = await next('hello');
    await next('selection-changed');
    return hello;
  }

  /** The next message of this type, taken off the UI's messages; anything before it stays. */
  function next<Type extends MainMessage['type']>(type: Type): Promise<OfType<Type>> {
    return nextOf(type);
  }

  /** The next message of one of these types. */
  async function nextOf<Type extends MainMessage['type']>(...types: Type[]): Promise<OfType<Type>> {
    for (;;) {
      const index = told.findIndex((message) => (types as string[]).includes(message.type));
      if (index >= 0) return told.splice(index, 1)[0] as OfType<Type>;
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the plugin sent no ${types.join(' or ')}`)), 60_000);
        wake = () => (clearTimeout(timer), resolve());
      });
    }
  }

  /** Selects as a designer does, and waits until the plugin has counted. */
  async function select(...ids: string[]): Promise<OfType<'selection-changed'>['summary']> {
    told = told.filter(({ type }) => type !== 'selection-changed');
    fake.model.select(ids);
    return (await next('selection-changed')).summary;
  }

  const hello = await start();
  return {
    ...fake,
    hello,
    start,
    next,
    nextOf,
    select,
    storage,
    exports,
    notes,
    sizes,
    zooms,
    send: (message: UiMessage): void => fake.handleUiMessage(message),
    /** Messages to the UI that no test took. */
    rest: (): readonly MainMessage[] => told,
    /** The name of a layer, undefined if it is gone. */
    nameOf: (id: string): string | undefined => fake.model.find(id)?.name,
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
