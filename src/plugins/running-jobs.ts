import fp from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** Keeps the service from closing before the job has ended and its end is recorded. The promise must not reject. */
    trackJob(job: Promise<void>): void;
  }
}

/**
 * Jobs outlive their connection for a moment when a client leaves: HTTP is done with them, the record is not. They are
 * waited for before the record's writer closes.
 */
export const runningJobs = fp(
  async (app) => {
    const running = new Set<Promise<void>>();
    app.decorate('trackJob', (job) => {
      running.add(job);
      void job.finally(() => running.delete(job));
    });
    app.addHook('onClose', async () => {
      await Promise.all(running);
    });
  },
  // Hooks on close run in reverse order: after the writer here means before it there.
  { name: 'running-jobs', dependencies: ['job-logger'] },
);
