import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

/** A client that sends faster than this drains in time; what is larger is cut off. */
const maxBytes = 32 * 1024 * 1024;
const totalMs = 10_000;
const idleMs = 3_000;

/**
 * A reply to a request whose body was not read to its end (lingering close, RFC 9112, section 9.6). The text goes out
 * at once; the stream ends when the rest of the body was read and discarded, after at most 32 MiB, 10 s, or 3 s of
 * silence. If the connection were closed earlier, the unread bytes would make the system reset it, and the client, or
 * the proxy in front, would lose the reply.
 *
 * @param onGiveUp called if the body did not end within the bounds: the connection cannot serve another request
 */
export function lingeringReply(message: IncomingMessage, text: string, onGiveUp: () => void): Readable {
  let bytesLeft = maxBytes;
  const stream = new Readable({ read() {} });
  stream.push(text);
  const end = (isDrained: boolean): void => {
    clearTimeout(total);
    clearTimeout(idle);
    message.off('data', onData).off('end', onEnd).off('close', onEnd).off('error', onEnd);
    if (!isDrained) onGiveUp();
    stream.push(null);
  };
  const onEnd = (): void => end(true);
  const onData = (chunk: Buffer): void => {
    idle.refresh();
    bytesLeft -= chunk.length;
    if (bytesLeft < 0) end(false);
  };
  const total = setTimeout(end, totalMs, false);
  const idle = setTimeout(end, idleMs, false);
  message.on('data', onData).on('end', onEnd).on('close', onEnd).on('error', onEnd);
  message.resume();
  return stream;
}
