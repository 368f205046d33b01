import { useEffect, useState } from 'preact/hooks';

/**
 * A value that can be watched. States are replaced, never changed in place, so that what is the same can be skipped.
 */
export interface Store<State> {
  get(): State;
  /** Replaces the fields given. */
  set(change: Partial<State>): void;
  /** Calls `listener` after each change; the function returned ends it. */
  watch(listener: () => void): () => void;
}

/** A store that begins with `initial`. */
export function createStore<State extends object>(initial: State): Store<State> {
  let state = initial;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    set(change) {
      state = { ...state, ...change };
      for (const listener of listeners) listener();
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/**
 * The store's state, drawn again at most once a frame: fifty names that come in one network chunk are one rendering. A
 * hidden window draws no frames: there a timer does it.
 */
export function useStore<State extends object>(store: Store<State>): State {
  const [state, setState] = useState(store.get());
  useEffect(() => {
    let waiting = false;
    const draw = (): void => {
      if (!waiting) return;
      waiting = false;
      setState(store.get());
    };
    const stop = store.watch(() => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(draw);
      setTimeout(draw, 100);
    });
    setState(store.get());
    return stop;
  }, [store]);
  return state;
}
