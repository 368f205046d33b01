import { randomUUID } from 'node:crypto';
import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type ErrorCode, ExporterError, invalidRequest, requestTimeout, routeNotFound } from '../errors.ts';
import type { ErrorReply } from '../schemas/common.ts';
import { lingeringReply } from './linger.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The error for a request that has no route: 405 if its path takes other methods, else 404. */
    routeNotFound: (request: FastifyRequest) => ExporterError;
  }
}

/** Turns every thrown error into the one error shape; internal errors become a plain 500. */
export const errors = fp(
  async (app) => {
    app.setErrorHandler((error: FastifyError | ExporterError, request, reply) =>
      sendError(toExporterError(error), request, reply),
    );
    const methods = new Map<string, string[]>();
    app.addHook('onRoute', ({ url, method }) => {
      methods.set(url, [...new Set([...(methods.get(url) ?? []), ...[method].flat()])]);
    });
    app.decorate('routeNotFound', ({ url }: FastifyRequest) => routeNotFound(methods.get(url.split('?')[0] ?? '')));
    app.setNotFoundHandler((request, reply) => sendError(app.routeNotFound(request), request, reply));
  },
  { name: 'errors' },
);

const codeOfStatus: Readonly<Record<number, ErrorCode>> = {
  404: 'EXPORTER_NOT_FOUND',
  408: 'EXPORTER_TIMEOUT',
  411: 'EXPORTER_LENGTH_REQUIRED',
  413: 'EXPORTER_TOO_LARGE',
  415: 'EXPORTER_UNSUPPORTED_MEDIA_TYPE',
  429: 'EXPORTER_RATE_LIMITED',
  503: 'EXPORTER_BUSY',
};

/** Handles what Fastify refuses before it finds a route: a path that is not a valid URL. */
export function refuseRequest(error: FastifyError, request: FastifyRequest, reply: FastifyReply): void {
  reply.header(...openToAll);
  void sendError(toExporterError(error), request, reply);
}

/**
 * No hook runs for what is refused here. A browser can cause it, with an access key or a URL that is too long, and
 * shows the error only with this header. Nothing in it is worth hiding from an origin that CORS_ORIGINS leaves out.
 */
const openToAll = ['access-control-allow-origin', '*'] as const;

/** Answers malformed HTTP and requests that arrive too slowly in the same error shape, then closes the connection. */
export function refuseConnection(error: NodeJS.ErrnoException, socket: Socket): void {
  const { _httpMessage: reply } = socket as { readonly _httpMessage?: ServerResponse | null };
  if (error.code === 'ECONNRESET' || !socket.writable || reply?.headersSent === true) {
    socket.destroy();
    return;
  }
  // Only what follows a whole request is malformed, such as a body without a length: its reply says more.
  if (reply?.req.complete === true) {
    reply.once('close', () => socket.destroy());
    return;
  }
  const refusal = refusalOf(error);
  const body = JSON.stringify(toReply(refusal, randomUUID()));
  const head = [
    `HTTP/1.1 ${refusal.statusCode} ${STATUS_CODES[refusal.statusCode] ?? ''}`,
    'content-type: application/json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    openToAll.join(': '),
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`, () => socket.destroy());
}

function refusalOf({ code }: NodeJS.ErrnoException): ExporterError {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return requestTimeout();
  if (code === 'HPE_HEADER_OVERFLOW')
    return new ExporterError('EXPORTER_HEADERS_TOO_LARGE', 'The path and the headers are longer than 16 KB');
  return invalidRequest('Malformed HTTP request');
}

/** What a client may see of any error. The original error is kept as its cause, for the log. */
export function toExporterError(error: unknown): ExporterError {
  if (error instanceof ExporterError) return error;
  const status = (error as FastifyError | undefined)?.statusCode ?? 500;
  const code = codeOfStatus[status];
  if (code !== undefined) return new ExporterError(code, 'The request could not be accepted', { cause: error });
  if (status >= 400 && status < 500) {
    return new ExporterError('EXPORTER_INVALID_REQUEST', 'The request could not be read', { cause: error });
  }
  return new ExporterError('EXPORTER_INTERNAL', 'Something went wrong on our side', { cause: error });
}

async function sendError(error: ExporterError, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (error.code === 'EXPORTER_INTERNAL')
    request.log.error({ event: 'request.failed', err: error.cause }, 'request failed');
  if (error.retryAfterSeconds !== undefined) reply.header('retry-after', String(error.retryAfterSeconds));
  if (error.allow !== undefined) reply.header('allow', error.allow.join(', '));
  if (error.code === 'EXPORTER_UNAUTHORIZED') reply.header('www-authenticate', 'Bearer realm="figma-exporter-ai"');
  reply.code(error.statusCode).type('application/json; charset=utf-8');
  if (!hasMoreBody(request.raw)) return reply.send(toReply(error, request.id));
  // Fastify would close the connection. A browser that is still sending would report a broken network, not the error.
  // One that waits for `100 Continue` may never send its body: nobody could say where its next request begins.
  if (request.headers.expect === undefined) reply.removeHeader('connection');
  else reply.header('connection', 'close');
  const text = JSON.stringify(toReply(error, request.id));
  const closeAfterwards = (): void => void reply.raw.once('finish', () => request.raw.socket.destroy());
  return reply
    .header('content-length', Buffer.byteLength(text))
    .send(lingeringReply(request.raw, text, closeAfterwards));
}

function hasMoreBody({ complete, readableEnded, headers }: IncomingMessage): boolean {
  if (complete || readableEnded) return false;
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function toReply({ title, message, code }: ExporterError, requestId: string): ErrorReply {
  return { error: title, message, code, requestId };
}
