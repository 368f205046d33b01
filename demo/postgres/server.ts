import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdtemp, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { type AddressInfo, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import type { ServerUser } from './server-user.ts';

/** A cluster on disk and how to run it. */
export type Cluster = {
  folder: string;
  logFile: string;
  binaries: Binaries;
  user: ServerUser | undefined;
  /** False leaves out every flush to disk: faster, and a power cut may ruin the data. For tests. */
  durable: boolean;
};

/** A server as its own pid file describes it. */
export type ServerState = { pid: number; port: number; ready: boolean };

const environment = { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' };

/** Makes the cluster if it is missing. Safe beside another process that does the same: the first one wins. */
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

/** A pid file outlives a crash, and after a restart of the machine its number belongs to somebody else. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => 'postgres');
  return name.includes('postgres');
}

/** Whether something on this machine accepts connections on the port. */
export async function isListening(port: number): Promise<boolean> {
  const socket = connect({ host: '127.0.0.1', port, timeout: 1_000 });
  try {
    return await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('timeout', () => resolve(false));
      socket.once('error', () => resolve(false));
    });
  } finally {
    socket.destroy();
  }
}

/** A port nobody listens on at this moment. */
export async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Starts the server and waits until it is ready.
 *
 * @returns its state, or undefined if another process started the same cluster meanwhile
 * @throws Error with the server's last words where it does not come up
 */
export async function startServer(cluster: Cluster, port: number): Promise<ServerState | undefined> {
  const log = await open(cluster.logFile, 'a');
  const { size } = await log.stat();
  // A log past 1 MB starts over; nobody reads that far back in an embedded server's log.
  if (size > 1_048_576) await log.truncate();
  let server: ChildProcess;
  try {
    server = spawn(cluster.binaries.postgres, ['-D', cluster.folder, '-p', String(port), ...settings(cluster)], {
      ...cluster.user,
      cwd: '/',
      env: environment,
      detached: true,
      stdio: ['ignore', log.fd, log.fd],
    });
  } finally {
    await log.close();
  }
  let failure: string | undefined;
  server.once('error', (error) => (failure = error.message));
  server.once('exit', (code, signal) => (failure = `exit ${code ?? signal}`));
  server.unref();

  for (;;) {
    const state = await readServerState(cluster.folder);
    if (state?.pid === server.pid && state?.ready === true) return state;
    if (failure !== undefined) break;
    await sleep(15);
  }
  const words = (await readFile(cluster.logFile, 'utf8')).slice(size > 1_048_576 ? 0 : size).trim();
  if (words.includes('lock file "postmaster.pid" already exists')) return undefined;
  throw new Error(`The embedded Postgres did not start (${failure}): ${words.split('\n').slice(-5).join(' | ')}`);
}

/** Small on purpose: 30 MB resident in all, and no process that one machine's development has no use for. */
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
