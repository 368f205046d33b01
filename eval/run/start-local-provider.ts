import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '../../src/project-root.ts';

/**
 * Starts the local provider as a process of its own: looking at pictures takes processor time, and a service whose event
 * loop is held up refuses requests.
 */
export async function startLocalProvider(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const main = join(projectRoot(), 'build/demo/provider/main.js');
  const child = spawn(process.execPath, [main, '--latency', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const exited = once(child, 'exit');
  const first = await Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
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
