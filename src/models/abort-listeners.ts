/** What has to end when its job does. */
export interface AbortListener {
  /** Called once, when the signal aborts. */
  onAbort(): void;
}

const listeners = new WeakMap<AbortSignal, Set<AbortListener>>();

function callAll(this: AbortSignal): void {
  for (const listener of listeners.get(this) ?? []) listener.onAbort();
}

/**
 * Adds a listener of a signal that has not aborted. All that are added here share one listener of the signal itself,
 * unlike those of the function of this name in node:events: one for each of a job's fifty calls takes 0.3 ms of CPU.
 */
export function addAbortListener(signal: AbortSignal, listener: AbortListener): void {
  const known = listeners.get(signal);
  if (known === undefined) {
    listeners.set(signal, new Set([listener]));
    signal.addEventListener('abort', callAll);
  } else known.add(listener);
}

export function removeAbortListener(signal: AbortSignal, listener: AbortListener): void {
  const known = listeners.get(signal);
  if (known?.delete(listener) !== true || known.size > 0) return;
  listeners.delete(signal);
  signal.removeEventListener('abort', callAll);
}

/**
 * Waits until a promise that never rejects resolves, or the signal aborts; at most `ms` milliseconds, if given.
 *
 * @param signal has not aborted.
 */
export function resolvedOrAborted(promise: Promise<void>, signal: AbortSignal, ms?: number): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      removeAbortListener(signal, listener);
      resolve();
    };
    const listener = { onAbort: end };
    const timer = ms === undefined ? undefined : setTimeout(end, ms);
    addAbortListener(signal, listener);
    void promise.then(end);
  });
}
