import fp from 'fastify-plugin';
import { ExporterError } from '../errors.ts';

/** Connections that became idle are closed this often while the service stops. */
const sweepMs = 50;
/** Flushing the record and closing what was started takes a second or two, five with the database gone. */
const afterDeadlineMs = 15_000;

/**
 * How long a stop may take, in milliseconds: every request under way ends by its own deadline; after that and what the
 * record needs, nothing is worth waiting for. Platforms must wait longer before they kill.
 */
export function drainWithinMs(requestTimeoutMs: number): number {
  return requestTimeoutMs + afterDeadlineMs;
}

/**
 * A stop that loses nothing: from the first moment of `app.close()` new requests get 503, those under way are answered
 * with `connection: close`, and connections that are kept alive do not keep the process.
 */
export const draining = fp(
  async (app) => {
    let closing = false;
    let sweep: NodeJS.Timeout | undefined;
    app.addHook('preClose', async () => {
      closing = true;
      sweep = setInterval(() => app.server.closeIdleConnections(), sweepMs);
    });
    app.addHook('onRequest', async () => {
      if (closing) throw new ExporterError('EXPORTER_BUSY', 'The service is shutting down', { retryAfterSeconds: 5 });
    });
    app.addHook('onSend', async (_request, reply) => {
      if (closing) reply.header('connection', 'close');
    });
    app.addHook('onClose', async () => clearInterval(sweep));
  },
  { name: 'draining' },
);
