import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Waits until a condition holds, checking every few milliseconds.
 *
 * @param what names the condition in the error
 * @throws Error after `withinMs`, which is long since a busy machine is slow
 */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const giveUpAt = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > giveUpAt) throw new Error(`not within ${withinMs} ms: ${what}`);
    await sleep(5);
  }
}
