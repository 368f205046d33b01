import type { Socket } from 'node:net';
import fp from 'fastify-plugin';
import { invalidRequest } from '../errors.ts';
import { refuseConnection } from './errors.ts';

/**
 * Answers requests that Node would refuse with an empty reply and no CORS headers: an HTTP/1.1 request without Host,
 * and CONNECT, get the common error shape, and an expectation other than 100-continue is ignored (RFC 9110, 10.1.1). A
 * client that waits for `100 Continue` gets it when its body is read, so that a refusal saves it the upload.
 */
export const nodeRefusals = fp(
  async (app) => {
    for (const event of ['checkExpectation', 'checkContinue'])
      app.server.on(event, (request, reply) => app.server.emit('request', request, reply));
    app.server.on('connect', (_request, socket) => refuseConnection(new Error('CONNECT'), socket as Socket));
    app.addHook('onRequest', async ({ raw }) => {
      if (raw.headers.host === undefined && raw.httpVersion === '1.1')
        throw invalidRequest('The Host header is required');
    });
  },
  { name: 'node-refusals' },
);
