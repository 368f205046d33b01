import PQueue from 'p-queue';
import { type AbortListener, addAbortListener, removeAbortListener } from './abort-listeners.ts';
import { FairQueue } from './fair-queue.ts';

export interface CallQueueOptions {
  /** Calls at once in the process. Minimum 1. */
  readonly maxCalls: number;
  /** Calls started in a second. 0, the default: as many as `maxCalls` allows. */
  readonly callsPerSecond?: number;
  /** Asked as soon as a call could start; what it rejects with is the call's outcome. */
  readonly permit?: (jobId: string) => Promise<void> | undefined;
}

export interface CallQueue {
  /**
   * Runs `call` when the job's turn has come.
   *
   * @param jobId whose turn it takes.
   * @param limit calls of this job at once, the same for all of its calls. Minimum 1.
   * @param signal if it aborts while the call waits, the call never starts. While the call runs it must end itself: its
   * slot stays taken until its work is over.
   * @throws the signal's reason, or what the call throws.
   */
  run<T>(jobId: string, limit: number, signal: AbortSignal, call: () => Promise<T>): Promise<T>;
  /** Calls that run. */
  readonly running: number;
  /** Calls that wait. */
  readonly waiting: number;
  /** Jobs that wait for their first call. */
  readonly newcomers: number;
}

/** One slot in so many is kept for the first call of a job: a newcomer does not wait for a call of others to end. */
const slotsPerKept = 24;

/** A call that waits or runs, and how its caller's promise settles. */
interface QueuedCall extends AbortListener {
  readonly jobId: string;
  readonly signal: AbortSignal;
  readonly call: () => Promise<unknown>;
  readonly resolve: (value: never) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * The calls of all jobs: p-queue bounds and paces them, jobs share them fairly. p-queue holds anonymous turns; which
 * job's call runs is decided when a turn starts.
 */
export function createCallQueue(options: CallQueueOptions): CallQueue {
  const fair = new FairQueue<QueuedCall>({
    slots: options.maxCalls,
    keptSlots: Math.floor(options.maxCalls / slotsPerKept),
  });
  const { maxCalls, callsPerSecond = 0 } = options;
  const slots = new PQueue({ concurrency: maxCalls, ...paceOf(callsPerSecond) });

  /** Each call that could start now gets a turn. Paced, turns wait in p-queue for their second. */
  function offerTurns(): void {
    while (slots.size < fair.startable) void slots.add(takeTurn);
  }

  /** Paced, a turn is one call, since p-queue counts turns. */
  const hasMore = (): boolean => callsPerSecond === 0 && fair.startable > slots.size;

  /** Makes a call, and then others that could start. */
  async function takeTurn(): Promise<void> {
    do {
      const queued = fair.next();
      if (queued === undefined) break;
      const { jobId, signal, call, resolve, reject } = queued;
      try {
        const permitted = options.permit?.(jobId);
        if (permitted !== undefined) await permitted;
        signal.throwIfAborted();
        resolve((await call()) as never);
      } catch (error) {
        reject(error);
      }
      fair.ended(jobId);
      removeAbortListener(signal, queued);
    } while (hasMore());
    offerTurns();
  }

  /** All calls share it: a closure for each would stay in memory while its call waits for the answer. */
  function onAbort(this: QueuedCall): void {
    if (!fair.remove(this, this.jobId)) return;
    removeAbortListener(this.signal, this);
    this.reject(this.signal.reason);
    // Turns without a call would use up the pace of later ones.
    if (fair.size === 0) slots.clear();
  }

  return {
    get running() {
      return fair.running;
    },
    get waiting() {
      return fair.size;
    },
    get newcomers() {
      return fair.newcomers;
    },
    run<T>(jobId: string, limit: number, signal: AbortSignal, call: () => Promise<T>) {
      return new Promise<T>((resolve, reject) => {
        signal.throwIfAborted();
        const queued: QueuedCall = { jobId, signal, call, resolve, reject, onAbort };
        addAbortListener(signal, queued);
        // p-queue gets no signal: it would free the slot of a running call before the call has ended.
        fair.add(queued, jobId, limit);
        offerTurns();
      });
    },
  };
}

/** Below one call a second the interval grows instead. Strict: no burst across the border of two intervals. */
function paceOf(callsPerSecond: number) {
  if (callsPerSecond === 0) return {};
  const intervalCap = Math.max(1, Math.floor(callsPerSecond));
  return { intervalCap, interval: (1000 * intervalCap) / callsPerSecond, strict: true };
}
