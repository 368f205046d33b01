import { createStore, type Store } from './store.ts';

/** What a screen reader is told next. */
export interface Announcer {
  readonly store: Store<{ readonly text: string }>;
  announce(text: string): void;
}

export function createAnnouncer(): Announcer {
  const store = createStore({ text: '' });
  return {
    store,
    // The same words twice are no change to a live region, so that a no-break space tells them apart.
    announce: (text) => store.set({ text: store.get().text === text ? `${text}\u00a0` : text }),
  };
}
