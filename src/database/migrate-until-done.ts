import { setTimeout as sleep } from 'node:timers/promises';
import { MigrationError, migrate } from './migrate.ts';

/** What {@link migrateUntilDone} needs. */
export type MigrateUntilDoneDeps = {
  url: string;
  /** The folder of migrations. */
  directory: string;
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
  /** Ends the attempt and the waiting. */
  signal: AbortSignal;
  /** Called after each failed attempt, before it is logged. If it throws, no further attempt is made. */
  onFailure: (error: unknown) => void;
};

/** An attempt that has not reached the server after this long is restarted. */
const attemptMs = 10_000;

/** Time between two attempts to reach the server. */
const retryMs = 1_000;

/** A failed migration is retried after this long: the cause may be fixed by then. */
const failedRetryMs = 30_000;

/** A database that stays away is logged at the first attempt, then every so many. */
const attemptsPerLine = 60;

/**
 * Brings the schema up to date, with as many attempts as it takes.
 *
 * @throws what `onFailure` throws; any error once the signal has aborted
 */
export async function migrateUntilDone(deps: MigrateUntilDoneDeps): Promise<void> {
  const { log, signal, onFailure } = deps;
  for (let attempts = 1; ; attempts += 1) {
    try {
      await attempt(deps);
      if (attempts > 1) log.info({ event: 'database.reached', attempts }, 'database reached');
      return;
    } catch (error) {
      signal.throwIfAborted();
      onFailure(error);
      logFailure(log, error, attempts);
      const pauseMs = error instanceof MigrationError ? failedRetryMs : retryMs;
      await sleep(pauseMs, undefined, { ref: false, signal });
    }
  }
}

async function attempt({ url, directory, log, signal }: MigrateUntilDoneDeps): Promise<void> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), attemptMs).unref();
  const endLimit = (): void => clearTimeout(timer);
  const either = AbortSignal.any([limit.signal, signal]);
  await migrate(url, { directory, log, signal: either, onConnected: endLimit }).finally(endLimit);
}

function logFailure(log: MigrateUntilDoneDeps['log'], error: unknown, attempts: number): void {
  if (error instanceof MigrationError) {
    log.error({ event: 'database.migration_failed', err: error }, 'migration failed: the schema is not up to date');
    return;
  }
  if (attempts % attemptsPerLine !== 1) return;
  const reason = toReason(error);
  const fix = refusals.find(([code]) => reason.startsWith(code))?.[1];
  if (fix === undefined) {
    log.warn({ event: 'database.unreachable', reason, attempts }, 'database unreachable: records wait in memory');
  } else {
    log.error({ event: 'database.refused', reason, attempts }, `the database refuses: ${fix}; records wait in memory`);
  }
}

/** What the server refuses, by the beginning of its SQLSTATE (PostgreSQL manual, appendix A), and what to do. */
const refusals: readonly (readonly [string, string])[] = [
  ['25006', 'DATABASE_URL must lead to the primary, and the database allow writes'],
  ['28', 'check user and password in DATABASE_URL'],
  ['3D', 'create the database that DATABASE_URL names'],
  ['42501', 'grant the user create on the schema, or run the migrations as its owner'],
  ['3F', 'create the schema on the search_path of the user'],
  ['42', "check the user's rights and the schema"],
  ['53', 'it is out of disk space, memory or connections'],
];

/** The code and the message, whichever exist: after attempts at several addresses, Node's error has only a code. */
function toReason(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  return [code, message].filter(Boolean).join(': ') || 'unknown';
}
