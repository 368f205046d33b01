import { appendFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import t from 'tap';

/**
 * Runs test files one after the other in this process, and appends how long each took to `timesFile`. Starting a process
 * with the runner's hooks costs a second, which is more than most files need. `scripts/test.mjs` decides which files
 * share a process.
 */
export async function runLane(files: readonly string[], timesFile: string): Promise<void> {
  // For all files together. What a file asks for is meant for itself, and would end the whole lane.
  t.setTimeout(900_000);
  t.setTimeout = () => undefined;
  const running: Promise<unknown>[] = [];
  const test = t.test.bind(t);
  t.test = ((...args: Parameters<typeof test>) => {
    const result = test(...args);
    running.push(result);
    return result;
  }) as typeof t.test;
  // What a file opens for all its tests is closed after them. The runner's own would wait for the end of the process, and
  // lets the root test end as soon as it has nothing to do, which is while the next file is loaded.
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
  // A server that a file started for itself must not keep the lane from ending.
  setTimeout(() => process.exit(), 2_000).unref();
}
