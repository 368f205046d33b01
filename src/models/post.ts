import type { Dispatcher } from 'undici';
import type { JsonSegments } from '../images/json-segments.ts';
import { type BodyDecoder, createBodyDecoder } from './decode-body.ts';

export interface PostOptions {
  readonly dispatcher: Dispatcher;
  readonly origin: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** undefined: a GET. */
  readonly body: JsonSegments | undefined;
  /** Milliseconds from now to the answer's last byte. */
  readonly timeoutMs: number;
  /** Ends the call, and frees its connection, at once. */
  readonly signal: AbortSignal;
  /** Called with the status and headers, before the first byte of the answer. */
  readonly onStart?: (reply: PostReply) => void;
  /** Takes the answer's bytes, decoded, as they arrive. What it throws ends the call. */
  readonly onData: (chunk: Buffer) => void;
}

export interface PostReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/** No answer within {@link PostOptions.timeoutMs}. */
export class PostTimeoutError extends Error {
  override readonly name = 'PostTimeoutError';

  constructor(timeoutMs: number) {
    super(`no answer in ${timeoutMs} ms`);
  }
}

/**
 * One POST of a JSON text in pieces, or a GET. Straight on undici's `dispatch`, with one timer and one listener a call:
 * `request()` with a signal and a body to iterate over takes 3 ms more for the fifty calls of a job.
 *
 * @throws the signal's reason, PostTimeoutError, what `onData` throws, or undici's error.
 */
export function post(options: PostOptions): Promise<PostReply> {
  const { dispatcher, origin, path, headers, body, timeoutMs, signal, onStart, onData } = options;
  return new Promise((resolve, reject) => {
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    let controller: Dispatcher.DispatchController | undefined;
    let failure: Error | undefined;
    let reply: PostReply | undefined;
    let decoder: BodyDecoder | undefined;

    const settle = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      decoder?.destroy();
    };
    const fail = (error: Error): void => {
      if (failure !== undefined) return;
      failure = error;
      settle();
      reject(error);
      // It has no connection yet: it is ended as soon as it gets one.
      controller?.abort(error);
    };
    const finish = (): void => {
      settle();
      if (reply === undefined) fail(new Error('an answer without a status'));
      else resolve(reply);
    };
    const onAbort = (): void => fail(signal.reason as Error);
    const timer = setTimeout(() => fail(new PostTimeoutError(timeoutMs)), timeoutMs);
    signal.addEventListener('abort', onAbort);

    dispatcher.dispatch(
      {
        origin,
        path,
        method: body === undefined ? 'GET' : 'POST',
        headers: body === undefined ? headers : { ...headers, 'content-length': String(body.byteLength) },
        // undici sends any iterable of buffers piece by piece; its types name only some.
        body: (body ?? null) as Buffer | null,
      },
      {
        onRequestStart(started) {
          controller = started;
          if (failure !== undefined) started.abort(failure);
        },
        onResponseStart(_controller, status, responseHeaders) {
          reply = { status, headers: responseHeaders };
          onStart?.(reply);
          const encoding = responseHeaders['content-encoding'];
          decoder = createBodyDecoder(encoding, { onData, onEnd: finish, onError: fail });
        },
        onResponseData(_controller, chunk) {
          try {
            if (decoder === undefined) onData(chunk);
            else decoder.push(chunk);
          } catch (error) {
            fail(error as Error);
          }
        },
        onResponseEnd() {
          if (decoder === undefined) finish();
          else decoder.end();
        },
        onResponseError: (_controller, error) => fail(error),
      },
    );
  });
}
