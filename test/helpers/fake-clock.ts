/** Timers that run when the test says so. */
export interface FakeClock {
  tick(ms: number): void;
}

interface FakeTimer {
  dueAt: number;
  readonly delayMs: number;
  readonly run: () => void;
  refresh(): void;
  unref(): FakeTimer;
}

/** Replaces setTimeout and clearTimeout until the test ends. Unlike node:test's, its timers can be refreshed. */
export function useFakeClock(t: { teardown: (handler: () => void) => void }): FakeClock {
  const { setTimeout: realSetTimeout, clearTimeout: realClearTimeout } = globalThis;
  const timers = new Set<FakeTimer>();
  let now = 0;
  globalThis.setTimeout = ((run: () => void, delayMs = 0) => {
    const timer: FakeTimer = {
      dueAt: now + delayMs,
      delayMs,
      run,
      refresh: () => void (timer.dueAt = now + delayMs),
      unref: () => timer,
    };
    timers.add(timer);
    return timer;
  }) as unknown as typeof setTimeout;
  globalThis.clearTimeout = (timer: unknown) => {
    if (!timers.delete(timer as FakeTimer)) realClearTimeout(timer as NodeJS.Timeout);
  };
  t.teardown(() => {
    globalThis.setTimeout = realSetTimeout;
    globalThis.clearTimeout = realClearTimeout;
  });
  return {
    tick(ms) {
      now += ms;
      for (const timer of [...timers].toSorted((a, b) => a.dueAt - b.dueAt)) {
        if (timer.dueAt > now || !timers.delete(timer)) continue;
        timer.run();
      }
    },
  };
}
