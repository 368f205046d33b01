import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { findFreePort } from '../../demo/postgres/server.ts';
import { skipWithout } from './debian-program.ts';

/** A real Redis that keeps nothing, on 127.0.0.1. */
export interface RedisServer {
  readonly url: string;
  /** Ends it as a crash would. */
  kill(): Promise<void>;
  /** Starts it again, empty, on its port. */
  start(): Promise<void>;
}

/** Why tests with a real Redis are skipped, or false. Loading this file without Redis fails in CI. */
export const noRedis: string | false = skipWithout('redis-server');

/** Starts a {@link RedisServer}, ended with the test. */
export async function startRedisServer(t: { teardown: (handler: () => Promise<void>) => void }): Promise<RedisServer> {
  const port = await findFreePort();
  let child: ChildProcess | undefined;
  const server: RedisServer = {
    url: `redis://127.0.0.1:${port}`,
    async kill() {
      if (child === undefined) return;
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      child = undefined;
      await ended;
    },
    async start() {
      const options = [
        '--port',
        String(port),
        '--bind',
        '127.0.0.1',
        '--save',
        '',
        '--appendonly',
        'no',
        '--dbfilename',
        `${port}.rdb`,
      ];
      child = spawn('redis-server', options, { stdio: 'ignore', cwd: '/tmp' });
      const giveUpAt = performance.now() + 60_000;
      while (!(await accepts(port))) {
        if (child.exitCode !== null) throw new Error(`redis-server ended with ${child.exitCode}`);
        if (performance.now() > giveUpAt) throw new Error('redis-server takes no connections');
        await sleep(10);
      }
    },
  };
  t.teardown(async () => server.kill());
  await server.start();
  return server;
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
