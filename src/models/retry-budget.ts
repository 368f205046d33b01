export interface RetryBudgetOptions {
  /** Retries earned by each call. Default 0.2: one call in five may be retried. */
  readonly perCall?: number;
  /** Retries earned each second, so that a quiet service may retry too. Default 10. */
  readonly perSecond?: number;
  /** Retries that may be saved up. Default 50. */
  readonly most?: number;
  /** Milliseconds, never going back. */
  readonly clock?: () => number;
}

export interface RetryBudget {
  /** A call was begun. */
  called(): void;
  /** Whether a call may be retried now; takes one token if so. */
  take(): boolean;
}

/**
 * A token bucket that bounds the retries of all jobs together, so that a provider in trouble does not get three times
 * the load (https://sre.google/sre-book/handling-overload/). With 15 % of calls failing, three attempts need 16 to 18 %
 * more calls.
 */
export function createRetryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  const { perCall = 0.2, perSecond = 10, most = 50, clock = () => performance.now() } = options;
  let tokens = most;
  let refilledAt = clock();

  function earn(amount: number): void {
    tokens = Math.min(most, tokens + amount);
  }

  return {
    called: () => earn(perCall),
    take() {
      const now = clock();
      earn(((now - refilledAt) / 1000) * perSecond);
      refilledAt = now;
      if (tokens < 1) return false;
      tokens -= 1;
      return true;
    },
  };
}
