/** What went wrong with a call, as far as it decides what happens next. */
export type ProviderFault =
  /** No connection, a reset, an answer cut short, too slow. */
  | 'transport'
  /** The provider answered with an error, as a status or inside a 200. */
  | 'status'
  /** The model would not: a content filter, a refusal. */
  | 'refused'
  /** A 200 with neither text nor picture. */
  | 'empty'
  /** The output cap was reached before the answer began: a model that thinks needs a larger cap, or less thinking. */
  | 'length'
  /** Not asked at all: the model's calls have been failing. */
  | 'circuit';

export interface ProviderErrorOptions {
  readonly status?: number;
  readonly retryable: boolean;
  /** Milliseconds the provider asks to wait before another try. */
  readonly retryAfterMs?: number;
  readonly cause?: unknown;
}

/**
 * A model call that gave no answer. The message is for the operator's log: it may quote the provider and goes into no
 * reply. Whether the same call may be tried again is decided here and acted on in the client alone, so that tries never
 * multiply; an answer that is no use (no JSON, no names) is no ProviderError but the business of the job that asked.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly fault: ProviderFault;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;

  constructor(fault: ProviderFault, message: string, options: ProviderErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fault = fault;
    this.status = options.status;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** Statuses after which the same call may succeed: what passes (408, 429), and what is the provider's own (5xx, 52x). */
const retryableStatuses: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504, 520, 522, 524, 529]);

/** Base64 and keys: whatever runs on for longer than any word of a message. */
const quotedBytes = /[\w+/=-]{40,}/g;

/** @param text what the provider said; cut and without long runs, since it may quote the request or the key. */
export function statusError(status: number, text: string, retryAfterMs?: number): ProviderError {
  return new ProviderError(
    'status',
    `the provider answered ${status}: ${text.replace(quotedBytes, '...').slice(0, 300)}`,
    {
      status,
      retryable: retryableStatuses.has(status),
      ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    },
  );
}
