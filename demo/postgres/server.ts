import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { chown, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { ServerUser } from './server-user.ts';

/** A cluster (data directory) and how to run it. */
export type Cluster = {
  folder: string;
  logFile: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  /** False never flushes to disk: faster, but a power cut may ruin the data. For tests. */
  durable: boolean;
};

/** A server as its own pid file describes it. */
export type ServerState = { pid: number; port: number; ready: boolean };

const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Creates the cluster if it is missing. If two processes do so at once, the first one wins. */
export async function ensureCluster({ folder, binaries, user, durable }: Cluster): Promise<void> {
  if ((await stat(join(folder, 'PG_VERSION')).catch(() => undefined)) !== undefined) return;
  const draft = await mkdtemp(`${folder}.draft-`);
  if (user !== undefined) await chown(draft, user.uid, user.gid);
  const flags = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--no-locale', '--no-instructions'];
  if (!durable) flags.push('--no-sync');
  const initdb = spawn(binaries.initdb, ['-D', draft, ...flags], {
    ...user,
    cwd: '/',
    env: environment,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const complaints: Buffer[] = [];
  initdb.stderr.on('data', (chunk: Buffer) => complaints.push(chunk));
  const [code] = (await once(initdb, 'close')) as [number | null];
  if (code !== 0) throw new Error(`initdb failed: ${Buffer.concat(complaints).toString().trim()}`);
  await rename(draft, folder).catch(async (error: NodeJS.ErrnoException) => {
    await rm(draft, { recursive: true, force: true });
    if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
  });
}

/** Reads what the cluster's pid file says; undefined if no such process lives. */
export async function readServerState(clusterFolder: string): Promise<ServerState | undefined> {
  const text = await readFile(join(clusterFolder, 'postmaster.pid'), 'utf8').catch(() => '');
  // Lines: pid, data folder, start time, port, socket folder, listen address, shared memory, status.
  const lines = text.split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !(await isPostgres(pid))) return undefined;
  return { pid, port: Number(lines[3]), ready: lines[7]?.trim() === 'ready' };
}

/** A pid file outlives a crash, and after a restart of the machine another process may have its number. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres');
  return name.includes('postgres');
}

/** A port nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  // Below those that the system hands out to connections, which could take the port before it is used.
  const server = createServer().listen(randomInt(20_000, 32_768), '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return findFreePort();
    throw error;
  }
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts the server and waits until it is ready; does nothing if another process starts the same cluster meanwhile.
 *
 * Not with `pg_ctl`, which leaves the server to the system's first process: a container's often does not collect dead
 * children, so a dead server would look alive.
 *
 * @throws Error with the server's last messages if it does not start
 */
export async function startServer(cluster: Cluster, port: number): Promise<void> {
  const { folder, logFile, binaries, user } = cluster;
  // Opened here, as the server's user may not write to this folder. A log past 1 MB starts over.
  const log = await open(logFile, 'a');
  if ((await log.stat()).size > 1_048_576) await log.truncate();
  const { size: start } = await log.stat();
  // Detached: Ctrl-C in a terminal reaches the whole process group.
  const server = spawn(binaries.postgres, ['-D', folder, '-p', String(port), ...settings(cluster)], {
    ...user,
    cwd: '/',
    env: environment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  try {
    await once(server, 'spawn');
  } finally {
    await log.close();
  }
  server.unref();
  while (server.exitCode === null && server.signalCode === null) {
    const state = await readServerState(folder);
    if (state?.ready === true) return;
    await sleep(15);
  }
  const messages = (await readFile(logFile, 'utf8')).slice(start).trim();
  // Another one starts at this moment: its pid file is there, or is made but not written yet.
  if (/lock file "postmaster\.pid" (?:already exists|is empty)/.test(messages)) return;
  throw new Error(`The embedded Postgres did not start: ${messages.split('\n').slice(-5).join(' | ')}`);
}

/** Small: 30 MB resident in all, without the processes that only replication needs. */
function settings({ durable, binaries }: Cluster): string[] {
  const values: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    shared_buffers: '32MB',
    max_connections: '60',
    ...(Number(binaries.version) >= 18 ? { io_method: 'sync' } : {}),
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_wal_size: '256MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_checkpoints: 'off',
    ...(durable ? {} : { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off' }),
  };
  return Object.entries(values).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}
