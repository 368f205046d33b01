import type { IncomingMessage } from 'node:http';
import { ExporterError, invalidRequest, requestTimeout } from '../errors.ts';
import { JsonReader, JsonTextTooLargeError } from '../images/json-reader.ts';
import type { BodyMemory } from './body-memory.ts';

/** Members of requests that are pictures. */
const byteKeys: ReadonlySet<string> = new Set(['imageBase64', 'frameImageBase64']);

/** A sender that is silent for this long has stalled. */
const idleMs = 10_000;
/** 15 s for a slow start, then 256 KiB a second: 5 MB may take 35 s. A slower one must not hold memory. */
const graceMs = 15_000;
const minBytesPerMs = (256 * 1024) / 1000;

/**
 * Reads a JSON body. Each of its pictures becomes a {@link Picture} that `memory` owns.
 *
 * @param lengthBytes its content-length.
 * @param signal stops reading with the signal's reason.
 * @throws ExporterError 400 if it is not JSON, 408 if the sender is too slow, 413 if the body has too much text besides
 * its pictures; the signal's reason. `memory` is released then.
 */
export function readBody(
  message: IncomingMessage,
  lengthBytes: number,
  signal: AbortSignal,
  memory: BodyMemory,
): Promise<unknown> {
  const reader = new JsonReader({ byteKeys, keep: (bytes) => memory.keep(bytes) });
  const push = (part: Buffer): void => reader.push(part);
  let firstByte: number | undefined;
  return new Promise((resolve, reject) => {
    const finish = (settle: () => void): void => {
      clearTimeout(total);
      clearTimeout(idle);
      signal.removeEventListener('abort', onAbort);
      message.off('data', onData).off('end', onEnd).off('error', onGone).off('close', onGone);
      settle();
    };
    const fail = (error: unknown): void =>
      finish(() => {
        memory.release();
        reject(error);
      });
    const onSlow = (): void => fail(requestTimeout());
    const onAbort = (): void => fail(signal.reason);
    const onGone = (): void =>
      fail(signal.aborted ? signal.reason : invalidRequest('body ended before its content-length'));
    const onData = (chunk: Buffer): void => {
      idle.refresh();
      firstByte ??= chunk[0];
      try {
        memory.write(chunk, push);
      } catch (error) {
        fail(bodyError(error, firstByte));
      }
    };
    const onEnd = (): void => {
      try {
        const body = reader.end();
        memory.endOfBody();
        finish(() => resolve(body));
      } catch (error) {
        fail(bodyError(error, firstByte));
      }
    };
    const total = setTimeout(onSlow, graceMs + lengthBytes / minBytesPerMs);
    const idle = setTimeout(onSlow, idleMs);
    if (signal.aborted) {
      onAbort();
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    message.on('data', onData).on('end', onEnd).on('error', onGone).on('close', onGone);
  });
}

/** JSON.parse's own message quotes the body: it is neither shown nor logged. */
function bodyError(error: unknown, firstByte: number | undefined): ExporterError {
  if (error instanceof JsonTextTooLargeError) {
    return new ExporterError('EXPORTER_TOO_LARGE', 'body has too much text besides its pictures');
  }
  // No JSON text begins with the first byte of a UTF-8 byte order mark (EF BB BF).
  const hint = firstByte === 0xef ? ': remove the byte order mark (BOM) at its start' : '';
  return invalidRequest(`body must be JSON${hint}`);
}
