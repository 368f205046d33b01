import { resolvedOrAborted } from './abort-listeners.ts';
import type { CallShape } from './call-shape.ts';
import type { ModelFacts } from './model-list.ts';
import type { ProviderError } from './provider-error.ts';
import type { Refusal } from './read-refusal.ts';
import type { Tally } from './tally.ts';

/** The model's refusals of one job's calls. */
interface JobRefusals {
  /** For a reason that is not known. */
  unexplained: number;
  /** The answer to all further calls of the job: they would be refused like this one. */
  final: ProviderError | undefined;
}

/** What this process has learned of one model for one kind of call. Lives as long as the process. */
export interface ModelMemory {
  /** What the provider's list said when the shape was made. */
  readonly facts: ModelFacts | undefined;
  /** The form that calls are sent in. */
  shape: CallShape;
  /** Whether a call of this shape was answered: from then on a refusal is about a call's content. */
  isProven: boolean;
  /** The calls that find out whether the model accepts the shape; others wait for one of them briefly. */
  readonly trials: Set<Promise<void>>;
  /** What jobs were refused. A job is known by its tally. */
  readonly jobs: WeakMap<Tally, JobRefusals>;
  /** Milliseconds until an answer, a moving mean. */
  answerMs: number | undefined;
}

/** Simultaneous calls of a shape that was not answered yet: a provider that refuses it does so twice at most. */
const mostTrials = 2;
/**
 * How long others wait for them. Providers refuse before they work, most within this; what they accept takes longer,
 * and then the others go as well.
 */
export const TRIAL_MS = 500;
/** Unexplained refusals of a job, while no call was ever answered, after which they are taken to be about the model. */
const mostUnexplained = 3;

/**
 * Waits while other calls try the same shape, for `trialMs` at most, and while the job goes on.
 *
 * @returns a function to call when this call ends; undefined if nobody waits for that.
 */
export async function takeTurn(
  memory: ModelMemory,
  signal: AbortSignal,
  trialMs: number,
): Promise<(() => void) | undefined> {
  const giveUpAt = performance.now() + trialMs;
  while (!memory.isProven && memory.trials.size >= mostTrials) {
    const leftMs = giveUpAt - performance.now();
    if (leftMs <= 0 || signal.aborted) return undefined;
    await resolvedOrAborted(Promise.race(memory.trials), signal, leftMs);
  }
  if (memory.isProven) return undefined;
  let end!: () => void;
  const trial = new Promise<void>((resolve) => (end = resolve));
  memory.trials.add(trial);
  return () => {
    memory.trials.delete(trial);
    end();
  };
}

/** A call of this shape was answered, simpler forms tried before included. */
export function answered(memory: ModelMemory, shape: CallShape, tookMs: number): void {
  if (memory.shape === shape) memory.isProven = true;
  memory.answerMs = memory.answerMs === undefined ? tookMs : memory.answerMs + (tookMs - memory.answerMs) / 8;
}

/** Calls use this shape from now on. It has yet to prove itself. */
export function adopt(memory: ModelMemory, shape: CallShape): void {
  memory.shape = shape;
  memory.isProven = false;
}

/**
 * A call was refused, and a retry would be too. If that is about the model or the account, the job's further calls need
 * not be sent: a job of fifty layers costs one refusal. The next job asks again, since the operator may have fixed it.
 *
 * @returns the error, to be thrown.
 */
export function refused(memory: ModelMemory, error: ProviderError, job: Tally): ProviderError {
  const { kind } = error.refusal ?? { kind: undefined };
  if (kind === undefined || isAboutOneCall(kind) || (kind === 'unexplained' && memory.isProven)) return error;
  const refusals = memory.jobs.get(job) ?? { unexplained: 0, final: undefined };
  memory.jobs.set(job, refusals);
  if (kind === 'unexplained') refusals.unexplained += 1;
  if (kind !== 'unexplained' || refusals.unexplained >= mostUnexplained) refusals.final = error;
  return error;
}

function isAboutOneCall(kind: Refusal['kind']): boolean {
  return kind === 'pictures' || kind === 'too_long' || kind === 'unknown';
}

/** @throws ProviderError if the model refuses all calls of the job */
export function throwIfRefused(memory: ModelMemory, job: Tally): void {
  const final = memory.jobs.get(job)?.final;
  if (final !== undefined) throw final;
}
