/**
 * The promise with a deadline.
 *
 * @param what names what is waited for in the error
 * @throws Error after `withinMs`, which is long since a busy machine is slow
 */
export async function within<Value>(what: string, promise: Promise<Value>, withinMs = 60_000): Promise<Value> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not within ${withinMs} ms: ${what}`)), withinMs);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
