import type { MainMessage, UiMessage } from '../messages.ts';

type OfType<Type extends MainMessage['type']> = Extract<MainMessage, { type: Type }>;

/** The other half of the plugin, as the UI sees it. */
export interface Host {
  send(message: UiMessage): void;
  /** Calls `handler` for each message of a type; the function returned ends it. */
  on<Type extends MainMessage['type']>(type: Type, handler: (message: OfType<Type>) => void): () => void;
}

/**
 * Speaks with the main thread through Figma's window, which wraps every message in `pluginMessage`. Only the parent
 * window is listened to: a frame or a window that the page did not open could post here as well.
 */
export function createHost(view: Window): Host {
  const handlers = new Map<string, Set<(message: never) => void>>();
  view.addEventListener('message', (event: MessageEvent<unknown>) => {
    if (event.source !== null && event.source !== view.parent) return;
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
  return message as MainMessage;
}
