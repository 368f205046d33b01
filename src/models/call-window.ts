const windowSeconds = 10;

/**
 * More than half of at least ten calls. A provider that fails 15 % of its calls never opens the circuit; one that is
 * down does within the first job.
 */
const minCalls = 10;
const maxFailureShare = 0.5;

/** The calls of the last ten seconds: a sliding window, counted by the second. */
export interface CallWindow {
  add(failed: boolean): void;
  /** Whether too many of the calls failed. */
  isFailing(): boolean;
  clear(): void;
}

/** @param clock milliseconds, never going back */
export function createCallWindow(clock: () => number): CallWindow {
  let seconds: { readonly second: number; calls: number; failures: number }[] = [];

  /** The counts of this second. Older ones than the window's are dropped. */
  function current() {
    const second = Math.floor(clock() / 1000);
    const last = seconds.at(-1);
    if (last?.second === second) return last;
    const counts = { second, calls: 0, failures: 0 };
    seconds = [...seconds.filter((counted) => counted.second > second - windowSeconds), counts];
    return counts;
  }

  return {
    add(failed) {
      const counts = current();
      counts.calls += 1;
      if (failed) counts.failures += 1;
    },
    isFailing() {
      current();
      const calls = seconds.reduce((sum, counted) => sum + counted.calls, 0);
      const failures = seconds.reduce((sum, counted) => sum + counted.failures, 0);
      return calls >= minCalls && failures > calls * maxFailureShare;
    },
    clear() {
      seconds = [];
    },
  };
}
