import type { Dispatcher } from 'undici';
import { headerList, post } from './post.ts';

export interface LookUpOptions {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly dispatcher: Dispatcher;
}

const timeoutMs = 10_000;
const neverAborted = new AbortController().signal;
/** OpenRouter's list of models is 1 to 2 MB. */
const maxBytes = 16 * 1024 * 1024;

/**
 * A GET of the provider's, at most ten seconds and 16 MiB.
 *
 * @returns the body as JSON, or undefined if it is not JSON.
 * @throws Error if there is no answer, or the answer is too long.
 */
export async function lookUp(options: LookUpOptions, path: string): Promise<{ status: number; body: unknown }> {
  const base = new URL(options.baseUrl);
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { status } = await post({
    dispatcher: options.dispatcher,
    origin: base.origin,
    path: `${base.pathname.replace(/\/$/, '')}${path}`,
    headers: headerList({
      ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
      ...options.headers,
    }),
    body: undefined,
    timeoutMs,
    signal: neverAborted,
    reader: {
      onData(chunk) {
        bytes += chunk.length;
        if (bytes > maxBytes) throw new Error(`an answer of more than ${maxBytes} bytes`);
        chunks.push(chunk);
      },
    },
  });
  try {
    return { status, body: JSON.parse(Buffer.concat(chunks).toString()) as unknown };
  } catch {
    return { status, body: undefined };
  }
}
