import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Image } from './assemble-image.ts';

/** Node's images give this id to their user `node`. */
const nodeUserId = 1000;

export interface Finished {
  readonly code: number | NodeJS.Signals;
  readonly output: string;
}

/**
 * Starts a command in the image's folder with the image's environment and `env`, and nothing else of this machine.
 * Where this process is root, the command runs as the image's user would, who owns none of the files.
 */
export function startInImage(image: Image, command: readonly string[], env: Record<string, string>): ChildProcess {
  const isRoot = process.getuid?.() === 0 && image.user !== 'root';
  // Without the hooks that a test runner puts there; `env` becomes the command, so that signals reach it.
  return spawn('env', ['-u', 'NODE_OPTIONS', ...command], {
    cwd: image.workdir,
    env: { PATH: process.env['PATH'] ?? '', ...image.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(isRoot ? { uid: nodeUserId, gid: nodeUserId } : {}),
  });
}

/** Runs a command in the image to its end, which comes within 30 s or by force. */
export async function runInImage(
  image: Image,
  command: readonly string[],
  env: Record<string, string>,
): Promise<Finished> {
  const child = startInImage(image, command, env);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (part: Buffer) => (output += part.toString()));
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
  const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  clearTimeout(timer);
  return { code: code ?? signal ?? 'SIGKILL', output };
}
