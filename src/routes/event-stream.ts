import type { IncomingMessage } from 'node:http';
import { PassThrough, type Readable } from 'node:stream';
import Negotiator from 'negotiator';
import { JsonSegments } from '../images/json-segments.ts';

/** A proxy closes a connection that is silent for a minute or less; an empty line is skipped by readers. */
export const heartbeatMs = 15_000;

export interface EventStream {
  readonly readable: Readable;
  /**
   * Writes one event as a line of JSON. Resolves once the client takes more (backpressure); after the client has left
   * it resolves at once and the event is dropped.
   */
  emit(event: object): Promise<void>;
  end(): void;
}

const newline = Buffer.from('\n');

/** One JSON object a line (application/x-ndjson), an empty line after 15 s of silence. */
export function createEventStream(): EventStream {
  const readable = new PassThrough();
  /** The previous line: each is written completely before the next one begins. */
  let last: Promise<void> | undefined;
  const heartbeat = setInterval(() => {
    if (last === undefined) readable.write(newline);
  }, heartbeatMs);
  const stop = (): void => clearInterval(heartbeat);
  readable.once('close', stop).once('end', stop);
  return {
    readable,
    emit(event) {
      const { segments } = new JsonSegments(event);
      const line = (last ?? Promise.resolve()).then(async () => {
        heartbeat.refresh();
        for (const segment of segments.slice(0, -1)) await writeCopy(readable, segment);
        await writeCopy(readable, Buffer.concat([...segments.slice(-1), newline]));
        if (last === line) last = undefined;
      });
      last = line;
      return line;
    },
    end() {
      stop();
      void (last ?? Promise.resolve()).then(() => readable.end());
    },
  };
}

/** Writes a copy, so that the bytes can be reused, and resolves once the stream takes more, or is closed. */
export function writeCopy(stream: PassThrough, bytes: Buffer): Promise<void> {
  if (!stream.destroyed && !stream.writableEnded) stream.write(Buffer.from(bytes));
  return takesMore(stream);
}

/** Resolves once the stream takes more, or is closed. */
function takesMore(stream: PassThrough): Promise<void> {
  if (!stream.writableNeedDrain || stream.destroyed) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stream.off('drain', done).off('close', done);
      resolve();
    };
    stream.on('drain', done).on('close', done);
  });
}

const json = 'application/json; charset=utf-8';
const events = 'application/x-ndjson; charset=utf-8';

/**
 * Whether the client prefers events: `application/x-ndjson` before JSON in what it accepts (RFC 9110, section 12.5.1).
 */
export function wantsEvents(message: IncomingMessage): boolean {
  return new Negotiator(message).mediaType([json, events]) === events;
}
