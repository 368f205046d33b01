import { MIMEType } from 'node:util';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { clientOf } from '../addresses.ts';
import { type BlockStore, createBlockStore } from '../bodies/block-store.ts';
import { BodyMemory } from '../bodies/body-memory.ts';
import { type ByteLimit, createByteLimit } from '../bodies/byte-limit.ts';
import { readBody } from '../bodies/read-body.ts';
import { ExporterError } from '../errors.ts';

export interface BodiesOptions {
  /** Bytes of one body. */
  readonly limitBytes: number;
  /** Bytes of all bodies at once. */
  readonly totalBytes: number;
}

declare module 'fastify' {
  interface FastifyInstance {
    byteLimit: ByteLimit;
    /** The buffers that large bodies lie in. */
    bodyBlocks: BlockStore;
    /** Waits for memory for a picture that a job makes. Running jobs come before new bodies: their end frees memory. */
    reserveMemory(request: FastifyRequest, bytes: number): Promise<BodyMemory>;
  }
  interface FastifyRequest {
    /** The memory of a POST's body. It is closed when the reply is done; until then it owns the body's pictures. */
    bodyMemory: BodyMemory;
  }
}

/** Below it a block would be larger than the body. */
const smallBytes = 256 * 1024;

/**
 * Admits bodies by their size: a request waits, unread, until its content-length fits. Until then TCP backpressure
 * keeps the body with the sender. Invalid requests are refused unread.
 */
export const bodies = fp<BodiesOptions>(
  async (app, { limitBytes, totalBytes }) => {
    const byteLimit = createByteLimit({ totalBytes });
    const blocks = createBlockStore();
    app.decorate('byteLimit', byteLimit);
    app.decorate('bodyBlocks', blocks);
    app.decorate('reserveMemory', async ({ clientAddress, workSignal }, bytes) => {
      return new BodyMemory(await byteLimit.acquire(bytes, clientOf(clientAddress), workSignal, true), blocks);
    });
    app.decorateRequest('bodyMemory', null as never);

    // After every hook that may refuse the request, before the first byte is read.
    app.addHook('preParsing', async (request, reply, payload) => {
      // Without a route, Fastify would still read a body of any method.
      if (request.is404) throw app.routeNotFound(request);
      if (request.method !== 'POST') return payload;
      const lengthBytes = checkHeaders(request, limitBytes);
      const lease = await byteLimit.acquire(lengthBytes, clientOf(request.clientAddress), request.workSignal);
      if (request.headers.expect?.toLowerCase() === '100-continue') reply.raw.writeContinue();
      const memory = new BodyMemory(lease, lengthBytes > smallBytes ? blocks : undefined);
      request.bodyMemory = memory;
      // A reply queued behind another of its connection is never closed when the client leaves, but its signal aborts.
      request.workSignal.addEventListener('abort', memory.close, { once: true });
      reply.raw.once('close', memory.close);
      if (request.workSignal.aborted || reply.raw.closed) memory.close();
      return payload;
    });

    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', async (request: FastifyRequest) => {
      const { raw, headers, workSignal, bodyMemory } = request;
      try {
        return await readBody(raw, Number(headers['content-length']), workSignal, bodyMemory);
      } catch (error) {
        // The rest of the body is discarded: its share of the memory limit must not wait for that.
        bodyMemory.close();
        throw error;
      }
    });
  },
  { name: 'bodies', dependencies: ['client-address', 'deadlines'] },
);

/**
 * JSON, also by a name of its structure such as `application/vnd.api+json` (RFC 6839). JSON is UTF-8 (RFC 8259), and
 * other parameters change nothing.
 */
function isJson(contentType: string): boolean {
  try {
    const { type, subtype, params } = new MIMEType(contentType);
    const isUtf8 = /^utf-?8$/i.test(params.get('charset') ?? 'utf-8');
    return type === 'application' && (subtype === 'json' || subtype.endsWith('+json')) && isUtf8;
  } catch {
    return false;
  }
}

function checkHeaders({ headers }: FastifyRequest, limitBytes: number): number {
  const encoding = headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') {
    throw new ExporterError('EXPORTER_UNSUPPORTED_MEDIA_TYPE', 'content-encoding is not supported: send plain JSON');
  }
  if (!isJson(headers['content-type'] ?? '')) {
    throw new ExporterError('EXPORTER_UNSUPPORTED_MEDIA_TYPE', 'content-type must be application/json');
  }
  const length = headers['content-length'];
  if (length === undefined || headers['transfer-encoding'] !== undefined) {
    throw new ExporterError('EXPORTER_LENGTH_REQUIRED', 'content-length is required: chunked bodies are not accepted');
  }
  const lengthBytes = Number(length);
  if (lengthBytes > limitBytes) {
    const limitMb = limitBytes / 1024 / 1024;
    throw new ExporterError('EXPORTER_TOO_LARGE', `The body has ${lengthBytes} bytes; the limit is ${limitMb} MB`);
  }
  return lengthBytes;
}
