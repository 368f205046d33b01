import { createStore, type Store } from './store.ts';

/** What a screen reader says next. */
export interface Announcer {
  readonly store: Store<{ readonly text: string }>;
  announce(text: string): void;
}

/** Makes an {@link Announcer}. */
export function createAnnouncer(): Announcer {
  const store = createStore({ text: '' });
  return {
    store,
    // A live region ignores the same words twice, so a no-break space makes them differ.
    announce: (text) => store.set({ text: store.get().text === text ? `${text}\u00a0` : text }),
  };
}
