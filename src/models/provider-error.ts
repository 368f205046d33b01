import type { Refusal } from './read-refusal.ts';

/** What went wrong with a call, as far as it decides what happens next. */
export type ProviderFault =
  /** No connection, a reset, an answer cut short, too slow. */
  | 'transport'
  /** The provider answered with an error, as a status or inside a 200. */
  | 'status'
  /** The model refused, or a content filter did. */
  | 'refused'
  /** A 200 with neither text nor picture. */
  | 'empty'
  /** The output cap was reached before the answer began: a model that thinks needs a larger cap, or less thinking. */
  | 'length'
  /** Not asked at all: the model's calls have been failing. */
  | 'circuit';

export interface ProviderErrorOptions {
  readonly status?: number | undefined;
  readonly retryable: boolean;
  /** Milliseconds the provider asks to wait before another attempt. */
  readonly retryAfterMs?: number | undefined;
  /** What of the request it will not take, as far as it says so. */
  readonly refusal?: Refusal | undefined;
  readonly cause?: unknown;
}

/**
 * A model call that got no answer. The message is for the operator's log and never part of a reply. Whether the call
 * may be sent again is decided here and acted on in the client alone, so that attempts never multiply. An answer that
 * cannot be used (not JSON, no names) is not a ProviderError: the job that asked deals with it.
 */
export class ProviderError extends Error {
  override readonly name = 'ProviderError';
  readonly fault: ProviderFault;
  readonly status: number | undefined;
  readonly retryable: boolean;
  readonly retryAfterMs: number | undefined;
  readonly refusal: Refusal | undefined;

  constructor(fault: ProviderFault, message: string, options: ProviderErrorOptions) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.fault = fault;
    this.status = options.status;
    this.retryable = options.retryable;
    this.retryAfterMs = options.retryAfterMs;
    this.refusal = options.refusal;
  }

  /**
   * Whether one part of the call may be at fault, a picture or a text, so that its parts asked alone may be answered.
   */
  get mayBeOnePart(): boolean {
    if (this.fault === 'refused') return true;
    if (![400, 413, 422].includes(this.status ?? 0)) return false;
    return this.refusal === undefined || ['unknown', 'unexplained', 'pictures', 'too_long'].includes(this.refusal.kind);
  }

  /** The same error with other words. */
  withMessage(message: string): ProviderError {
    return new ProviderError(this.fault, message, {
      status: this.status,
      retryable: this.retryable,
      retryAfterMs: this.retryAfterMs,
      refusal: this.refusal,
    });
  }
}

/**
 * Statuses after which the same call may succeed: temporary ones (408, 425, 429, Groq's 498, gRPC's 499), the provider's
 * errors (5xx) and those of Cloudflare in front of it (52x, 530).
 */
const retryableStatuses: ReadonlySet<number> = new Set([
  408, 425, 429, 498, 499, 500, 502, 503, 504, 520, 521, 522, 523, 524, 529, 530,
]);

/**
 * The error of a status.
 *
 * @param words what the provider said. They may quote the request: the client cleans them before anybody sees them.
 */
export function statusError(status: number, words: string, options: Partial<ProviderErrorOptions> = {}): ProviderError {
  const said = words === '' ? '' : `: ${words}`;
  return new ProviderError('status', `the provider answered ${status}${said}`, {
    ...options,
    status,
    retryable: options.retryable ?? retryableStatuses.has(status),
  });
}
