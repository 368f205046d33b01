/** Runs work one after another for each key. */
export interface Turns {
  /**
   * @param key undefined: at once.
   * @param signal ends the wait with its reason; running work handles the signal itself.
   */
  run<T>(key: string | undefined, signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/**
 * Makes requests with one Idempotency-Key wait for each other (a mutex for each key): a retry that arrives while the
 * first request still runs reuses its names instead of paying again.
 */
export function createTurns(): Turns {
  const lastOf = new Map<string, Promise<void>>();
  return {
    run(key, signal, work) {
      if (key === undefined) return work();
      const before = lastOf.get(key) ?? Promise.resolve();
      const result = waitFor(before, signal).then(work);
      const turn = Promise.allSettled([before, result]).then(() => {
        if (lastOf.get(key) === turn) lastOf.delete(key);
      });
      lastOf.set(key, turn);
      return result;
    },
  };
}

function waitFor(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
    if (signal.aborted) onAbort();
    void promise.then(() => {
      signal.removeEventListener('abort', onAbort);
      resolve();
    });
  });
}
