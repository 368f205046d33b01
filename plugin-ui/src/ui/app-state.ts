import {
  defaultSettings,
  type LaunchCommand,
  type NamingScope,
  type SelectionSummary,
  type Settings,
} from '../messages.ts';
import type { Host } from './host.ts';
import { createStore, type Store } from './store.ts';

/** What the main thread has reported: who the designer is, what is kept, what is selected. */
export interface AppState {
  /** False before the main thread's first word. */
  readonly ready: boolean;
  readonly userEmail: string;
  readonly userId: string;
  readonly settings: Settings;
  readonly selection: SelectionSummary | null;
  readonly revertable: number;
  /** What the plugin was started for; null if by its name alone. */
  readonly command: LaunchCommand | null;
}

export interface AppModel {
  readonly store: Store<AppState>;
  /** Changes settings here at once, and has them kept. */
  saveSettings(change: Partial<Settings>): void;
  /** Counts and names the selection, the page or all pages from now on. */
  setScope(scope: NamingScope): void;
}

/** Typing saves at each pause, not at each letter: every save counts the selection again. */
const saveAfterMs = 250;

/** Makes the app's state, which follows the main thread's messages. */
export function createAppModel(host: Host): AppModel {
  const store = createStore<AppState>({
    ready: false,
    userEmail: '',
    userId: '',
    settings: defaultSettings,
    selection: null,
    revertable: 0,
    command: null,
  });
  let timer: ReturnType<typeof setTimeout> | undefined;

  host.on('hello', ({ userEmail, userId, settings, revertable, command = null }) => {
    store.set({ ready: true, userEmail, userId, settings, revertable, command });
  });
  host.on('selection-changed', ({ summary, revertable }) => store.set({ selection: summary, revertable }));
  host.on('names-applied', ({ revertable }) => store.set({ revertable }));
  host.on('names-reverted', ({ revertable }) => store.set({ revertable }));
  // The settings themselves are not taken back: the designer may have typed on since.
  host.on('settings-saved', ({ userEmail }) => store.set({ userEmail }));

  return {
    store,
    setScope: (scope) => host.send({ type: 'set-scope', scope }),
    saveSettings(change) {
      store.set({ settings: { ...store.get().settings, ...change } });
      clearTimeout(timer);
      timer = setTimeout(() => host.send({ type: 'save-settings', settings: store.get().settings }), saveAfterMs);
    },
  };
}
