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

/** The access key has letters that cannot be sent: a dash that a text editor made longer, say. */
export function unusableKey(): ServiceError {
  const message = 'It contains characters that no key contains. Copy it again from where you got it.';
  return new ServiceError('unauthorized', 'The access key is invalid', message);
}

/** An error that came as a line of a stream, after the 200. */
export function fromErrorEvent({
  error,
  message,
  code,
}: {
  error: string;
  message: string;
  code: string;
}): ServiceError {
  return new ServiceError(kindOf(code === 'EXPORTER_BUSY' ? 503 : 500, code), error, message);
}

/** Reads a reply that is not 2xx. One from elsewhere, such as a proxy's page, is described by its status. */
export async function fromReply(response: Response): Promise<ServiceError> {
  const body = await readError(response);
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN);
  return new ServiceError(
    kindOf(response.status, body?.code ?? ''),
    body?.error ?? 'The service failed',
    body?.message ?? `It answered with status ${response.status}.`,
    { retryAfterSeconds: Number.isFinite(retryAfter) ? retryAfter : undefined, requestId: body?.requestId },
  );
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
