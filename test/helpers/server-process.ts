import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundled } from './bundled.ts';
import { until } from './until.ts';
import { within } from './within.ts';

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly stdout: () => string;
  readonly stderr: () => string;
  /** Waits for `service.started` and returns its URL. */
  url(): Promise<string>;
  /** The code it exits with, or the signal that ended it; waits for at most three minutes. */
  readonly exited: Promise<number | NodeJS.Signals>;
}

const started = /"event":"service\.started","url":"([^"]+)"/;

/**
 * The service as a separate process, on a free port, without a database, in an empty working folder so that no `.env`
 * is found. Ended with the test.
 *
 * @param env beside PATH nothing else is set.
 */
export function startServer(
  t: { teardown: (handler: () => void) => void },
  env: Record<string, string>,
): ServerProcess {
  const cwd = mkdtempSync(join(tmpdir(), 'exporter-server-'));
  const child = spawn(process.execPath, [bundled('server.js')], {
    cwd,
    env: { PATH: process.env['PATH'] ?? '', PORT: '0', DATABASE_URL: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const exited = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'SIGKILL')),
  );
  t.teardown(() => {
    child.kill('SIGKILL');
    rmSync(cwd, { recursive: true, force: true });
  });
  return {
    child,
    get exited() {
      // A shutdown may take as long as a request's time limit.
      return within('the server exits', exited, 180_000);
    },
    stdout: () => stdout,
    stderr: () => stderr,
    async url() {
      await until('the server has started or exited', () => started.test(stdout) || child.exitCode !== null);
      const url = started.exec(stdout)?.[1];
      if (url === undefined) throw new Error(`the server exited: ${stderr}`);
      return url;
    },
  };
}
