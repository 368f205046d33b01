import underPressure from '@fastify/under-pressure';
import fp from 'fastify-plugin';
import { ExporterError } from '../errors.ts';

export interface OverloadOptions {
  /** Bytes of resident memory that the process may have. */
  readonly memoryLimitBytes: number;
  /** Mean over a second. Default 1,000: at full load with 200 users it stays below 100. */
  readonly maxEventLoopDelayMs?: number | undefined;
}

/**
 * New jobs are refused above this share, so that running jobs can finish: the platform kills at 100 %, and the bodies'
 * memory limit admits at most a few tens of megabytes more while it drains.
 */
const memoryShare = 0.88;

/** Refuses new jobs (503) before memory or the event loop suffers; pages and health checks are still answered. */
export const overload = fp<OverloadOptions>(
  async (app, { memoryLimitBytes, maxEventLoopDelayMs = 1000 }) => {
    await app.register(underPressure, {
      maxEventLoopDelay: maxEventLoopDelayMs,
      maxRssBytes: Math.floor(memoryLimitBytes * memoryShare),
      sampleInterval: 1000,
      pressureHandler: async (request, _reply, type, value) => {
        // Infinity: nothing was measured in the last second because the process was suspended. It runs again now.
        if (request.method !== 'POST' || value === Number.POSITIVE_INFINITY) return;
        request.log.warn({ event: 'overload.refused', type, value }, 'job refused: overload');
        throw new ExporterError('EXPORTER_BUSY', 'The service is overloaded: please try again shortly', {
          retryAfterSeconds: 10,
        });
      },
    });
  },
  { name: 'overload', dependencies: ['limits'] },
);
