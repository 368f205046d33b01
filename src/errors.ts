import { type ErrorCode, errorCatalog } from './schemas/error-catalog.ts';

export type { ErrorCode } from './schemas/error-catalog.ts';

export interface ExporterErrorOptions {
  /** The underlying error, for the operator's log only: never part of a reply. */
  readonly cause?: unknown;
  /** Whole seconds to wait before a retry; sent as `retry-after`. */
  readonly retryAfterSeconds?: number;
  /** Methods that the path accepts, sent as `allow` with a 405. */
  readonly allow?: readonly string[];
}

/**
 * An error whose code, title and message may be shown to the client. Anything else that is thrown becomes a plain 500.
 */
export class ExporterError extends Error {
  override readonly name = 'ExporterError';
  readonly code: ErrorCode;
  readonly statusCode: number;
  readonly title: string;
  readonly retryAfterSeconds: number | undefined;
  readonly allow: readonly string[] | undefined;

  constructor(code: ErrorCode, message: string, options: ExporterErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.statusCode = errorCatalog[code].status;
    this.title = errorCatalog[code].title;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.allow = options.allow;
  }
}

/** An invalid request field. `message` begins with the field's path: `layers/3/imageBase64 must be ...`. */
export function invalidRequest(message: string): ExporterError {
  return new ExporterError('EXPORTER_INVALID_REQUEST', message);
}

/**
 * No route has this method and path.
 *
 * @param allow the methods that the path accepts, if it exists
 */
export function routeNotFound(allow: readonly string[] = []): ExporterError {
  if (allow.length === 0) return new ExporterError('EXPORTER_NOT_FOUND', 'Route not found');
  return new ExporterError('EXPORTER_METHOD_NOT_ALLOWED', `This route accepts only ${allow.join(', ')}`, { allow });
}

/** The time limit of a request has passed with nothing finished. */
export function requestTimeout(): ExporterError {
  return new ExporterError('EXPORTER_TIMEOUT', 'Processing took too long');
}

/** The client is gone: the reason with which the work it asked for is cancelled. Nobody is left to read a reply. */
export function clientClosed(): ExporterError {
  return new ExporterError('EXPORTER_CLIENT_CLOSED', 'The client closed the connection');
}
