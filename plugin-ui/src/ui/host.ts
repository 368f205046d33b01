import type { MainMessage, UiMessage } from '../messages.ts';

type OfType<Type extends MainMessage['type']> = Extract<MainMessage, { type: Type }>;

/** The other half of the plugin, as the UI sees it. */
export interface Host {
  send(message: UiMessage): void;
  /** Calls `handler` for each message of a type; the function returned ends it. */
  on<Type extends MainMessage['type']>(type: Type, handler: (message: OfType<Type>) => void): () => void;
}

/** What is used of the page's window. */
export interface View {
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  readonly parent: { postMessage(data: unknown, targetOrigin: string): void };
}

/**
 * Every type of message that the main thread posts; whatever else arrives belongs to Figma or to a browser extension.
 */
const knownTypes: Readonly<Record<MainMessage['type'], true>> = {
  hello: true,
  'selection-changed': true,
  'layers-for-renaming': true,
  'layer-picture': true,
  'export-finished': true,
  'names-applied': true,
  'names-reverted': true,
  'settings-saved': true,
  'edits-prepared': true,
  'variant-applied': true,
  'variant-failed': true,
  'picture-placed': true,
  'variant-discarded': true,
  'variant-picture': true,
  'variant-used': true,
  problem: true,
};

/**
 * Talks to the main thread through Figma's window, which wraps every message in `pluginMessage`.
 *
 * A message is recognized by its shape, never by `event.source`: Figma runs this page in the innermost of three frames
 * and posts from the top window, which is not this page's parent.
 */
export function createHost(view: View): Host {
  const handlers = new Map<string, Set<(message: never) => void>>();
  view.addEventListener('message', (event) => {
    const message = readMessage(event.data);
    if (message === undefined) return;
    for (const handler of handlers.get(message.type) ?? []) handler(message as never);
  });
  return {
    send(message) {
      view.parent.postMessage({ pluginMessage: message }, '*');
    },
    on(type, handler) {
      const set = handlers.get(type) ?? new Set();
      handlers.set(type, set);
      set.add(handler);
      return () => set.delete(handler);
    },
  };
}

function readMessage(data: unknown): MainMessage | undefined {
  if (typeof data !== 'object' || data === null || !('pluginMessage' in data)) return undefined;
  const message: unknown = data.pluginMessage;
  if (typeof message !== 'object' || message === null || !('type' in message)) return undefined;
  const { type } = message;
  return typeof type === 'string' && Object.hasOwn(knownTypes, type) ? (message as MainMessage) : undefined;
}
