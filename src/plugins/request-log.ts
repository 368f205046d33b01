import fp from 'fastify-plugin';

/** One line a request, when it is done: no body, no query, no address, no e-mail. Health checks only where they fail. */
export const requestLog = fp(
  async (app) => {
    app.addHook('onResponse', async (request, reply) => {
      const quiet = request.routeOptions.url?.startsWith('/health') === true && reply.statusCode < 500;
      request.log[quiet ? 'debug' : 'info'](
        {
          event: 'request.done',
          method: request.method,
          route: request.routeOptions.url ?? 'none',
          status: reply.statusCode,
          durationMs: Math.round(reply.elapsedTime),
        },
        'request done',
      );
    });
  },
  { name: 'request-log' },
);
