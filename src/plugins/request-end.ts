import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { errorCatalog } from '../schemas/error-catalog.ts';

/** How a request ended. */
export interface RequestEnd {
  readonly request: FastifyRequest;
  /** The reply's status; 499 if the client disconnected before the reply was complete, as in nginx. */
  readonly status: number;
  readonly durationMs: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Calls back once at the end of every request, whether it was answered or its client disconnected. */
    onRequestEnd(listener: (end: RequestEnd) => void): void;
  }
  interface FastifyRequest {
    ended: boolean;
  }
}

const closedStatus = errorCatalog.EXPORTER_CLIENT_CLOSED.status;

/** Reports the end of every request exactly once. Fastify's onResponse does not run if the client disconnects. */
export const requestEnd = fp(
  async (app) => {
    const listeners: ((end: RequestEnd) => void)[] = [];
    app.decorate('onRequestEnd', (listener) => void listeners.push(listener));
    app.decorateRequest('ended', false);

    function end(request: FastifyRequest, reply: FastifyReply, status: number): void {
      if (request.ended) return;
      request.ended = true;
      for (const listener of listeners) listener({ request, status, durationMs: reply.elapsedTime });
    }

    app.addHook('onRequest', async (request, reply) => {
      const { socket } = request.raw;
      const onClose = (): void => {
        socket.off('close', onClose);
        // onResponse reports a completely written reply, even if the connection closes with it.
        if (!reply.raw.writableFinished) end(request, reply, closedStatus);
      };
      reply.raw.once('close', onClose);
      // A reply queued behind another of its connection has no socket yet: Node does not notify it when the client
      // disconnects. A client may queue any number of them; the listeners are removed with their replies.
      if (reply.raw.socket === null) socket.setMaxListeners(0).once('close', onClose);
    });
    app.addHook('onResponse', async (request, reply) =>
      end(request, reply, reply.raw.writableFinished ? reply.statusCode : closedStatus),
    );
  },
  { name: 'request-end' },
);
