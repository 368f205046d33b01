/** Number of requests of a caller in the current window, including this one. */
export interface Count {
  readonly current: number;
  /** Milliseconds until the window ends. */
  readonly ttlMs: number;
}

/** A caller takes some 200 bytes: 5,000 of each limit stay far below a megabyte. */
const mostCallers = 5000;

/**
 * Counts callers in windows that begin with their first request, in this process only. Of more than 5,000 callers the
 * least recent one is dropped.
 *
 * @param now milliseconds of any clock that only goes forward
 */
export function createLocalCounter(now: () => number = () => performance.now()) {
  const windows = new Map<string, { current: number; readonly endsAt: number }>();
  return (caller: string, windowMs: number): Count => {
    const at = now();
    const found = windows.get(caller);
    const window = found === undefined || found.endsAt <= at ? { current: 0, endsAt: at + windowMs } : found;
    window.current += 1;
    // Reinserted, so that the map is ordered by last request.
    windows.delete(caller);
    windows.set(caller, window);
    for (const oldest of windows.keys()) {
      if (windows.size <= mostCallers) break;
      windows.delete(oldest);
    }
    return { current: window.current, ttlMs: window.endsAt - at };
  };
}
