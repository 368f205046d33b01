import type { IncomingMessage } from 'node:http';
import { ExporterError, invalidRequest, requestTimeout } from '../errors.ts';
import { JsonReader, JsonTextTooLargeError } from '../images/json-reader.ts';
import type { BlockStore } from './block-store.ts';

/** Members of requests that are pictures. */
const byteKeys: ReadonlySet<string> = new Set(['imageBase64', 'frameImageBase64']);

/** Below it a block would be larger than the body. */
const smallBytes = 256 * 1024;
/** A sender that is silent for so long has stalled. */
const idleMs = 10_000;
/** 15 s for a slow start, then 256 KiB a second: 5 MB may take 35 s. A slower one must not hold the budget. */
const graceMs = 15_000;
const minBytesPerMs = (256 * 1024) / 1000;

/**
 * Reads a JSON body whose pictures stay bytes: views on blocks of the store, or on the socket's own chunks where the body
 * is small or there is no store.
 *
 * @param lengthBytes its content-length.
 * @param signal ends the reading with the signal's reason.
 * @throws ExporterError 400 where it is not JSON, 408 where the sender is too slow, 413 where there is too much text in
 * it; the signal's reason.
 */
export function readBody(
  message: IncomingMessage,
  lengthBytes: number,
  signal: AbortSignal,
  store?: BlockStore,
): Promise<unknown> {
  const reader = new JsonReader({ byteKeys });
  const blocks = lengthBytes > smallBytes ? store?.open() : undefined;
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
        blocks?.close([]);
        reject(error);
      });
    const onSlow = (): void => fail(requestTimeout());
    const onAbort = (): void => fail(signal.reason);
    const onGone = (): void => fail(signal.aborted ? signal.reason : invalidRequest('body ended before its length'));
    const onData = (chunk: Buffer): void => {
      idle.refresh();
      firstByte ??= chunk[0];
      try {
        if (blocks === undefined) push(chunk);
        else blocks.write(chunk, push);
      } catch (error) {
        fail(bodyError(error, firstByte));
      }
    };
    const onEnd = (): void =>
      finish(() => {
        try {
          resolve(reader.end());
        } catch (error) {
          reject(bodyError(error, firstByte));
        } finally {
          blocks?.close(reader.kept);
        }
      });
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
