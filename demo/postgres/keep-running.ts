/** What {@link keepRunning} needs. */
export type KeepRunningDeps = {
  isRunning(): Promise<boolean>;
  /** Starts the server where it was; rejects if it does not come up. */
  restart(): Promise<void>;
  log: Record<'info' | 'warn' | 'error', (fields: object, message: string) => void>;
  /** Time between two looks. Default 500 ms. */
  everyMs?: number;
};

/**
 * Restarts in a row; after a minute of running the count begins again. No restart repairs a server that dies at once.
 */
const maxRestarts = 5;
const steadyMs = 60_000;

/** Restarts a server whenever it is gone. `stop` waits for a restart in progress, so that no server is left behind. */
export function keepRunning(deps: KeepRunningDeps): { stop(): Promise<void> } {
  const { isRunning, restart, log, everyMs = 500 } = deps;
  let stopped = false;
  let restarts = 0;
  let lastAt = Number.NEGATIVE_INFINITY;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    if (await isRunning()) return;
    if (stopped) return;
    if (performance.now() - lastAt > steadyMs) restarts = 0;
    if (restarts === maxRestarts) {
      stopped = true;
      log.error(
        { event: 'database.embedded_lost', restarts },
        'the embedded Postgres does not stay up: restart the service',
      );
      return;
    }
    restarts += 1;
    lastAt = performance.now();
    try {
      await restart();
      log.warn({ event: 'database.embedded_restarted', restarts }, 'the embedded Postgres was gone and runs again');
    } catch (error) {
      log.warn(
        { event: 'database.embedded_down', restarts, err: error },
        'the embedded Postgres is gone and did not start',
      );
    }
    lastAt = performance.now();
  }

  function schedule(): void {
    setTimeout(() => {
      if (stopped) return;
      looking = look().finally(schedule);
    }, everyMs).unref();
  }
  schedule();
  return {
    async stop() {
      stopped = true;
      await looking;
    },
  };
}
