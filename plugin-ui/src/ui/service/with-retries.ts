import { count } from '../format.ts';
import { ServiceError } from './service-error.ts';

export interface RetryOptions {
  readonly signal: AbortSignal;
  /** Called before each wait, and with 0 when the wait is over. */
  readonly onWait: (seconds: number, error: ServiceError | undefined) => void;
  /** Whether another attempt can still help. Default: always. */
  readonly worthwhile?: () => boolean;
  readonly sleep?: (waitMs: number, signal: AbortSignal) => Promise<void>;
}

/** Two more attempts: after three drops in a row the connection is reported as down. */
const maxAttempts = 3;
/** A rate limit's window is a minute: a longer wait counts as refused. */
const longestWaitSeconds = 60;

/** Tries again if that is likely to help: a lost connection after 1 s and 3 s, a busy service when it says. */
export async function withRetries(work: () => Promise<void>, options: RetryOptions): Promise<void> {
  const { signal, onWait, worthwhile = () => true, sleep = sleepUnlessAborted } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await work();
      return;
    } catch (error) {
      const seconds = waitSeconds(error, attempt);
      if (seconds === undefined || attempt === maxAttempts || signal.aborted || !worthwhile()) throw error;
      onWait(seconds, error as ServiceError);
      await sleep(seconds * 1000, signal);
      onWait(0, undefined);
    }
  }
}

function waitSeconds(error: unknown, attempt: number): number | undefined {
  if (!(error instanceof ServiceError)) return undefined;
  if (error.kind === 'offline') return attempt === 1 ? 1 : 3;
  if (error.kind !== 'busy') return undefined;
  const seconds = Math.max(1, error.retryAfterSeconds ?? 5);
  return seconds > longestWaitSeconds ? undefined : seconds;
}

function sleepUnlessAborted(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, waitMs);
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** What the designer reads during a wait; '' once it is over. */
export function describeWait(seconds: number, error: ServiceError | undefined): string {
  return error === undefined ? '' : `${error.title}. Trying again in ${count(seconds, 'second')}.`;
}
