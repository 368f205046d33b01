import { writeSync } from 'node:fs';

const sleeper = new Int32Array(new SharedArrayBuffer(4));

/** How long a reader that takes nothing is waited for, once. */
const patienceMs = 5_000;

let stuck = false;
let cutOff = false;

/**
 * Writes a line to standard output whole, before it returns: past Node's own stream, whose queue a `process.exit` throws
 * away. A pipe that is full is waited for, 5 s at most; a reader that is gone is not.
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
