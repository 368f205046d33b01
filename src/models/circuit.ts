import { type CallWindow, createCallWindow } from './call-window.ts';
import { ProviderError } from './provider-error.ts';

export interface CircuitsOptions {
  /** The cooldown: how long a failing model gets no calls before a trial call. Default 10,000 ms. */
  readonly cooldownMs?: number;
  /** Called whenever a model's circuit opens, half-opens or closes. */
  readonly onChange?: (model: string, state: CircuitState) => void;
  /** Milliseconds, never going back. */
  readonly clock?: () => number;
}

export type CircuitState = 'closed' | 'open' | 'half-open';

export interface Circuits {
  /**
   * Makes the call unless its model's circuit is open. If another call is just trying the model, waits for its result.
   *
   * @param signal ends the wait; ending the call itself is the caller's task.
   * @throws ProviderError with the fault `circuit` if the circuit is open; what the call throws; the signal's reason.
   */
  run<T>(model: string, signal: AbortSignal, call: () => Promise<T>): Promise<T>;
  /** Milliseconds until the first of the models may be called again; 0 if one may be called now. */
  cooldownMs(models: readonly string[]): number;
  /** The state of each model that was called so far. */
  states(): ReadonlyMap<string, CircuitState>;
}

interface Circuit {
  readonly model: string;
  readonly window: CallWindow;
  state: CircuitState;
  openedAtMs: number;
  /** While half-open: the trial call. */
  trial: Promise<unknown> | undefined;
}

/**
 * A circuit breaker for each model. Closed: calls are made and counted. Open, once they fail too often: they are
 * refused at once for the cooldown. Half-open: one trial call is made, the others wait for it; it closes the circuit,
 * or opens it again.
 */
export function createCircuits(options: CircuitsOptions = {}): Circuits {
  const { cooldownMs = 10_000, onChange, clock = () => performance.now() } = options;
  const circuits = new Map<string, Circuit>();

  function circuitOf(model: string): Circuit {
    const known = circuits.get(model);
    if (known !== undefined) return known;
    const circuit: Circuit = {
      model,
      window: createCallWindow(clock),
      state: 'closed',
      openedAtMs: 0,
      trial: undefined,
    };
    circuits.set(model, circuit);
    return circuit;
  }

  function change(circuit: Circuit, state: CircuitState): void {
    circuit.state = state;
    if (state === 'open') circuit.openedAtMs = clock();
    if (state === 'closed') circuit.window.clear();
    onChange?.(circuit.model, state);
  }

  function cooldownOf(circuit: Circuit): number {
    return circuit.state === 'open' ? Math.max(0, circuit.openedAtMs + cooldownMs - clock()) : 0;
  }

  /** Counts a call, unless the circuit has opened meanwhile. */
  function count(circuit: Circuit, failed: boolean): void {
    if (circuit.state !== 'closed') return;
    circuit.window.add(failed);
    if (failed && circuit.window.isFailing()) change(circuit, 'open');
  }

  async function callAndCount<T>(circuit: Circuit, call: () => Promise<T>): Promise<T> {
    try {
      const answer = await call();
      count(circuit, false);
      return answer;
    } catch (error) {
      if (isProviderDown(error)) count(circuit, true);
      throw error;
    }
  }

  /** Makes the call that decides whether the circuit closes. */
  async function tryModel<T>(circuit: Circuit, call: () => Promise<T>): Promise<T> {
    change(circuit, 'half-open');
    try {
      const answer = await call();
      change(circuit, 'closed');
      return answer;
    } catch (error) {
      // A call that was aborted proves nothing; a refusal or a full rate limit proves that the provider is up.
      change(circuit, error instanceof ProviderError && !isProviderDown(error) ? 'closed' : 'open');
      throw error;
    }
  }

  async function callUnlessOpen<T>(circuit: Circuit, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
    while (circuit.trial !== undefined) await settledOrAborted(circuit.trial, signal);
    signal.throwIfAborted();
    if (circuit.state === 'closed') return callAndCount(circuit, call);
    if (cooldownOf(circuit) > 0) {
      throw new ProviderError('circuit', `${circuit.model} gets no calls for now: too many failed`, {
        retryable: false,
      });
    }
    const trial = tryModel(circuit, call).finally(() => (circuit.trial = undefined));
    circuit.trial = trial;
    return trial;
  }

  return {
    run(model, signal, call) {
      const circuit = circuitOf(model);
      const mayCall = circuit.state === 'closed' && !signal.aborted;
      return mayCall ? callAndCount(circuit, call) : callUnlessOpen(circuit, signal, call);
    },
    cooldownMs(models) {
      return Math.min(
        ...models.map((model) => {
          const circuit = circuits.get(model);
          return circuit === undefined ? 0 : cooldownOf(circuit);
        }),
      );
    },
    states: () => new Map([...circuits].map(([model, { state }]) => [model, state])),
  };
}

/** Whether an error means that the provider is down. A rate limit, a refusal or a bad request does not. */
function isProviderDown(error: unknown): boolean {
  if (!(error instanceof ProviderError) || error.refusal !== undefined) return false;
  return error.fault === 'transport' || (error.status ?? 0) >= 500;
}

/** Waits until the promise settles, either way. @throws the signal's reason as soon as it aborts */
async function settledOrAborted(promise: Promise<unknown>, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  await new Promise<void>((resolve) => {
    const end = () => {
      signal.removeEventListener('abort', end);
      resolve();
    };
    signal.addEventListener('abort', end);
    promise.then(end, end);
  });
  signal.throwIfAborted();
}
