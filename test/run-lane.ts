import { appendFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import t from 'tap';

/**
 * Runs test files one after another in this process, and appends how long each took to `timesFile`. Starting a process
 * and loading tap takes longer than most files. `scripts/test-lanes.mjs` decides which files share a process.
 */
export async function runLane(files: readonly string[], timesFile: string): Promise<void> {
  // For all files together: a limit that a file sets for itself must not end the whole lane.
  t.setTimeout(900_000);
  t.setTimeout = () => undefined;
  const running: Promise<unknown>[] = [];
  const test = t.test.bind(t);
  t.test = ((...args: Parameters<typeof test>) => {
    const result = test(...args);
    running.push(result);
    return result;
  }) as typeof t.test;
  // What a file opens for all its tests is closed after them. tap's own teardown would wait for the end of the process,
  // and would let the root test end while the next file is being loaded.
  const teardowns: (() => unknown)[] = [];
  t.teardown = ((handler: () => unknown) => void teardowns.push(handler)) as typeof t.teardown;
  for (const file of files) {
    const startedAt = performance.now();
    await import(pathToFileURL(file).href);
    while (running.length > 0) await running.shift();
    while (teardowns.length > 0) await teardowns.pop()?.();
    appendFileSync(timesFile, `${JSON.stringify({ file, ms: Math.round(performance.now() - startedAt) })}\n`);
  }
  t.end();
  // A server that a file left open must not keep the lane from ending.
  setTimeout(() => process.exit(), 2_000).unref();
}
