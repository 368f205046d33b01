import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { errorCatalogue } from '../schemas/error-catalogue.ts';

/** How a request ended. */
export interface RequestEnd {
  readonly request: FastifyRequest;
  /** The reply's status; 499 where the connection ended before the reply was whole, as nginx counts it. */
  readonly status: number;
  readonly durationMs: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Calls back at the end of every request, once, whether it was answered or its client left before. */
    onRequestEnd(listener: (end: RequestEnd) => void): void;
  }
  interface FastifyRequest {
    ended: boolean;
  }
}

const closedStatus = errorCatalogue.EXPORTER_CLIENT_CLOSED.status;

/** Fastify's onResponse is silent about a request whose client left: here every request ends, and ends once. */
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
        // What was written whole is told by onResponse, even when the connection closes with it.
        if (!reply.raw.writableFinished) end(request, reply, closedStatus);
      };
      reply.raw.once('close', onClose);
      // A reply queued behind another of its connection has no socket yet: Node does not tell it when the client leaves.
      // A client may queue as many as it likes: their listeners, which go with their replies, are no leak.
      if (reply.raw.socket === null) socket.setMaxListeners(0).once('close', onClose);
    });
    app.addHook('onResponse', async (request, reply) =>
      end(request, reply, reply.raw.writableFinished ? reply.statusCode : closedStatus),
    );
  },
  { name: 'request-end' },
);
