import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../demo/postgres/server.ts';
import type { DemoStats } from '../../demo/provider/provider.ts';

/** The demo provider in a child process, so that its CPU is in nobody's figures. */
export interface BenchProvider {
  /** What OPENROUTER_BASE_URL takes. */
  url: string;
  latencyMs: number;
  /** Changes how long calls take from now on. */
  setLatency(latencyMs: number): void;
  readStats(): Promise<DemoStats>;
  stop(): Promise<void>;
}

/**
 * Starts a provider that answers each call after `latencyMs` with canned names or variants; resolves once it listens.
 *
 * @param imageBytes about the size of its pictures; as they are drawn if omitted.
 */
export async function startProvider(latencyMs: number, imageBytes?: number): Promise<BenchProvider> {
  const port = await findFreePort();
  const child = fork(fileURLToPath(new URL('provider-process.js', import.meta.url)), {
    execArgv: [],
    env: { ...process.env, PORT: String(port), LATENCY_MS: String(latencyMs), IMAGE_BYTES: String(imageBytes ?? 0) },
  });
  const gone = once(child, 'exit').then(() => {
    throw new Error('the provider stopped before it was asked to');
  });
  gone.catch(() => {});
  await Promise.race([once(child, 'message'), gone]);
  return {
    url: `http://127.0.0.1:${port}/api/v1`,
    latencyMs,
    setLatency: (ms) => void child.send({ latencyMs: ms }),
    async readStats() {
      const answer = once(child, 'message');
      child.send('stats');
      const [stats] = (await Promise.race([answer, gone])) as [DemoStats];
      return stats;
    },
    async stop() {
      child.kill();
      await gone.catch(() => {});
    },
  };
}
