import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/project-root.ts';
import { findBinaries, ownedFolder } from './binaries.ts';
import { keepRunning } from './keep-running.ts';
import { type Cluster, ensureCluster, findFreePort, readServerState, type ServerState, startServer } from './server.ts';
import { canEnter, findServerUser, type ServerUser } from './server-user.ts';
import { takeLease } from './watchdog.ts';

/** Choices for {@link startEmbeddedPostgres}. */
export type EmbeddedPostgresOptions = {
  /** The folder of the cluster, its log and its users' leases. Default `.data/postgres` of the project. */
  dataDir?: string;
  /** Default: a free one. Ignored if the server already runs. */
  port?: number;
  /** False for tests: no flush to disk, so that a start takes a tenth of a second. Default true. */
  durable?: boolean;
  /** Whether a killed server is restarted on its port. Default false: a command is over too soon. */
  keepRunning?: boolean;
  log?: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
};

/** A server this process may use until it calls `stop`. */
export type EmbeddedPostgres = {
  /** Takes connections of this machine only, as the user `postgres` without a password. */
  url: string;
  port: number;
  /** The server's process at this moment. */
  readonly pid: number;
  /** Ends this process's use of the server. It stops with its last user, even if that one is killed. */
  stop(): Promise<void>;
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** How long a server may take to start or to stop, recovery after a crash included. */
const patienceMs = 30_000;

/**
 * Starts a Postgres for development and tests, or joins the one that already runs on `dataDir`.
 *
 * The first start creates the cluster (about 2 s), later ones take about 0.2 s. As root the server runs as another
 * user, see {@link findServerUser}; if that user cannot reach `dataDir`, the data goes under /var/tmp.
 *
 * @throws Error if no Postgres is installed for this machine, the port is taken, or the server does not come up
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions = {}): Promise<EmbeddedPostgres> {
  const user = await findServerUser(projectRoot());
  const home = await makeHome(resolve(options.dataDir ?? join(projectRoot(), '.data/postgres')), user);
  const binaries = await findBinaries(user);
  const cluster: Cluster = {
    // A cluster belongs to one major version: a newer Postgres starts a fresh one beside it.
    folder: join(home, `cluster-${binaries.version}`),
    logFile: join(home, 'postgres.log'),
    binaries,
    user,
    durable: options.durable ?? true,
  };
  const lease = await takeLease(join(home, 'leases'), cluster.folder);
  try {
    await ensureCluster(cluster);
    let state = await joinOrStart(cluster, options.port);
    const { port } = state;
    const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
    options.log?.info({ event: 'database.embedded', url, dataDir: home }, 'embedded Postgres ready');
    const keeper =
      options.keepRunning === true &&
      keepRunning({
        isRunning: async () => (await readServerState(cluster.folder)) !== undefined,
        restart: async () => {
          state = await joinOrStart(cluster, port);
        },
        log: options.log ?? silent,
      });
    let stopped: Promise<void> | undefined;
    return {
      url,
      port,
      get pid() {
        return state.pid;
      },
      async stop() {
        stopped ??= (async () => {
          if (keeper !== false) await keeper.stop();
          await lease.release();
        })();
        await stopped;
      },
    };
  } catch (error) {
    await lease.release();
    throw error;
  }
}

async function makeHome(wanted: string, user: ServerUser | undefined): Promise<string> {
  await mkdir(wanted, { recursive: true });
  if (user === undefined || canEnter(wanted, user)) return wanted;
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  return ownedFolder(`/var/tmp/figma-exporter-ai-data-${name}`);
}

async function joinOrStart(cluster: Cluster, port: number | undefined): Promise<ServerState> {
  const giveUpAt = performance.now() + patienceMs;
  // The last user of a server may be stopping it: it looked for leases before ours existed. It sends its signal within
  // a few milliseconds, and then the server's pid file no longer says ready.
  await sleep(30);
  while (performance.now() < giveUpAt) {
    const state = await readServerState(cluster.folder);
    if (state === undefined) {
      await startServer(cluster, port ?? (await findFreePort()));
    } else if (state.ready) {
      return state;
    }
    await sleep(30);
  }
  throw new Error(`The embedded Postgres in ${cluster.folder} is neither ready nor gone: see ${cluster.logFile}`);
}
