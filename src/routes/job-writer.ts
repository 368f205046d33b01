import type { Readable } from 'node:stream';
import type { ExporterError } from '../errors.ts';
import type { ErrorEvent } from '../schemas/common.ts';
import { createEventStream } from './event-stream.ts';

/** How a job's events reach the client. The JSON reply and the NDJSON stream are two writers of the same events. */
export interface JobWriter<Event, Result> {
  readonly contentType: string;
  /** What to send, once there is something to send. Rejects if the job fails before that. */
  readonly reply: Promise<object | Readable>;
  /** Resolves once the client has room for more. */
  emit(event: Event): Promise<void>;
  done(result: Result, durationMs: number): void;
  failed(error: ExporterError): void;
}

export interface EventWriterOptions<Event, Result> {
  /** The line of an event: an object that may hold EmbeddedPictures. */
  toLine(event: Event): object;
  /** The last line of a job that went well. */
  toDoneLine(result: Result, durationMs: number): object;
}

/** Writes each event as a line immediately; a failure becomes the last line. */
export function createEventWriter<Event, Result>(options: EventWriterOptions<Event, Result>): JobWriter<Event, Result> {
  const stream = createEventStream();
  return {
    contentType: 'application/x-ndjson; charset=utf-8',
    reply: Promise.resolve(stream.readable),
    emit: (event) => stream.emit(options.toLine(event)),
    done(result, durationMs) {
      void stream.emit(options.toDoneLine(result, durationMs));
      stream.end();
    },
    failed({ title, message, code }) {
      const line: ErrorEvent = { type: 'error', error: title, message, code };
      void stream.emit(line);
      stream.end();
    },
  };
}

/** Gathers the events and replies once, at the end. */
export function createReplyWriter<Event, Result>(
  toReply: (events: readonly Event[], result: Result) => object,
): JobWriter<Event, Result> {
  const events: Event[] = [];
  const { promise, resolve, reject } = withResolvers<object>();
  return {
    contentType: 'application/json; charset=utf-8',
    reply: promise,
    emit: async (event) => void events.push(event),
    done: (result) => resolve(toReply(events, result)),
    failed: reject,
  };
}

/** Promise.withResolvers, which Node 20 does not have. */
export function withResolvers<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (reason: Error) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (reason: Error) => void;
  const promise = new Promise<T>((whenResolved, whenRejected) => {
    resolve = whenResolved;
    reject = whenRejected;
  });
  return { promise, resolve, reject };
}
