import { setTimeout as delay } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { BodyMemory } from '../bodies/body-memory.ts';
import { ExporterError } from '../errors.ts';
import { JsonSegments } from '../images/json-segments.ts';
import { type Circuits, createCircuits } from './circuit.ts';
import { post } from './post.ts';
import { ProviderError, type ProviderFault } from './provider-error.ts';
import { AnswerReader, answerOf, type ChatAnswer, usageOf } from './read-answer.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';
import { addUsage, type Tally } from './tally.ts';

export interface OpenRouterClientOptions {
  /** `https://openrouter.ai/api/v1`, or another OpenAI-compatible base, without a slash at its end. */
  readonly baseUrl: string;
  /** undefined for the provider on this machine. In no log, reply or error. */
  readonly apiKey: string | undefined;
  readonly dispatcher: Dispatcher;
  readonly circuits?: Circuits;
  readonly retryBudget?: RetryBudget;
  /** Told of every try as it ends, and of every try again. */
  readonly observer?: CallObserver;
  /** Random number in [0, 1) for the waits between tries. */
  readonly random?: () => number;
  /** Waits, and ends early with the signal's reason. */
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** `outcome` is bounded: `answered`, `aborted`, a fault, or `status_<n>`. */
export interface CallObserver {
  call(call: { readonly model: string; readonly outcome: CallOutcome; readonly durationMs: number }): void;
  retried(): void;
}

export type CallOutcome = 'answered' | 'aborted' | Exclude<ProviderFault, 'status'> | `status_${number}`;

export interface ChatCall {
  /** The models to ask, in order: another try goes to the next one, the last stays. */
  readonly models: readonly string[];
  /** The body of the call without `model`. May hold EmbeddedPictures, whose bytes are sent untouched. */
  readonly body: Readonly<Record<string, unknown>>;
  /** One try may take this long. */
  readonly timeoutMs: number;
  /** An answer may have this many bytes. */
  readonly maxAnswerBytes: number;
  /** Where an answer with pictures is kept. It owns the pictures. */
  readonly memory?: BodyMemory | undefined;
}

export interface OpenRouterClient {
  /**
   * Asks a model and tries again, at most {@link maxTries} times in all and within the retry budget, what may pass: no
   * connection, a status of the provider's own. The job's signal ends the try that runs and the wait between two.
   *
   * @param tally counts every try and what it used, also where the call fails in the end.
   * @throws ProviderError, or the signal's reason.
   */
  chat(call: ChatCall, signal: AbortSignal, tally: Tally): Promise<ChatAnswer>;
  /** Milliseconds for which none of the models will be asked, since their calls fail; 0 as a rule. */
  restingMs(models: readonly string[]): number;
}

export const maxTries = 3;
/** Waits are drawn from 0 to 500 ms, then 0 to 1 s ("full jitter"): equal waits would bring all retries at once. */
const firstWaitMs = 500;
/** Longer than that a designer would not wait for a layer: the try counts as failed. */
const maxRetryAfterMs = 20_000;

/** The client of OpenRouter's `/chat/completions` (https://openrouter.ai/docs/api-reference/chat-completion). */
export function createOpenRouterClient(options: OpenRouterClientOptions): OpenRouterClient {
  const { dispatcher, random = Math.random, wait = waitUnlessAborted } = options;
  const { circuits = createCircuits(), retryBudget = createRetryBudget(), observer } = options;
  const { origin, pathname } = new URL(options.baseUrl);
  const path = `${pathname.replace(/\/$/, '')}/chat/completions`;
  const headers = {
    'content-type': 'application/json',
    'http-referer': 'https://github.com/figma-exporter-ai',
    'x-title': 'Figma Exporter AI',
    ...(options.apiKey === undefined ? {} : { authorization: `Bearer ${options.apiKey}` }),
  };

  async function tryOnce(model: string, call: ChatCall, signal: AbortSignal, tally: Tally): Promise<ChatAnswer> {
    const body = new JsonSegments({ model, ...call.body });
    const reader = new AnswerReader(call.maxAnswerBytes, call.memory);
    const { timeoutMs } = call;
    const onData = (chunk: Buffer): void => reader.push(chunk);
    tally.modelCalls += 1;
    retryBudget.called();
    try {
      const reply = await post({ dispatcher, origin, path, headers, body, timeoutMs, signal, onData });
      const answer = reader.end();
      addUsage(tally, usageOf(answer));
      return answerOf(reply.status, answer, retryAfterMs(reply.headers['retry-after']));
    } catch (error) {
      call.memory?.release();
      signal.throwIfAborted();
      if (error instanceof ProviderError || error instanceof ExporterError) throw error;
      throw new ProviderError('transport', (error as Error).message, { retryable: true, cause: error });
    }
  }

  async function observed<T>(model: string, signal: AbortSignal, attempt: () => Promise<T>): Promise<T> {
    const startedAt = performance.now();
    const ended = (outcome: CallOutcome): void =>
      observer?.call({ model, outcome, durationMs: performance.now() - startedAt });
    try {
      const answer = await attempt();
      ended('answered');
      return answer;
    } catch (error) {
      ended(signal.aborted ? 'aborted' : outcomeOf(error));
      throw error;
    }
  }

  return {
    restingMs: circuits.restingMs,
    async chat(call, signal, tally) {
      for (let tries = 1; ; tries += 1) {
        const model = call.models[Math.min(tries, call.models.length) - 1] as string;
        try {
          const attempt = () => circuits.run(model, signal, () => tryOnce(model, call, signal, tally));
          return await observed(model, signal, attempt);
        } catch (error) {
          if (!(error instanceof ProviderError) || tries === maxTries) throw error;
          // A model that is gone or left alone is a reason neither to wait nor to give up where another one is named.
          if ((error.status === 404 || error.fault === 'circuit') && tries < call.models.length) continue;
          if (!error.retryable) throw error;
          const jitterMs = random() * firstWaitMs * 2 ** (tries - 1);
          const waitMs = (error.retryAfterMs ?? 0) + jitterMs;
          if (waitMs > maxRetryAfterMs || !retryBudget.take()) throw error;
          observer?.retried();
          await wait(waitMs, signal);
        }
      }
    },
  };
}

function outcomeOf(error: unknown): CallOutcome {
  if (!(error instanceof ProviderError)) return 'transport';
  return error.fault === 'status' ? `status_${error.status ?? 0}` : error.fault;
}

async function waitUnlessAborted(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await delay(ms, undefined, { signal });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  }
}

/** RFC 9110 section 10.2.3: whole seconds, or a date. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}
