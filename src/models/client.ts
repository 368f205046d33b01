import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import { createModelAsker } from './ask-model.ts';
import { askedOf, withoutPictures } from './asked.ts';
import type { ShapeSettings } from './call-shape.ts';
import type { CallObserver, ChatCall } from './chat-call.ts';
import { type Circuits, createCircuits } from './circuit.ts';
import { createModelList, type ModelList } from './model-list.ts';
import { ProviderError } from './provider-error.ts';
import type { ChatAnswer } from './read-answer.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { createSender } from './send-call.ts';
import type { Tally } from './tally.ts';

export interface OpenRouterClientOptions {
  /** `https://openrouter.ai/api/v1`, or another OpenAI-compatible base, without a slash at its end. */
  readonly baseUrl: string;
  /** undefined for the provider on this machine. In no log, reply or error. */
  readonly apiKey: string | undefined;
  /** Sent with every call; a gateway may want some. In no log either. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Default: OpenRouter's dialect, designs kept out of training. */
  readonly shaping?: ShapeSettings;
  /** What the provider's list says of its models, once it was read. */
  readonly models?: ModelList;
  readonly dispatcher: Dispatcher;
  readonly circuits?: Circuits;
  readonly retryBudget?: RetryBudget;
  /** Called after each attempt, before each repeat, and when a model's calls change their form. */
  readonly observer?: CallObserver;
  /** How long calls wait for the first ones of a new form, ms. Default 500. */
  readonly trialMs?: number;
  /** Random number in [0, 1) for the waits between attempts. */
  readonly random?: () => number;
  /** Waits, and ends early with the signal's reason. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

export interface OpenRouterClient {
  /**
   * Asks a model. Temporary failures (no connection, a status of the provider) are retried: at most {@link maxAttempts}
   * attempts in all, within the retry budget, and only if the time left would have sufficed for the previous attempt.
   * What a model does not take is left out from then on, for all calls; a model that refuses in every form hands over
   * to the next one. The job's signal ends the attempt that runs and the wait between two.
   *
   * @param tally counts every attempt and what it used, also if the call fails in the end.
   * @throws ProviderError, or the signal's reason.
   */
  chat(call: ChatCall, signal: AbortSignal, tally: Tally): Promise<ChatAnswer>;
  /** Milliseconds until one of the models may be called again; 0 unless all their circuits are open. */
  cooldownMs(models: readonly string[]): number;
}

const maxAttempts = 3;
/** After two empty answers a third attempt does not help. */
const mostEmptyAnswers = 2;
/** Waits are drawn from 0 to 500 ms, then 0 to 1 s ("full jitter"): equal waits would bring all repeats at once. */
const firstWaitMs = 500;
/** A designer would not wait longer for a layer: the attempt counts as failed. */
const maxRetryAfterMs = 20_000;
/** A repeat needs at least this long. */
const leastRepeatMs = 500;

const openRouter: ShapeSettings = { dialect: 'openrouter', dataCollection: 'deny' };

/**
 * The client of OpenRouter's `/chat/completions` (https://openrouter.ai/docs/api-reference/chat-completion) and
 * compatible APIs.
 */
export function createOpenRouterClient(options: OpenRouterClientOptions): OpenRouterClient {
  const { random = Math.random, wait = waitUnlessAborted, observer } = options;
  const { circuits = createCircuits(), retryBudget = createRetryBudget(), models = createModelList() } = options;
  const send = createSender({
    ...options,
    shaping: options.shaping ?? openRouter,
    models,
    circuits,
    retryBudget,
    observer,
  });
  const { host } = new URL(options.baseUrl);
  const asker = createModelAsker({ host, models, send, observer, trialMs: options.trialMs });

  /** How long to wait before the call is sent again, or undefined if it is not worth it. */
  function waitBeforeRepeat(
    call: ChatCall,
    error: ProviderError,
    attempts: number,
    neededMs: number,
  ): number | undefined {
    if (!error.retryable || attempts >= maxAttempts) return undefined;
    const waitMs = (error.retryAfterMs ?? 0) + random() * firstWaitMs * 2 ** (attempts - 1);
    const leftMs = (call.timeLeftMs?.() ?? Number.POSITIVE_INFINITY) - waitMs;
    return waitMs > maxRetryAfterMs || leftMs < neededMs || !retryBudget.take() ? undefined : waitMs;
  }

  return {
    cooldownMs: circuits.cooldownMs,
    async chat(call, signal, tally) {
      let asked = askedOf(call, signal, tally);
      let at = 0;
      let empties = 0;
      for (let attempts = 1; ; ) {
        const model = call.models[at] as string;
        const startedAt = performance.now();
        try {
          return await asker.ask(model, asked);
        } catch (error) {
          if (!(error instanceof ProviderError) || call.stream?.restart() === false) throw error;
          if (error.fault === 'empty') empties += 1;
          const hasNext = at < call.models.length - 1;
          if (call.picturesAreOptional === true && asked.pictures > 0 && asker.mostPictures(model, call.body) === 0) {
            asked = withoutPictures(asked);
          } else if (hasNext && handsOver(error)) {
            at += 1;
          } else {
            const neededMs = Math.max(leastRepeatMs, performance.now() - startedAt, asker.usualMs(model, call.body));
            const isEmptyAgain = empties >= mostEmptyAnswers;
            const waitMs = isEmptyAgain ? undefined : waitBeforeRepeat(call, error, attempts, neededMs);
            if (waitMs === undefined) throw error;
            attempts += 1;
            observer?.retried();
            await wait(waitMs, signal);
            if (hasNext) at += 1;
          }
        }
      }
    },
  };
}

/** Whether a failure is about the model, so that another one may still answer. */
function handsOver({ fault, status, refusal }: ProviderError): boolean {
  if (fault === 'circuit' || status === 404) return true;
  return (
    refusal !== undefined &&
    !['unknown', 'unexplained', 'pictures', 'credit', 'key_limit'].includes(refusal.kind) &&
    (status !== 401 || refusal.kind === 'model')
  );
}

async function waitUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}
