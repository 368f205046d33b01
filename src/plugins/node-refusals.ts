import fp from 'fastify-plugin';
import { invalidRequest } from '../errors.ts';

/**
 * What Node would refuse by itself, with an empty reply and no CORS headers: a request of HTTP/1.1 without a Host gets the
 * one shape of errors, and an expectation other than 100-continue is not met but ignored (RFC 9110, 10.1.1).
 */
export const nodeRefusals = fp(
  async (app) => {
    app.server.on('checkExpectation', (request, reply) => app.server.emit('request', request, reply));
    app.addHook('onRequest', async ({ raw }) => {
      if (raw.headers.host === undefined && raw.httpVersion === '1.1')
        throw invalidRequest('The header Host is required');
    });
  },
  { name: 'node-refusals' },
);
