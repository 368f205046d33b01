import { setMaxListeners } from 'node:events';
import fp from 'fastify-plugin';
import { clientClosed, requestTimeout } from '../errors.ts';

export interface DeadlinesOptions {
  /** Milliseconds from a request's arrival, waiting included. */
  readonly requestTimeoutMs: number;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Aborts with an ExporterError at the deadline and when the client leaves: everything below runs under it. */
    workSignal: AbortSignal;
    /** Milliseconds until the deadline. */
    timeLeftMs: () => number;
  }
}

/** One signal a request, from its deadline and from the client's leaving, runs all the way down. */
export const deadlines = fp<DeadlinesOptions>(
  async (app, { requestTimeoutMs }) => {
    app.decorateRequest('workSignal', null as never);
    app.decorateRequest('timeLeftMs', null as never);
    app.addHook('onRequest', async (request, reply) => {
      const controller = new AbortController();
      // Each of a job's calls that waits before its next attempt listens: many listeners are expected.
      setMaxListeners(0, controller.signal);
      request.workSignal = controller.signal;
      const endsAt = performance.now() + requestTimeoutMs;
      request.timeLeftMs = () => endsAt - performance.now();
      const timer = setTimeout(() => controller.abort(requestTimeout()), requestTimeoutMs);
      const { socket } = request.raw;
      const onClose = (): void => {
        clearTimeout(timer);
        socket.off('close', onClose);
        // A completely written reply is not a disconnect, even if the connection closes with it.
        if (!reply.raw.writableFinished) controller.abort(clientClosed());
      };
      reply.raw.once('close', onClose);
      // A reply queued behind another of its connection has no socket yet: Node does not notify it when the client
      // disconnects.
      if (reply.raw.socket === null) socket.once('close', onClose);
    });
  },
  { name: 'deadlines' },
);
