import { spawn } from 'node:child_process';
import { chown, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from '../../demo/postgres/binaries.ts';
import { ensureCluster, findFreePort, readServerState } from '../../demo/postgres/server.ts';
import { findServerUser } from '../../demo/postgres/server-user.ts';

/** A Postgres that is thrown away at the end, with the memory of a small managed one. */
export interface BenchPostgres {
  url: string;
  stop(): Promise<void>;
}

/** What differs from Postgres's defaults. Nothing is flushed to disk, or making ten million rows would take an hour. */
const settings = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '1GB',
  effective_cache_size: '2GB',
  maintenance_work_mem: '512MB',
  max_wal_size: '8GB',
  wal_level: 'minimal',
  max_wal_senders: '0',
  random_page_cost: '1.1',
  timezone: 'UTC',
  fsync: 'off',
  full_page_writes: 'off',
  synchronous_commit: 'off',
} as const;

export const describedSettings = `shared_buffers ${settings.shared_buffers}, Postgres's own defaults otherwise`;

/** Starts one in a new folder under the system's temporary one, where 10 million jobs take some 8 GB. */
export async function startBenchPostgres(): Promise<BenchPostgres> {
  const user = await findServerUser(tmpdir());
  const binaries = await findBinaries(user);
  const home = await mkdtemp(join(tmpdir(), 'bench-analytics-'));
  if (user !== undefined) await chown(home, user.uid, user.gid);
  const folder = join(home, 'cluster');
  await ensureCluster({ folder, logFile: '', binaries, user, durable: false });

  const port = await findFreePort();
  const log = await open(join(home, 'postgres.log'), 'a');
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const server = spawn(binaries.postgres, ['-D', folder, '-p', String(port), ...flags], {
    ...user,
    cwd: '/',
    env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  const gone = new Promise((resolve) => server.once('exit', resolve));
  while ((await readServerState(folder))?.ready !== true) {
    if (server.exitCode !== null) throw new Error(`Postgres did not start: see ${home}/postgres.log`);
    await sleep(50);
  }
  return {
    url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      // SIGINT is Postgres's fast stop; what it would keep is thrown away.
      server.kill('SIGINT');
      await gone;
      process.off('exit', kill);
      await rm(home, { recursive: true, force: true });
    },
  };
}
