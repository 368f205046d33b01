import fp from 'fastify-plugin';
import { ExporterError } from '../errors.ts';
import { watchConnections } from './drain-connections.ts';

/** Flushing the records and closing what was started takes a second or two, five with the database gone. */
const afterDeadlineMs = 15_000;

/**
 * How long a shutdown may take, in milliseconds: each open request ends by its deadline, and then the records are
 * flushed. Platforms must wait longer before they kill the process.
 */
export function drainWithinMs(requestTimeoutMs: number): number {
  return requestTimeoutMs + afterDeadlineMs;
}

/**
 * Graceful shutdown: from the first moment of `app.close()` new requests get 503, open ones are answered with
 * `connection: close`, and other connections do not keep the process alive.
 */
export const draining = fp(
  async (app) => {
    let closing = false;
    const connections = watchConnections(app.server);
    app.addHook('preClose', async () => {
      closing = true;
      connections.drain();
    });
    app.addHook('onRequest', async () => {
      if (closing) throw new ExporterError('EXPORTER_BUSY', 'The service is shutting down', { retryAfterSeconds: 5 });
    });
    app.addHook('onSend', async (_request, reply) => {
      if (closing) reply.header('connection', 'close');
    });
  },
  { name: 'draining' },
);
