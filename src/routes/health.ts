import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import { HealthReply, LiveReply } from '../schemas/health.ts';

export interface HealthRouteOptions {
  readonly memoryLimitBytes: number;
}

const MiB = 1024 * 1024;
const maxHealthyPercent = 80;
/** Batches of records in a row, about two seconds: a single failure passes. */
const failedBatches = 5;

export const healthRoute: FastifyPluginAsyncTypebox<HealthRouteOptions> = async (app, { memoryLimitBytes }) => {
  const health = {
    tags: ['Watching'],
    operationId: 'getHealth',
    summary: 'Health of the service',
    description: '200 `ok`, or 503 `degraded` if the database is in error or memory is past 80 %.',
    response: { 200: HealthReply, 503: HealthReply },
  };
  app.get('/health', { schema: health, logLevel: 'warn' }, async (_request, reply) => {
    const answer = await app.database.check();
    // A full disk, or rights that were taken away: the server answers, but takes no records.
    const database = answer === 'ok' && app.jobs.stats().failuresInARow >= failedBatches ? 'error' : answer;
    const { heapUsed, heapTotal, rss } = process.memoryUsage();
    const healthyPercent = Math.round((rss / memoryLimitBytes) * 100);
    const healthy = database !== 'error' && healthyPercent <= maxHealthyPercent;
    return reply.code(healthy ? 200 : 503).send({
      status: healthy ? 'ok' : 'degraded',
      checks: {
        server: 'ok',
        database,
        memory: {
          heapUsedMB: megabytes(heapUsed),
          heapTotalMB: megabytes(heapTotal),
          rssMB: megabytes(rss),
          healthyPercent,
        },
      },
      uptime: Math.floor(process.uptime()),
    });
  });

  const live = {
    tags: ['Watching'],
    operationId: 'getLiveness',
    summary: 'Whether the process can serve requests, independent of the database',
    response: { 200: LiveReply },
  };
  app.get('/health/live', { schema: live, logLevel: 'warn' }, async () => ({ status: 'ok' as const }));
};

function megabytes(bytes: number): number {
  return Math.round(bytes / MiB);
}
