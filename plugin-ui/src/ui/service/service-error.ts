import type { ErrorReply } from '../../../../src/schemas/common.ts';

/** What the designer can do about it decides the kind. */
export type ServiceErrorKind =
  | 'offline' // the service was not reached, or the connection was lost
  | 'unauthorized' // the access key is missing or wrong
  | 'busy' // it asks to wait: too many requests, or too much to do
  | 'refused' // the same again would be refused again
  | 'failed'; // it may work the next time

/** Any way in which the service gave no answer. `title` and `message` are whole sentences for a person. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';
  readonly kind: ServiceErrorKind;
  readonly title: string;
  /** Seconds after which the service says that another try makes sense. */
  readonly retryAfterSeconds: number | undefined;
  /** What to quote when asking the operator of the service. */
  readonly requestId: string | undefined;

  constructor(
    kind: ServiceErrorKind,
    title: string,
    message: string,
    more: { retryAfterSeconds?: number | undefined; requestId?: string | undefined } = {},
  ) {
    super(message);
    this.kind = kind;
    this.title = title;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.requestId = more.requestId;
  }
}

/** The service could not be reached, or left in the middle of an answer. */
export function offline(serverUrl: string): ServiceError {
  return new ServiceError(
    'offline',
    'The service cannot be reached',
    `No answer from ${serverUrl}. Check the connection, then try again.`,
  );
}

/** Something else answers at the address: a login page, a proxy, another service or another version of this one. */
export function notTheService(serverUrl: string): ServiceError {
  const message = `${serverUrl} answered with something else: a login page or a proxy, perhaps. Open it in a browser, or ask who runs the service.`;
  return new ServiceError('refused', 'The service did not answer itself', message);
}

/** An answer that this version of the plugin cannot use: to ask again would pay again for the same. */
export function unreadable(error: unknown): ServiceError {
  return new ServiceError('failed', 'The answer could not be read', `Is the plugin up to date? ${String(error)}`);
}

/** The access key has letters that cannot be sent: a dash that a text editor made longer, say. */
export function unusableKey(): ServiceError {
  const message = 'It contains characters that no key contains. Copy it again from where you got it.';
  return new ServiceError('unauthorized', 'The access key is invalid', message);
}

/** An error that came as a line of a stream, after the 200. */
export function fromErrorEvent({
  error = 'The service failed',
  message = 'It gave no reason.',
  code = '',
}: {
  error?: string;
  message?: string;
  code?: string;
}): ServiceError {
  return new ServiceError(kindOf(code === 'EXPORTER_BUSY' ? 503 : 500, code), error, message);
}

/** Reads a reply that is not 2xx. One from elsewhere, such as a proxy's page, is described by its status. */
export async function fromReply(response: Response, serverUrl: string): Promise<ServiceError> {
  const body = await readError(response);
  const retryAfterSeconds = readRetryAfter(response.headers.get('retry-after'));
  if (body === undefined) return fromElsewhere(response.status, serverUrl, retryAfterSeconds);
  const more = { retryAfterSeconds, requestId: body.requestId };
  return new ServiceError(kindOf(response.status, body.code ?? ''), body.error, body.message, more);
}

/** A reply that the service did not write. */
function fromElsewhere(status: number, serverUrl: string, retryAfterSeconds: number | undefined): ServiceError {
  if (status === 404 || status === 405) return notTheService(serverUrl);
  if (status === 413) {
    const message =
      'A proxy in front of the service refuses requests of this size. Select fewer layers, or tell its owner.';
    return new ServiceError('refused', 'The request is too large', message);
  }
  const message = `${serverUrl} answered with status ${status}, and not the service itself.`;
  if (status === 502 || status >= 504) {
    return new ServiceError('busy', 'The service is not available', message, { retryAfterSeconds });
  }
  return new ServiceError(kindOf(status, ''), 'The service failed', message, { retryAfterSeconds });
}

/** Seconds, or an HTTP date, as proxies send it. */
function readRetryAfter(value: string | null): number | undefined {
  if (value === null || value.trim() === '') return undefined;
  const seconds = Number(value);
  const wait = Number.isNaN(seconds) ? (Date.parse(value) - Date.now()) / 1000 : seconds;
  return Number.isFinite(wait) ? Math.max(0, Math.ceil(wait)) : undefined;
}

function kindOf(status: number, code: string): ServiceErrorKind {
  if (status === 401) return 'unauthorized';
  if (code === 'EXPORTER_BUDGET_EXCEEDED') return 'refused';
  if (status === 429 || status === 503) return 'busy';
  return status >= 400 && status < 500 && status !== 408 ? 'refused' : 'failed';
}

async function readError(response: Response): Promise<ErrorReply | undefined> {
  try {
    const body = (await response.json()) as Partial<ErrorReply> | null;
    return typeof body?.error === 'string' && typeof body.message === 'string' ? (body as ErrorReply) : undefined;
  } catch {
    return undefined;
  }
}
