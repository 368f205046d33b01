import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A call as it reached the provider, to the byte. */
export interface StubCall {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly json: {
    readonly model: string;
    readonly messages: { readonly role: string; readonly content: StubPart[] }[];
    readonly response_format: unknown;
    readonly [field: string]: unknown;
  };
  /** The texts of its parts that begin `Layer <n>`. */
  readonly layers: string[];
}

export interface StubPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** What a stub answers: a status, headers and a body, which is written as JSON unless it is a text or bytes. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
  /** Instead of a body: texts of a stream as they are to arrive. */
  readonly stream?: AsyncIterable<string> | Iterable<string>;
}

export interface StubProvider {
  readonly url: string;
  readonly calls: StubCall[];
}

/**
 * A provider that answers what the test says, call by call, and keeps what it was sent.
 *
 * @param answer may wait; nothing is answered if it gives undefined.
 * @param lookUp answers GETs, `/models` and `/key`; without, they are 404.
 */
export async function startStubProvider(
  t: { teardown: (handler: () => void) => void },
  answer: (call: StubCall, index: number) => StubAnswer | undefined | Promise<StubAnswer | undefined>,
  lookUp: (path: string) => StubAnswer | undefined = () => undefined,
): Promise<StubProvider> {
  const calls: StubCall[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // Look-ups of models and credit do not count as calls.
      if (request.method !== 'POST') return void send(reply, lookUp(request.url ?? '') ?? failure(404, 'no such page'));
      const call = readCall(request.method ?? '', request.url ?? '', request.headers, Buffer.concat(chunks));
      calls.push(call);
      void Promise.resolve(answer(call, calls.length - 1)).then((made) =>
        made === undefined ? undefined : send(reply, made),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.teardown(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/v1`, calls };
}

function readCall(method: string, url: string, headers: IncomingHttpHeaders, body: Buffer): StubCall {
  const json = JSON.parse(body.toString()) as StubCall['json'];
  // A system message's content is a single text.
  const parts = json.messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const texts = parts.flatMap((part) => part.text ?? []);
  return { method, url, headers, body, json, layers: texts.filter((text) => text.startsWith('Layer ')) };
}

async function send(reply: ServerResponse, { status = 200, headers = {}, body, stream }: StubAnswer): Promise<void> {
  if (reply.destroyed) return;
  const type = stream === undefined ? 'application/json' : 'text/event-stream';
  reply.writeHead(status, { 'content-type': type, ...headers });
  for await (const text of stream ?? []) reply.write(text);
  const isWhole = stream !== undefined || typeof body === 'string' || Buffer.isBuffer(body);
  reply.end(isWhole ? body : JSON.stringify(body));
}

/** An error as OpenRouter writes it. */
export function failure(status: number, message: string, metadata?: object): StubAnswer {
  return { status, body: { error: { code: status, message, ...(metadata === undefined ? {} : { metadata }) } } };
}

/** A chunk of a stream that holds a piece of the answer's text, or other fields of its choice. */
export function chunk(delta: string | object, more: object = {}): string {
  const choice = { index: 0, delta: typeof delta === 'string' ? { content: delta } : delta, ...more };
  return `data: ${JSON.stringify({ id: 'gen-1', model: 'stub', choices: [choice] })}\n\n`;
}

/** A completion whose content is this text, or this value as JSON. */
export function completion(content: unknown, usage?: unknown): StubAnswer {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const message = { role: 'assistant', content: text };
  return { body: { id: 'gen-1', model: 'stub', choices: [{ message, finish_reason: 'stop' }], usage } };
}

/** Names for every layer of a call: `<prefix> <letter>`, by number. */
export function namesFor(call: StubCall, prefix = 'name'): StubAnswer {
  const letters = 'abcdefghij';
  const names = call.layers.map((_, index) => ({ layer: index + 1, name: `${prefix}_${letters[index] ?? ''}` }));
  return completion({ names });
}
