import { writeSync } from 'node:fs';

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** How long to wait, once, for a reader that does not read. */
const patienceMs = 5_000;

let stuck = false;
let cutOff = false;

/**
 * Writes a whole line to standard output synchronously, bypassing Node's stream, whose queue `process.exit` throws
 * away. Waits at most 5 s for a full pipe, and not at all for a closed one.
 */
export function writeToStdout(line: string): void {
  let rest = Buffer.from(cutOff ? `\n${line}` : line);
  const giveUpAt = performance.now() + (stuck ? 0 : patienceMs);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
      cutOff = rest.length > 0;
      stuck = false;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') return;
      stuck = performance.now() >= giveUpAt;
      if (stuck) return;
      Atomics.wait(sleeper, 0, 0, 5);
    }
  }
}
