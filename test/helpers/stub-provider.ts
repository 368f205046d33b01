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
  };
  /** The texts of its parts that begin `Layer <n>`. */
  readonly layers: string[];
}

export interface StubPart {
  readonly type: string;
  readonly text?: string;
  readonly image_url?: { readonly url: string };
}

/** What a stub answers: a status, headers and a body, which is written as JSON unless it is a text. */
export interface StubAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body: unknown;
}

export interface StubProvider {
  readonly url: string;
  readonly calls: StubCall[];
}

/**
 * A provider that answers what the test says, call by call, and keeps what it was sent.
 *
 * @param answer may wait; nothing is answered where it gives undefined.
 */
export async function startStubProvider(
  t: { teardown: (handler: () => void) => void },
  answer: (call: StubCall, index: number) => StubAnswer | undefined | Promise<StubAnswer | undefined>,
): Promise<StubProvider> {
  const calls: StubCall[] = [];
  const server = createServer((request, reply) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      // Look-ups of models and credit are no calls.
      if (request.method !== 'POST')
        return send(reply, { status: 404, body: { error: { code: 404, message: 'no such page' } } });
      const call = readCall(request.method ?? '', request.url ?? '', request.headers, Buffer.concat(chunks));
      calls.push(call);
      void Promise.resolve(answer(call, calls.length - 1)).then((made) => made !== undefined && send(reply, made));
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
  // A system message's content is a text of its own.
  const parts = json.messages.flatMap(({ content }) => (Array.isArray(content) ? content : []));
  const texts = parts.flatMap((part) => part.text ?? []);
  return { method, url, headers, body, json, layers: texts.filter((text) => text.startsWith('Layer ')) };
}

function send(reply: ServerResponse, { status = 200, headers = {}, body }: StubAnswer): void {
  if (reply.destroyed) return;
  reply.writeHead(status, { 'content-type': 'application/json', ...headers });
  reply.end(typeof body === 'string' ? body : JSON.stringify(body));
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
