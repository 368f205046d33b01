import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { projectRoot } from '../../src/project-root.ts';
import { findBinaries, ownedFolder } from './binaries.ts';
import { keepRunning } from './keep-running.ts';
import {
  type Cluster,
  ensureCluster,
  findFreePort,
  isListening,
  readServerState,
  type ServerState,
  startServer,
} from './server.ts';
import { canReach, findServerUser, type ServerUser } from './server-user.ts';
import { takeLease } from './watchdog.ts';

/** Choices for {@link startEmbeddedPostgres}. */
export type EmbeddedPostgresOptions = {
  /** The folder of the cluster, its log and its users' leases. Default `.data/postgres` of the project. */
  dataDir?: string;
  /** Default: a free one. Ignored if the server already runs. */
  port?: number;
  /** False for tests: no flush to disk, so that a start takes a tenth of a second. Default true. */
  durable?: boolean;
  /**
   * Whether the server is started again, on its port, where it is killed. Default false: a command is over too soon.
   */
  keepRunning?: boolean;
  log?: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
};

/** A server this process may use until it calls `stop`. */
export type EmbeddedPostgres = {
  /** Good for {@link createSql}; the user is `postgres`, with no password, from this machine alone. */
  url: string;
  port: number;
  /** The server's process at this moment. */
  readonly pid: number;
  /** Lets go of the server. It stops with the last process that uses it, also where that one is killed. */
  stop(): Promise<void>;
};

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** How long a server may take to come up or to go down before it counts as dead: recovery after a crash included. */
const patienceMs = 30_000;

/**
 * Starts a Postgres of this project's own, for development and tests, or joins the one that runs on `dataDir`.
 *
 * The first start makes the cluster (about 2 s), later ones take about 0.2 s. As root the server runs under another
 * user, see `embedded/server-user.ts`; where that user cannot reach `dataDir`, the data goes under /var/tmp.
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
  if (user === undefined || (await canReach(join(wanted, 'cluster'), user))) return wanted;
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 16);
  return ownedFolder(`/var/tmp/figma-exporter-ai-data-${name}`);
}

async function joinOrStart(cluster: Cluster, port: number | undefined): Promise<ServerState> {
  const giveUpAt = performance.now() + patienceMs;
  // The last user of a server may be stopping it: it looked for leases before ours was there. Its signal is out
  // within a few milliseconds of that look, and then the server no longer calls itself ready.
  await sleep(30);
  while (performance.now() < giveUpAt) {
    const state = await readServerState(cluster.folder);
    if (state === undefined) {
      const started = await startServer(cluster, port ?? (await findFreePort()));
      if (started !== undefined) return started;
    } else if (state.ready && (await isListening(state.port))) {
      return state;
    }
    await sleep(30);
  }
  throw new Error(`The embedded Postgres in ${cluster.folder} is neither ready nor gone: see ${cluster.logFile}`);
}
