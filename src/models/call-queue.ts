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
   * @param signal the job's, the same for all of its calls. Aborted while the call waits: the call never starts. While it runs, ending it is the call's own part,
   * since a slot must not be given away before the work on it is over.
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
  const overWhenAborted = watchJobs((jobId) => {
    // Each finds its signal aborted and throws its reason: no promise is left unsettled, no place is waited for.
    for (const run of fair.dequeueAll(jobId)) void run();
  });

  return {
    get running() {
      return queue.pending;
    },
    get waiting() {
      return fair.waiting;
    },
    get newcomers() {
      return fair.newcomers;
    },
    async run(jobId, limit, signal, call) {
      signal.throwIfAborted();
      const unwatch = overWhenAborted(jobId, signal);
      // p-queue is given no signal: it would free the slot of a running task before the call has ended.
      const start = async () => {
        try {
          signal.throwIfAborted();
          return await call();
        } finally {
          fair.ended(jobId);
        }
      };
      try {
        return await queue.add(start, { jobId, limit });
      } finally {
        unwatch();
      }
    },
  };
}

/** One listener a job, however many of its calls wait: listeners cost more than all else here. */
function watchJobs(onAbort: (jobId: string) => void): (jobId: string, signal: AbortSignal) => () => void {
  const jobs = new Map<string, { calls: number; stop: () => void }>();
  return (jobId, signal) => {
    let job = jobs.get(jobId);
    if (job === undefined) {
      const listener = (): void => onAbort(jobId);
      signal.addEventListener('abort', listener);
      job = { calls: 0, stop: () => signal.removeEventListener('abort', listener) };
      jobs.set(jobId, job);
    }
    const watched = job;
    watched.calls += 1;
    return () => {
      watched.calls -= 1;
      if (watched.calls > 0) return;
      watched.stop();
      jobs.delete(jobId);
    };
  };
}

/** Below one call a second the interval grows instead. Strict: no burst across the border of two intervals. */
function paceOf(callsPerSecond: number) {
  if (callsPerSecond === 0) return {};
  const intervalCap = Math.max(1, Math.floor(callsPerSecond));
  return { intervalCap, interval: (1000 * intervalCap) / callsPerSecond, strict: true };
}
