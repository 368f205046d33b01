import fp from 'fastify-plugin';
import { invalidRequest } from '../errors.ts';

/**
 * Answers what Node would refuse with an empty reply and no CORS headers: an HTTP/1.1 request without Host gets the
 * common error shape, and an expectation other than 100-continue is ignored (RFC 9110, 10.1.1).
 */
export const nodeRefusals = fp(
  async (app) => {
    app.server.on('checkExpectation', (request, reply) => app.server.emit('request', request, reply));
    app.addHook('onRequest', async ({ raw }) => {
      if (raw.headers.host === undefined && raw.httpVersion === '1.1')
        throw invalidRequest('The Host header is required');
    });
  },
  { name: 'node-refusals' },
);
