import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    runningJobs: {
      /**
       * Keeps the service from closing before the job has ended and its end is recorded. The promise must not reject.
       */
      add(job: Promise<void>): void;
    };
  }
}

/**
 * A job outlives its connection briefly when a client disconnects: its end is not recorded yet. All jobs are
 * awaited before the record writer closes.
 */
export const runningJobs = fp(
  async (app) => {
    const running = new Set<Promise<void>>();
    app.decorate('runningJobs', {
      add(job) {
        running.add(job);
        void job.finally(() => running.delete(job));
      },
    });
    app.addHook('onClose', async () => {
      await Promise.all(running);
    });
  },
  // onClose hooks run in reverse order: registered after the writer, this one runs before it.
  { name: 'running-jobs', dependencies: ['jobs'] },
);
