import fp from 'fastify-plugin';
import type { ApiCall } from '../jobs/job-record.ts';

export interface RequestLogOptions {
  /** Takes the row of a request. */
  readonly record: (call: ApiCall) => void;
}

/**
 * One line a request and one row in `api_calls`, when it is over. The line has no body, no query, no address and no
 * e-mail. Successful health checks are logged at debug: platforms send one every few seconds.
 */
export const requestLog = fp<RequestLogOptions>(
  async (app, { record }) => {
    app.onRequestEnd(({ request, status, durationMs: exactMs }) => {
      const { url: route = 'none' } = request.routeOptions;
      const quiet = route.startsWith('/health') && status < 500;
      const durationMs = Math.round(exactMs);
      const { method } = request;
      request.log[quiet ? 'debug' : 'info'](
        { event: 'request.done', method, route, status, durationMs },
        'request done',
      );
      if (quiet) return;
      record({
        endpoint: route,
        ipAddress: request.clientAddress,
        userAgent: request.headers['user-agent'],
        responseStatus: status,
        responseTimeMs: durationMs,
        createdAt: new Date(Date.now() - durationMs),
      });
    });
  },
  { name: 'request-log', dependencies: ['request-end'] },
);
