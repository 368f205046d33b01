import { MigrationError } from './migrate.ts';
import { type MigrateUntilDoneDeps, migrateUntilDone } from './migrate-until-done.ts';

/** What {@link startMigrating} needs. */
export type MigratingDeps = Omit<MigrateUntilDoneDeps, 'signal' | 'onFailure'> & {
  /** Called once, when the schema is up to date. */
  onMigrated: () => void;
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

/**
 * A running server answers in 20 ms, or in several hundred on a machine busy starting other things. A long migration
 * continues in the background; otherwise the platform would kill the start.
 */
const startWaitMs = 2_000;

/**
 * Brings the schema up to date while the service starts. A database that is away delays the start by `startWaitMs` at
 * most, and only a migration that fails before that fails it.
 */
export function startMigrating(deps: MigratingDeps): Migrating {
  const { onMigrated, ...rest } = deps;
  const stopping = new AbortController();
  let done = false;
  let starting = true;
  let continueStart!: () => void;
  const longEnough = new Promise<void>((resolve) => {
    continueStart = () => {
      starting = false;
      resolve();
    };
  });
  const limit = setTimeout(continueStart, startWaitMs).unref();

  async function run(): Promise<void> {
    try {
      await migrateUntilDone({
        ...rest,
        signal: stopping.signal,
        onFailure(error) {
          if (starting && error instanceof MigrationError) throw error;
          continueStart();
        },
      });
      done = true;
      onMigrated();
    } catch (error) {
      if (!stopping.signal.aborted) throw error;
    } finally {
      clearTimeout(limit);
    }
  }

  const running = run();
  const settled = Promise.race([running, longEnough]);
  // Whoever waits for it may come later than its failure.
  settled.catch(() => {});
  return {
    isDone: () => done,
    settled,
    async stop() {
      stopping.abort();
      await running.catch(() => {});
    },
  };
}
