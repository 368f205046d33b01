/**
 * Calls once after a burst of calls, `waitMs` after the last: a designer who drags a selection open causes a dozen
 * events a second. Timers are not cleared but outrun, so that nothing but `setTimeout` is needed of the sandbox.
 */
export function debounce(call: () => void, waitMs: number): () => void {
  let latest = 0;
  return () => {
    latest += 1;
    const own = latest;
    setTimeout(() => {
      if (own === latest) call();
    }, waitMs);
  };
}
