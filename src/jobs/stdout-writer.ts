import { writeSync } from 'node:fs';

/** How long to wait, once, for a reader that does not read. */
const patienceMs = 5_000;

/**
 * Makes a function that writes a whole line to standard output synchronously, bypassing Node's stream, whose queue
 * `process.exit` throws away. It waits at most 5 s for a full pipe, and not at all for a closed one.
 */
export function createStdoutWriter(): (line: string) => void {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  let isStuck = false;
  let isCutOff = false;
  return (line) => {
    let rest = Buffer.from(isCutOff ? `\n${line}` : line);
    const giveUpAt = performance.now() + (isStuck ? 0 : patienceMs);
    while (rest.length > 0) {
      try {
        rest = rest.subarray(writeSync(1, rest));
        isCutOff = rest.length > 0;
        isStuck = false;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
        isStuck = performance.now() >= giveUpAt;
        if (isStuck) return;
        Atomics.wait(sleeper, 0, 0, 5);
      }
    }
  };
}
