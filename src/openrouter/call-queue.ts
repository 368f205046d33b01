import PQueue, { type QueueAddOptions } from 'p-queue';
import { type CallOptions, FairQueue } from './fair-queue.ts';

export interface CallQueueOptions {
  /** Calls at once in the process. Minimum 1. */
  readonly maxCalls: number;
  /** Calls started in a second. 0, the default: as many as `maxCalls` allows. */
  readonly callsPerSecond?: number;
}

export interface CallQueue {
  /**
   * Runs `call` when the job's turn has come.
   *
   * @param jobId whose turn it takes.
   * @param limit calls of this job at once, the same for all of its calls. Minimum 1.
   * @param signal aborted while the call waits: the call never starts. While it runs, ending it is the call's own part,
   * since a slot must not be given away before the work on it is over.
   * @throws the signal's reason, or what the call throws.
   */
  run<T>(jobId: string, limit: number, signal: AbortSignal, call: () => Promise<T>): Promise<T>;
  /** Calls that run. */
  readonly running: number;
  /** Calls that wait. */
  readonly waiting: number;
}

/** The calls of all jobs, bounded in memory by p-queue and shared fairly: jobs take turns, call by call. */
export function createCallQueue(options: CallQueueOptions): CallQueue {
  const fair = new FairQueue();
  // p-queue makes its queue itself; this one instance is needed to tell it that a call has ended.
  const TheQueue = function theQueue() {
    return fair;
  } as unknown as new () => FairQueue;
  const queue = new PQueue<FairQueue, CallOptions & QueueAddOptions>({
    concurrency: options.maxCalls,
    queueClass: TheQueue,
    ...paceOf(options.callsPerSecond ?? 0),
  });
  // p-queue tells every failure as an event too; without a listener it would be thrown.
  queue.on('error', () => undefined);
  let calls = 0;

  return {
    get running() {
      return queue.pending;
    },
    get waiting() {
      return fair.waiting;
    },
    async run(jobId, limit, signal, call) {
      signal.throwIfAborted();
      // p-queue frees the slot of a running task as soon as its signal aborts, so it is given one that only ever
      // aborts while the call waits.
      const place = new AbortController();
      const leave = (): void => place.abort(signal.reason);
      signal.addEventListener('abort', leave, { once: true });
      calls += 1;
      const start = async () => {
        signal.removeEventListener('abort', leave);
        try {
          // A paced queue may reach for the next call of a job in the midst of telling its calls that it is over.
          signal.throwIfAborted();
          return await call();
        } finally {
          fair.ended(jobId);
        }
      };
      try {
        return await queue.add(start, { id: String(calls), jobId, limit, signal: place.signal });
      } finally {
        signal.removeEventListener('abort', leave);
      }
    },
  };
}

/** Below one call a second the interval grows instead. Strict: no burst across the border of two intervals. */
function paceOf(callsPerSecond: number) {
  if (callsPerSecond === 0) return {};
  const intervalCap = Math.max(1, Math.floor(callsPerSecond));
  return { intervalCap, interval: (1000 * intervalCap) / callsPerSecond, strict: true };
}
