import { resolvedOrAborted } from './abort-listeners.ts';
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
   * Permits a call to a model, at once if its circuit is closed. If another call is just trying the model, waits for
   * its end.
   *
   * @param signal ends the wait.
   * @throws ProviderError with the fault `circuit` if the circuit is open; the signal's reason.
   */
  admit(model: string, signal: AbortSignal): Admission | Promise<Admission>;
  /** Milliseconds until the first of the models may be called again; 0 if one may be called now. */
  cooldownMs(models: readonly string[]): number;
  /** The state of each model that was called so far. */
  states(): ReadonlyMap<string, CircuitState>;
}

/** The permission for one call to its model. */
export interface Admission {
  /** To be called once when the call has ended, with its error if it failed. */
  ended(error?: unknown): void;
}

interface Circuit {
  readonly model: string;
  /** For every call while the circuit is closed. */
  readonly counted: Admission;
  readonly window: CallWindow;
  state: CircuitState;
  openedAtMs: number;
  /** While half-open: resolves at the end of the trial call. */
  trial: Promise<void> | undefined;
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
      counted: { ended: (error) => count(circuit, error) },
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
    if (state === 'closed') circuit.window.clear();
    onChange?.(circuit.model, state);
  }

  function open(circuit: Circuit): void {
    circuit.openedAtMs = clock();
    change(circuit, 'open');
  }

  function cooldownOf(circuit: Circuit): number {
    return circuit.state === 'open' ? Math.max(0, circuit.openedAtMs + cooldownMs - clock()) : 0;
  }

  /** Counts a call that has ended, unless the circuit has opened meanwhile. */
  function count(circuit: Circuit, error: unknown): void {
    if (circuit.state !== 'closed' || (error !== undefined && !isProviderDown(error))) return;
    circuit.window.add(error !== undefined);
    if (error !== undefined && circuit.window.isFailing()) open(circuit);
  }

  /** Permits the call that decides whether the circuit closes. */
  function tryModel(circuit: Circuit): Admission {
    change(circuit, 'half-open');
    let endTrial!: () => void;
    circuit.trial = new Promise((resolve) => (endTrial = resolve));
    return {
      ended(error) {
        circuit.trial = undefined;
        endTrial();
        if (isProviderDown(error)) open(circuit);
        // A refusal or a full rate limit proves that the provider is up.
        else if (error === undefined || error instanceof ProviderError) change(circuit, 'closed');
        // A call that was aborted proves nothing: the cooldown is over still, so the next call tries the model.
        else change(circuit, 'open');
      },
    };
  }

  async function admitLater(circuit: Circuit, signal: AbortSignal): Promise<Admission> {
    while (circuit.trial !== undefined && !signal.aborted) await resolvedOrAborted(circuit.trial, signal);
    signal.throwIfAborted();
    if (circuit.state === 'closed') return circuit.counted;
    if (cooldownOf(circuit) === 0) return tryModel(circuit);
    const message = `${circuit.model} gets no calls for now: too many failed`;
    throw new ProviderError('circuit', message, { retryable: false });
  }

  return {
    admit(model, signal) {
      const circuit = circuitOf(model);
      return circuit.state === 'closed' && !signal.aborted ? circuit.counted : admitLater(circuit, signal);
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
