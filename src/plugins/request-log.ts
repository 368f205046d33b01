import fp from 'fastify-plugin';

/**
 * One line a request and one row in `api_calls`, when it is done. The line has no body, no query, no address and no
 * e-mail. Health checks are told only where they fail: a platform asks every few seconds.
 */
export const requestLog = fp(
  async (app) => {
    app.addHook('onResponse', async (request, reply) => {
      const { url: route = 'none' } = request.routeOptions;
      const quiet = route.startsWith('/health') && reply.statusCode < 500;
      const durationMs = Math.round(reply.elapsedTime);
      request.log[quiet ? 'debug' : 'info'](
        {
          event: 'request.done',
          method: request.method,
          route,
          status: reply.statusCode,
          durationMs,
        },
        'request done',
      );
      if (quiet) return;
      app.jobs.called({
        endpoint: route,
        ipAddress: request.clientAddress,
        userAgent: request.headers['user-agent'],
        responseStatus: reply.statusCode,
        responseTimeMs: durationMs,
        createdAt: new Date(Date.now() - durationMs),
      });
    });
  },
  { name: 'request-log' },
);
