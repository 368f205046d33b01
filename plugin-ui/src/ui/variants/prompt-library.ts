import type { PromptSummary } from '../../../../src/schemas/prompts.ts';
import type { ServiceClient } from '../service/service-client.ts';
import { ServiceError } from '../service/service-error.ts';
import { createStore, type Store } from '../store.ts';

export interface PromptsState {
  readonly status: 'loading' | 'loaded' | 'failed';
  /** The default first. Kept while they are loaded again, and if that fails. */
  readonly prompts: readonly PromptSummary[];
  readonly problem: ServiceError | null;
}

/** The styles to choose from, as the service has them now. */
export interface PromptLibrary {
  readonly store: Store<PromptsState>;
  /** Asks the service, unless it was asked just now; `force` asks in any case. */
  load(force?: boolean): Promise<void>;
}

/** The service allows thirty questions a minute; a prompt put into its folder still shows with the next look. */
const freshMs = 3000;

/** Makes a {@link PromptLibrary}, which is empty until it is loaded. */
export function createPromptLibrary(client: ServiceClient, clock: () => number = Date.now): PromptLibrary {
  const store = createStore<PromptsState>({ status: 'loading', prompts: [], problem: null });
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | undefined;

  async function ask(): Promise<void> {
    askedAt = clock();
    if (store.get().prompts.length === 0) store.set({ status: 'loading', problem: null });
    try {
      const prompts = await client.listPrompts(AbortSignal.timeout(15_000));
      store.set({ status: 'loaded', prompts, problem: null });
    } catch (error) {
      const problem =
        error instanceof ServiceError
          ? error
          : new ServiceError('failed', 'The styles could not be loaded', 'Try again.');
      store.set({ status: 'failed', problem });
    } finally {
      asking = undefined;
    }
  }

  return {
    store,
    load(force = false) {
      if (asking !== undefined) return asking;
      if (!force && clock() - askedAt < freshMs) return Promise.resolve();
      asking = ask();
      return asking;
    },
  };
}
