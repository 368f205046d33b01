import { type Asked, askForMore, kindOf } from './asked.ts';
import { type CallShape, firstShape } from './call-shape.ts';
import type { CallObserver } from './chat-call.ts';
import type { ModelList } from './model-list.ts';
import { adopt, answered, type ModelMemory, refused, TRIAL_MS, takeTurn, throwIfRefused } from './model-memory.ts';
import { ProviderError } from './provider-error.ts';
import type { ChatAnswer } from './read-answer.ts';
import type { SendCall } from './send-call.ts';
import { type Step, stepDown } from './step-down.ts';

export interface ModelAskerDeps {
  /** Of the provider's base URL. */
  readonly host: string;
  readonly models: ModelList;
  readonly send: SendCall;
  readonly observer: CallObserver | undefined;
  /** How long calls wait for the first ones of a new form. Default {@link TRIAL_MS}. */
  readonly trialMs?: number | undefined;
}

export interface ModelAsker {
  /**
   * Asks one model in the form that it is known to take. Each refusal that says what it is about makes the form
   * simpler, for this call and for all later ones; those that wait meanwhile use what was learned.
   *
   * @throws ProviderError once the model has refused every form, or failed.
   */
  ask(model: string, asked: Asked): Promise<ChatAnswer>;
  /** Pictures that one call may hold, as far as it is known. */
  mostPictures(model: string, body: Asked['body']): number;
  /** How long calls of this kind take to be answered; 0 while that is not known. */
  usualMs(model: string, body: Asked['body']): number;
}

/** Forms of a call that are tried with one model; the longest way down takes this many. */
const maxSteps = 8;

/** Makes a {@link ModelAsker}, which remembers for each model what it refused. */
export function createModelAsker(deps: ModelAskerDeps): ModelAsker {
  const { host, models, send, observer, trialMs = TRIAL_MS } = deps;
  const memories = new Map<string, ModelMemory>();

  function memoryOf(model: string, body: Asked['body']): ModelMemory {
    const key = `${model}\n${kindOf(body)}`;
    const facts = models.find(model);
    const known = memories.get(key);
    // What was learned from calls counts more than the provider's list, which may come after the first of them.
    if (known !== undefined && (known.facts === facts || known.isProven)) return known;
    const memory: ModelMemory = {
      facts,
      shape: firstShape(model, host, facts),
      isProven: false,
      trials: new Set(),
      jobs: new WeakMap(),
      answerMs: undefined,
    };
    memories.set(key, memory);
    return memory;
  }

  function learn(model: string, memory: ModelMemory, { shape, change }: Step, error: ProviderError): void {
    if (shape === memory.shape) return;
    adopt(memory, shape);
    observer?.adapted?.(model, change, error.message);
  }

  /** Asks in ever simpler forms. */
  async function askDown(model: string, memory: ModelMemory, first: Asked): Promise<ChatAnswer> {
    const startedAt = performance.now();
    let asked = first;
    let shape = memory.shape;
    let guess: { readonly step: Step; readonly error: ProviderError } | undefined;
    throwIfRefused(memory, asked.tally);
    for (let steps = 0; ; steps += 1) {
      try {
        refuseTooManyPictures(model, asked, shape);
        const answer = await send(model, asked, shape);
        if (guess !== undefined) learn(model, memory, guess.step, guess.error);
        answered(memory, shape, performance.now() - startedAt);
        return answer;
      } catch (error) {
        if (!(error instanceof ProviderError)) throw error;
        if (asked.stream?.restart() === false) throw refused(memory, error, asked.tally);
        const { refusal } = error;
        const more = error.fault === 'length' ? askForMore(asked, shape) : undefined;
        if (more !== undefined) {
          asked = more;
          continue;
        }
        if (refusal?.kind === 'pictures' && refusal.most < asked.pictures && refusal.most < memory.shape.mostPictures) {
          const change = `at most ${refusal.most} pictures a call`;
          learn(model, memory, { shape: { ...memory.shape, mostPictures: refusal.most }, change }, error);
        }
        const step = steps < maxSteps ? stepAfter(memory, shape, error, asked) : undefined;
        // Further refusals without a reason say nothing about the first.
        if (step === undefined) throw refused(memory, guess?.error ?? error, asked.tally);
        if (refusal?.kind === 'unexplained') guess = { step, error: guess?.error ?? error };
        else learn(model, memory, step, error);
        shape = step.shape;
      }
    }
  }

  /** While it is not known whether the model takes the form: only some of the calls are sent at once. */
  async function askInTurn(model: string, memory: ModelMemory, asked: Asked): Promise<ChatAnswer> {
    const endTurn = await takeTurn(memory, asked.signal, trialMs);
    try {
      return await askDown(model, memory, asked);
    } finally {
      endTurn?.();
    }
  }

  return {
    mostPictures: (model, body) => memoryOf(model, body).shape.mostPictures,
    usualMs: (model, body) => memoryOf(model, body).answerMs ?? 0,
    ask(model, asked) {
      const memory = memoryOf(model, asked.body);
      return memory.isProven ? askDown(model, memory, asked) : askInTurn(model, memory, asked);
    },
  };
}

/** A simpler form after a refusal, or undefined if the refusal is final. */
function stepAfter(memory: ModelMemory, used: CallShape, error: ProviderError, asked: Asked): Step | undefined {
  const { refusal, status } = error;
  if (refusal === undefined) return undefined;
  if (refusal.kind === 'unexplained') {
    // It may be about the call's content: only while no call was answered it may as well be about its form.
    return memory.isProven || (status !== 400 && status !== 422) ? undefined : stepDown(used, refusal, asked);
  }
  // Another call has learned something since this one was sent.
  if (used !== memory.shape) return { shape: memory.shape, change: '' };
  return stepDown(used, refusal, asked);
}

/** A call that the model is known to refuse is not sent: it is split instead. */
function refuseTooManyPictures(model: string, asked: Asked, shape: CallShape): void {
  if (asked.pictures <= shape.mostPictures) return;
  throw new ProviderError('status', `${model} takes at most ${shape.mostPictures} pictures a call`, {
    status: 400,
    retryable: false,
    refusal: { kind: 'pictures', most: shape.mostPictures },
  });
}
