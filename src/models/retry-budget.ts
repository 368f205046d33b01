export interface RetryBudgetOptions {
  /** Tries earned by each call. Default 0.2: a call in five may be tried again. */
  readonly perCall?: number;
  /** Tries earned each second, so that a quiet service may try again too. Default 10. */
  readonly perSecond?: number;
  /** Tries that may be saved up. Default 50. */
  readonly most?: number;
  /** Milliseconds, never going back. */
  readonly clock?: () => number;
}

export interface RetryBudget {
  /** A call was begun. */
  called(): void;
  /** Whether a call may be tried again; takes one try. */
  take(): boolean;
}

/**
 * Bounds what all jobs together try again, so that a provider in trouble is not asked three times as much
 * (https://sre.google/sre-book/handling-overload/). With 15 % of calls failing, three tries need 16 to 18 % more calls.
 */
export function createRetryBudget(options: RetryBudgetOptions = {}): RetryBudget {
  const { perCall = 0.2, perSecond = 10, most = 50, clock = () => performance.now() } = options;
  let tries = most;
  let refilledAt = clock();

  function earn(amount: number): void {
    tries = Math.min(most, tries + amount);
  }

  return {
    called: () => earn(perCall),
    take() {
      const now = clock();
      earn(((now - refilledAt) / 1000) * perSecond);
      refilledAt = now;
      if (tries < 1) return false;
      tries -= 1;
      return true;
    },
  };
}
