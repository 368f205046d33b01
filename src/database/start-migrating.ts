import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationError, migrate } from './migrate.ts';

/** What {@link startMigrating} needs. */
export type MigratingDeps = {
  url: string;
  /** The folder of migrations. */
  directory: string;
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
  /** Called once, when the schema is up to date. */
  onMigrated?: () => void;
  /**
   * How long a start waits. Default 2,000 ms: a server that is there answers in 20, or in several hundred on a machine
   * busy starting other things. A long migration continues in the background; otherwise the platform would kill the
   * start.
   */
  startWaitMs?: number;
  /** Time between two attempts. Default 1,000 ms. */
  retryMs?: number;
};

/** Migrations on their way. */
export type Migrating = {
  /** Whether the schema is up to date. */
  isDone(): boolean;
  /**
   * Resolves when the start may continue: migrations are done, or they take longer and continue in the background.
   *
   * @throws MigrationError if a migration failed while the start waited
   */
  settled: Promise<void>;
  stop(): Promise<void>;
};

/** An attempt that has not reached the server after this long is restarted. */
const attemptMs = 10_000;

/** A migration that failed while the service was already up is retried after this long: somebody may have fixed it. */
const failedRetryMs = 30_000;

/** A database that stays away is logged at the first attempt, then every so many. */
const attemptsPerLine = 60;

/**
 * Brings the schema up to date behind the service's start, as often as it takes. Nothing delays the start by more than
 * `startWaitMs`, and only a migration that fails before that fails it.
 */
export function startMigrating(deps: MigratingDeps): Migrating {
  const { log, startWaitMs = 2_000, retryMs = 1_000 } = deps;
  const stopping = new AbortController();
  let done = false;
  let starting = true;
  let release!: (error?: unknown) => void;
  const settled = new Promise<void>((resolve, reject) => {
    release = (error) => {
      starting = false;
      if (error === undefined) resolve();
      else reject(error);
    };
  });
  // Its reader may come later than its failure.
  settled.catch(() => {});
  const waited = setTimeout(() => release(), startWaitMs).unref();

  async function attempt(): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), attemptMs).unref();
    await migrate(deps.url, {
      directory: deps.directory,
      log,
      signal: AbortSignal.any([limit.signal, stopping.signal]),
      onConnected: () => clearTimeout(timer),
    }).finally(() => clearTimeout(timer));
  }

  async function run(): Promise<void> {
    for (let attempts = 1; ; attempts += 1) {
      try {
        await attempt();
        done = true;
        if (attempts > 1) log.info({ event: 'database.reached', attempts }, 'database reached');
        deps.onMigrated?.();
        return release();
      } catch (error) {
        const failed = error instanceof MigrationError;
        if (stopping.signal.aborted || (failed && starting)) return release(failed ? error : undefined);
        if (failed)
          log.error(
            { event: 'database.migration_failed', err: error },
            'migration failed: the schema is not up to date',
          );
        else if (attempts % attemptsPerLine === 1) logFailure(error, attempts);
        release();
        const pause = { ref: false, signal: stopping.signal };
        await sleep(failed ? failedRetryMs : retryMs, undefined, pause).catch(() => {});
        if (stopping.signal.aborted) return;
      }
    }
  }

  function logFailure(error: unknown, attempts: number): void {
    const reason = toReason(error);
    const fix = refusals.find(([code]) => reason.startsWith(code))?.[1];
    if (fix === undefined) {
      log.warn({ event: 'database.unreachable', reason, attempts }, 'database unreachable: records wait in memory');
    } else {
      log.error(
        { event: 'database.refused', reason, attempts },
        `the database refuses: ${fix}; records wait in memory`,
      );
    }
  }

  const running = run().finally(() => clearTimeout(waited));
  return {
    isDone: () => done,
    settled,
    async stop() {
      stopping.abort();
      await running;
    },
  };
}

/** What the server says no to, by the beginning of its SQLSTATE (PostgreSQL manual, appendix A), and what to do. */
const refusals: readonly (readonly [string, string])[] = [
  ['28', 'check user and password in DATABASE_URL'],
  ['3D', 'create the database that DATABASE_URL names'],
  ['42501', 'grant the user create on the schema, or run the migrations as its owner'],
  ['3F', 'create the schema on the search_path of the user'],
  ['42', "check the user's rights and the schema"],
];

/** The code, else the message: after attempts at several addresses, Node's error has only a code. */
function toReason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return [code, message].filter(Boolean).join(': ') || 'unknown';
}
