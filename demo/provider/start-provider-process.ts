import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { LocalServer } from '../../src/backing.ts';
import { projectRoot } from '../../src/project-root.ts';

/**
 * Starts the local provider as a child process: looking at pictures takes processor time, and a service whose event
 * loop is held up by it would refuse requests.
 *
 * The child ends when this process does, however it ends. It is in a separate process group, so that Ctrl-C in a
 * terminal does not stop it before the service has answered what it accepted.
 *
 * @param latencyMs how long it takes for a call, milliseconds; undefined: as long as a model of the kind
 */
export async function startProviderProcess(latencyMs?: number): Promise<LocalServer> {
  const main = join(projectRoot(), 'build/demo/provider/main.js');
  const flags = ['--no-record', ...(latencyMs === undefined ? [] : ['--latency', String(latencyMs)])];
  const child = spawn(process.execPath, [main, ...flags], {
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const exited = once(child, 'exit');
  const first = await Promise.race([
    once(createInterface({ input: child.stdout as NodeJS.ReadableStream }), 'line'),
    exited.then(([code]) => Promise.reject(new Error(`The local provider ended with code ${String(code)}`))),
  ]);
  const { url } = JSON.parse(String(first[0])) as { url: string };
  return {
    url,
    async stop() {
      child.kill('SIGTERM');
      await exited;
    },
  };
}
