import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Stage = { teardown: (handler: () => void) => void };

/**
 * Why tests that need a program are skipped, or false if the program is installed.
 *
 * @throws Error if it is missing in CI, which must not skip tests
 */
export function skipWithout(program: string): string | false {
  if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error === undefined) return false;
  if (process.env['CI'] !== undefined) throw new Error(`${program} is missing: .ci/run must install it`);
  return `${program} is not installed`;
}

/** A folder that the program's user can read, with the files given; gone with the test. */
export function programFolder(t: Stage, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'program-test-'));
  chmodSync(folder, 0o777);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts a server program and waits until it takes connections. Ended with the test. */
export async function startProgram(
  t: Stage,
  command: readonly [string, ...string[]],
  port: number,
): Promise<ChildProcess> {
  const [program, ...args] = command;
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => (output += text.toString()));
  // SIGTERM: a program that is killed would leave its workers behind, and with them our pipes open.
  t.teardown(() => {
    child.kill('SIGTERM');
    child.stdout.destroy();
    child.stderr.destroy();
  });
  const giveUpAt = performance.now() + 60_000;
  while (!(await takesConnections(port))) {
    if (child.exitCode !== null || performance.now() > giveUpAt) throw new Error(`${program} did not start: ${output}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return child;
}

async function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), resolve(true))).once('error', () => resolve(false));
  });
}
