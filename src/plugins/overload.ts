import underPressure from '@fastify/under-pressure';
import fp from 'fastify-plugin';
import { ExporterError } from '../errors.ts';

export interface OverloadOptions {
  /** Bytes of resident memory that the process may have. */
  readonly memoryLimitBytes: number;
}

/**
 * New jobs are refused from here on, so that those under way can end: the platform kills at 100 %, and what the bodies'
 * budget lets in adds at most a few tens of megabytes while it drains.
 */
const memoryShare = 0.88;
/** The mean over a second. At full load with 200 users it stays below 100 ms. */
const maxEventLoopDelayMs = 1000;

/** Refuses new jobs (503) before memory or the event loop suffers; pages and health checks are answered still. */
export const overload = fp<OverloadOptions>(
  async (app, { memoryLimitBytes }) => {
    await app.register(underPressure, {
      maxEventLoopDelay: maxEventLoopDelayMs,
      maxRssBytes: Math.floor(memoryLimitBytes * memoryShare),
      sampleInterval: 1000,
      pressureHandler: async (request, _reply, type, value) => {
        // Infinity: nothing was measured in the last second, since the process did not run. Now it does.
        if (request.method !== 'POST' || value === Number.POSITIVE_INFINITY) return;
        request.log.warn({ event: 'overload.refused', type, value }, 'a job was refused: too much load');
        throw new ExporterError('EXPORTER_BUSY', 'The service is at its limit: please try again shortly', {
          retryAfterSeconds: 10,
        });
      },
    });
  },
  { name: 'overload', dependencies: ['limits'] },
);
