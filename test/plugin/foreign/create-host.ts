import { createContext, runInContext } from 'node:vm';
import type { MainMessage, UiMessage } from '../../../plugin-ui/src/messages.ts';
import { createDocument, inter, type LayerSpec, typings, type Values } from './create-document.ts';

export interface HostOptions {
  readonly layers: readonly LayerSpec[];
  readonly selected: readonly string[];
  /** Whether every property that may be `figma.mixed` is, and every one that may be null. */
  readonly isMixed?: boolean;
  /** What another opening of the plugin has kept on this machine. */
  readonly storage?: Map<string, unknown>;
  /** Color variables of the file, `#rrggbb` each, by id. */
  readonly variables?: Readonly<Record<string, { name: string; color: string }>>;
  /** Id of a variable whose library cannot be reached. */
  readonly unreachable?: string;
  /** What every export gives: PNG; null has it never end. */
  readonly picture?: Uint8Array | null;
  /** How many times faster the plugin's timers are. */
  readonly haste?: number;
  /** Called for each read and each change of a layer; what it throws the plugin gets. */
  readonly onAccess?: (property: string) => void;
  /** Who uses the editor; called at each look, as Figma throws without the permission. */
  readonly currentUser?: () => null;
  /** Called for each message to the UI, besides keeping it. */
  readonly onMessage?: (message: MainMessage) => void;
}

/**
 * The built main thread in an editor that is not ours: a `figma` and layers with nothing but what Figma's typings
 * promise. Anything else throws, when it is read as when it is set; so does a layer that is gone.
 */
export function openInHost(script: string, options: HostOptions) {
  const { layers, selected, isMixed = false, storage = new Map<string, unknown>(), variables = {} } = options;
  const { picture = new Uint8Array([0x89, 0x50]), onMessage, onAccess = () => undefined } = options;
  const mixed = Symbol('figma.mixed');
  const { page, all } = createDocument({ layers, mixed: isMixed ? mixed : undefined, picture, onAccess });
  page.values['selection'] = selected.map((id) => all.get(id)!.node);

  const told: MainMessage[] = [];
  const closing: (() => void)[] = [];
  const ui = { onmessage: undefined as ((message: UiMessage) => void) | undefined };
  const known = Object.entries(variables).map(([id, variable]) => toVariable(id, variable));
  const variablesApi = {
    getLocalVariablesAsync: async () => known,
    getVariableByIdAsync: async (id: string) => {
      if (id === options.unreachable) throw new Error('in getVariableByIdAsync: the library cannot be reached');
      return known.find((variable) => variable['id'] === id) ?? null;
    },
    getVariableCollectionByIdAsync: async () => null,
    setBoundVariableForPaint: (paint: object, field: string, variable: Values) => ({
      ...paint,
      boundVariables: { [field]: { type: 'VARIABLE_ALIAS', id: variable['id'] } },
    }),
  };
  const figma = guardApi('PluginAPI', {
    mixed,
    get currentUser() {
      return options.currentUser?.() ?? null;
    },
    currentPage: page.node,
    skipInvisibleInstanceChildren: false,
    command: '',
    variables: guardApi('VariablesAPI', variablesApi),
    getNodeByIdAsync: async (id: string) => {
      const kept = all.get(id);
      return kept === undefined || kept.isRemoved ? null : kept.node;
    },
    getLocalPaintStylesAsync: async () => [],
    getStyleByIdAsync: async () => null,
    loadFontAsync: async () => undefined,
    listAvailableFontsAsync: async () => [{ fontName: inter }],
    createImage: () => ({ hash: 'picture' }),
    base64Decode: () => new Uint8Array([0x89, 0x50]),
    clientStorage: guardApi('ClientStorageAPI', {
      getAsync: async (key: string) => storage.get(key),
      setAsync: async (key: string, value: unknown) => void storage.set(key, value),
    }),
    root: guardApi('DocumentNode', { children: [page.node], name: 'File' }),
    commitUndo: () => undefined,
    triggerUndo: () => undefined,
    notify: () => undefined,
    on: (event: string, listener: () => void) => void (event === 'close' && closing.push(listener)),
    showUI: () => undefined,
    ui: Object.assign(ui, {
      postMessage(message: MainMessage) {
        told.push(structuredClone(message));
        onMessage?.(message);
      },
      resize: () => undefined,
    }),
    viewport: guardApi('ViewportAPI', { scrollAndZoomIntoView: () => undefined }),
  });
  const wait = (call: () => void, ms = 0) => setTimeout(call, ms / (options.haste ?? 1));
  runInContext(script, createContext({ figma, __html__: '<p></p>', setTimeout: wait, clearTimeout, Promise }));

  return {
    told,
    send: (message: UiMessage): void => ui.onmessage?.(message),
    storage,
    /** Closes the window, as a designer does in the middle of anything. */
    close: (): void => closing.forEach((listener) => listener()),
    /** The layer's own state; undefined if it is gone. */
    layer(id: string): (Values & { readonly childIds: readonly string[] }) | undefined {
      const kept = all.get(id);
      if (kept === undefined || kept.isRemoved) return undefined;
      return { ...kept.values, childIds: kept.children.map((child) => child.id), parentId: kept.parent?.id };
    },
    names: (): string[] =>
      [...all.values()].filter(({ isRemoved }) => !isRemoved).map(({ values }) => String(values['name'])),
    /** The first message of one of these types that was not taken yet. */
    async next<Type extends MainMessage['type']>(...types: [Type, ...Type[]]) {
      for (let turn = 0; turn < 1200; turn += 1) {
        const index = told.findIndex((message) => types.some((type) => message.type === type));
        if (index >= 0) return told.splice(index, 1)[0] as Extract<MainMessage, { type: Type }>;
        await new Promise((resolve) => void setTimeout(resolve, 5));
      }
      throw new Error(`no ${types.join(', ')} within 6 s; told: ${JSON.stringify(told).slice(0, 2000)}`);
    },
  };
}

function toVariable(id: string, { name, color }: { name: string; color: string }): Values {
  const [r, g, b] = [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16) / 255);
  const resolved = { value: { r, g, b }, resolvedType: 'COLOR' };
  return { id, name, resolvedType: 'COLOR', resolveForConsumer: () => resolved };
}

/** An object of the API that has what the typings promise of it, as far as it is given here. */
function guardApi(name: string, given: Values): object {
  const members = typings.interfaces.get(name);
  for (const key of Object.keys(given)) {
    if (members?.has(key) !== true) throw new Error(`Figma's typings promise no ${name}.${key}`);
  }
  return given;
}
