import {
  BrokenCircuitError,
  type CircuitBreakerPolicy,
  CircuitState,
  circuitBreaker,
  handleWhen,
  SamplingBreaker,
} from 'cockatiel';
import { ProviderError } from './provider-error.ts';

export interface CircuitsOptions {
  /** How long a model that fails is left alone before one call tries it again. Default 10,000 ms. */
  readonly restMs?: number;
  /** Told when a model's circuit opens, tries, or closes. */
  readonly onChange?: (model: string, state: CircuitStateName) => void;
}

export type CircuitStateName = 'closed' | 'open' | 'half-open';

export interface Circuits {
  /**
   * Runs a call unless its model's circuit is open. While another call finds out whether the model is back, it waits.
   *
   * @param signal ends the wait; ending the call is the call's own part.
   * @throws ProviderError with the fault `circuit` where it is open; what the call throws; the signal's reason.
   */
  run<T>(model: string, signal: AbortSignal, call: () => Promise<T>): Promise<T>;
  /** Milliseconds for which every one of the models is left alone; 0 where one of them may be asked. */
  restingMs(models: readonly string[]): number;
  /** The state of each model that was asked so far. */
  states(): ReadonlyMap<string, CircuitStateName>;
}

/**
 * Half of at least ten calls in ten seconds. A provider that fails 15 % of its calls never opens it; one that is down
 * does within the first job.
 */
const sampling = { threshold: 0.5, duration: 10_000, minimumRps: 1 };

const stateNames: Readonly<Record<CircuitState, CircuitStateName>> = {
  [CircuitState.Closed]: 'closed',
  [CircuitState.Open]: 'open',
  [CircuitState.HalfOpen]: 'half-open',
  [CircuitState.Isolated]: 'open',
};

/** A circuit for each model: while one is down its calls fail at once, and one call now and then finds out whether it is back. */
export function createCircuits({ restMs = 10_000, onChange }: CircuitsOptions = {}): Circuits {
  const circuits = new Map<string, { policy: CircuitBreakerPolicy; openedAt: number }>();

  function circuitOf(model: string): { policy: CircuitBreakerPolicy; openedAt: number } {
    const known = circuits.get(model);
    if (known !== undefined) return known;
    const policy = circuitBreaker(
      handleWhen((error) => error instanceof UntoldError || isProvidersFault(error)),
      {
        halfOpenAfter: restMs,
        breaker: new SamplingBreaker(sampling),
      },
    );
    const circuit = { policy, openedAt: 0 };
    policy.onStateChange((state) => {
      if (state === CircuitState.Open) circuit.openedAt = Date.now();
      onChange?.(model, stateNames[state]);
    });
    circuits.set(model, circuit);
    return circuit;
  }

  return {
    async run(model, signal, call) {
      const { policy } = circuitOf(model);
      const waits = policy.state === CircuitState.HalfOpen;
      try {
        const ended = policy.execute(() => attempt(call, signal, policy.state !== CircuitState.Closed));
        return await (waits ? orAborted(ended, signal) : ended);
      } catch (error) {
        if (error instanceof UntoldError) throw error.cause;
        if (!(error instanceof BrokenCircuitError)) throw error;
        throw new ProviderError('circuit', `${model} is left alone, since its calls fail`, { retryable: false });
      }
    },
    restingMs(models) {
      const rests = models.map((model) => {
        const circuit = circuits.get(model);
        if (circuit?.policy.state !== CircuitState.Open) return 0;
        return Math.max(0, circuit.openedAt + restMs - Date.now());
      });
      return Math.min(...rests);
    },
    states: () => new Map([...circuits].map(([model, { policy }]) => [model, stateNames[policy.state]])),
  };
}

/** A call that was to find out whether the provider is back ended without telling: its client left, or its time was up. */
class UntoldError extends Error {}

/** @param trial whether the circuit goes by this call: what says nothing of the provider must not close it. */
async function attempt<T>(call: () => Promise<T>, signal: AbortSignal, trial: boolean): Promise<T> {
  try {
    signal.throwIfAborted();
    return await call();
  } catch (error) {
    if (trial && !(error instanceof ProviderError))
      throw new UntoldError('no answer of the provider', { cause: error });
    throw error;
  }
}

/** What `promise` gives, or the signal's reason as soon as it aborts. */
async function orAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let onAbort!: () => void;
  const aborted = new Promise<never>((_resolve, reject) => {
    onAbort = () => reject(signal.reason as Error);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([promise, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

/** What says that the provider is down. A full rate limit, a refusal or a bad request says nothing of the kind. */
function isProvidersFault(error: Error): boolean {
  if (!(error instanceof ProviderError) || error.refusal !== undefined) return false;
  return error.fault === 'transport' || (error.status ?? 0) >= 500;
}
