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
   * How long a start waits for a server that does not answer. Default 2,000 ms: one that is there answers in 20, or in
   * several hundred on a machine busy starting other things. One that refuses is not waited for at all.
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
   * Resolves when the start may go on: migrated, or the server is out of reach and will be tried again behind it.
   *
   * @throws MigrationError where a migration failed
   */
  settled: Promise<void>;
  stop(): Promise<void>;
};

/** An attempt that has not reached the server after this long is begun anew. */
const attemptMs = 10_000;

/** A migration that failed while the service was already up is tried again this much later: somebody may mend it. */
const failedRetryMs = 30_000;

/**
 * Brings the schema up to date behind the service's start, as often as it takes. A server out of reach neither delays
 * the start by more than `startWaitMs` nor fails it; a migration that fails does, while the start still waits.
 */
export function startMigrating(deps: MigratingDeps): Migrating {
  const { log, startWaitMs = 2_000, retryMs = 1_000 } = deps;
  const stopping = new AbortController();
  let done = false;
  let connected = false;
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
  const waited = setTimeout(() => connected || release(), startWaitMs).unref();

  async function attempt(): Promise<void> {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), attemptMs).unref();
    await migrate(deps.url, {
      directory: deps.directory,
      log,
      signal: AbortSignal.any([limit.signal, stopping.signal]),
      onConnected: () => {
        connected = true;
        clearTimeout(timer);
      },
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
        if (failed) log.error({ event: 'database.migration_failed', err: error }, 'the schema is not up to date');
        else if (attempts === 1) {
          const fields = { event: 'database.unreachable', reason: toReason(error) };
          log.warn(fields, 'no database yet: records are kept until it comes');
        }
        release();
        const pause = { ref: false, signal: stopping.signal };
        await sleep(failed ? failedRetryMs : retryMs, undefined, pause).catch(() => {});
        if (stopping.signal.aborted) return;
      }
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

/** A code, else the message: with several addresses tried, Node's error has a code alone. */
function toReason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return [code, message].filter(Boolean).join(': ') || 'unknown';
}
