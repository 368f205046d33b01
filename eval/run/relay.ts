import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CallFigures, measureCall } from './measure-call.ts';

/** A server between the service and its provider that measures what passes. */
export interface Relay {
  /** The base that the service is given in place of the provider's. */
  readonly url: string;
  /** The calls measured since the last time; waits for those that are still being measured. */
  takeCalls(): Promise<CallFigures[]>;
  close(): Promise<void>;
}

const droppedHeaders = new Set(['host', 'connection', 'content-length', 'transfer-encoding', 'content-encoding']);

/**
 * Starts a relay on a free port of this machine. It passes everything on unchanged, keys included, and keeps figures
 * alone.
 *
 * @param upstream the provider's base, `https://openrouter.ai/api/v1`
 * @param trustCost whether the provider's own figures of tokens and cost are real
 */
export async function startRelay(upstream: string, trustCost: boolean): Promise<Relay> {
  let measured: Promise<CallFigures>[] = [];

  async function pass(request: IncomingMessage, reply: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const left = new AbortController();
    reply.once('close', () => left.abort());
    const response = await fetch(`${upstream}${request.url ?? ''}`, {
      method: request.method ?? 'GET',
      headers: pickHeaders(request),
      signal: left.signal,
      ...(body.length > 0 ? { body } : {}),
    });
    reply.writeHead(response.status, Object.fromEntries(keptHeaders(response.headers)));
    const answer: Buffer[] = [];
    for await (const chunk of response.body ?? []) {
      answer.push(Buffer.from(chunk as Uint8Array));
      reply.write(chunk);
    }
    if (request.method === 'POST') {
      measured.push(measureCall(body.toString(), Buffer.concat(answer).toString(), trustCost));
    }
    reply.end();
  }

  const server = createServer((request, reply) => {
    pass(request, reply).catch(() => {
      // The service sees a connection that broke, as it would without a relay.
      reply.destroy();
    });
  });
  server.keepAliveTimeout = 65_000;
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async takeCalls() {
      const taken = measured;
      measured = [];
      return Promise.all(taken);
    },
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

function pickHeaders(request: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (!droppedHeaders.has(name) && typeof value === 'string') headers.set(name, value);
  }
  return headers;
}

function* keptHeaders(headers: Headers): Generator<[string, string]> {
  for (const [name, value] of headers) if (!droppedHeaders.has(name)) yield [name, value];
}
