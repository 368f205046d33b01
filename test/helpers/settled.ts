import { setImmediate as tick } from 'node:timers/promises';

/** Whether a promise has settled by the next turn of the event loop. */
export async function settledIn(promise: Promise<unknown>): Promise<boolean> {
  let settled = false;
  const settle = (): void => void (settled = true);
  promise.then(settle, settle);
  await tick();
  return settled;
}
