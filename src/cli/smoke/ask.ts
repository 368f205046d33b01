import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';

export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** From the first byte sent to the last one read. */
  readonly timeoutMs: number;
}

export interface Answer {
  readonly status: number;
  /** The body as JSON, or undefined if it is not JSON. */
  readonly json: unknown;
  /** How the body begins, for a person. */
  readonly text: string;
}

/** Longer replies are cut: no check needs more. */
const maxBytes = 1024 * 1024;

/** Why no answer came, in words for the operator. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'nothing listens there (connection refused)',
  ENOTFOUND: 'this host name does not exist',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNRESET: 'the connection was closed without an answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  ETIMEDOUT: 'no connection in time',
  EPROTO: 'this port does not use TLS: try http:// instead of https://',
};

/**
 * Sends a request and reads the reply. The announced `content-length` may exceed the body: the reply is read before the
 * body is sent. Each request uses a new connection, so that none stays open.
 *
 * @throws NoAnswer
 */
export function ask(url: string, { method = 'GET', headers = {}, body, timeoutMs }: Asked): Promise<Answer> {
  const send = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const request = send(url, { method, headers, agent: false }, (response) => {
      read(response)
        .then(resolve, fail)
        .finally(() => request.destroy());
    });
    const timer = setTimeout(() => request.destroy(new NoAnswer(`no answer within ${timeoutMs / 1000} s`)), timeoutMs);
    request.once('close', () => clearTimeout(timer));
    request.on('error', fail);
    if (headers['content-length'] === undefined || body !== undefined) request.end(body);
    else request.flushHeaders();

    function fail(error: NodeJS.ErrnoException): void {
      if (error instanceof NoAnswer) reject(error);
      else reject(new NoAnswer(reasons[error.code ?? ''] ?? error.message));
    }
  });
}

async function read(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > maxBytes) break;
  }
  const text = Buffer.concat(chunks).toString();
  return { status: response.statusCode ?? 0, json: parse(text), text: text.replaceAll(/\s+/g, ' ').slice(0, 120) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
