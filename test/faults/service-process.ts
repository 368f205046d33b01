import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundled } from '../helpers/bundled.ts';
import type { Stage } from './scenario.ts';

/** The service as the process that is deployed: `server.js`, its environment, its log. */
export interface ServiceProcess {
  readonly url: string;
  readonly pid: number;
  /** All it has written so far, on both of its outputs. */
  output(): string;
  kill(signal: NodeJS.Signals): void;
  /** Code or signal with which it ended. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

const startMs = 60_000;

/**
 * Starts the service with these settings, and no other of this process but PATH, HOME and TMPDIR. Killed at the stage's
 * end.
 *
 * @param cwd its working directory, where it looks for `.env`.
 * @throws Error with what it wrote, if it does not listen within a minute.
 */
export async function startService(
  stage: Stage,
  env: Readonly<Record<string, string>>,
  cwd = process.cwd(),
): Promise<ServiceProcess> {
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env;
  const limits = { RATE_LIMIT_API: '100000', RATE_LIMIT_RENAME: '100000', RATE_LIMIT_EDITS: '100000' };
  const child: ChildProcess = spawn(process.execPath, [bundled('server.js')], {
    env: { PATH, HOME, TMPDIR, NODE_ENV: 'test', PORT: '0', DATABASE_URL: 'off', ...limits, ...env },
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'close').then(([code, signal]) => (code ?? signal) as number | NodeJS.Signals);
  let running = true;
  void ended.then(() => (running = false));
  stage.teardown(async () => {
    if (running) child.kill('SIGKILL');
    await ended;
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text) => (output += String(text)));
  for (const giveUpAt = performance.now() + startMs; ; await sleep(10)) {
    const url = /"service\.started","url":"([^"]+)"/.exec(output)?.[1];
    if (url !== undefined) {
      return { url, pid: child.pid ?? 0, output: () => output, kill: (signal) => void child.kill(signal), ended };
    }
    if (!running || performance.now() > giveUpAt) throw new Error(`the service did not start:\n${output}`);
  }
}
