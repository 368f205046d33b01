/** What p-queue hands to its queue class: a function that starts the task. */
export type Run = () => Promise<unknown>;

export interface CallOptions {
  /** Names the call, so that p-queue can take it out again. */
  readonly id: string;
  readonly jobId: string;
  /** Calls of the job that may run at once. */
  readonly limit: number;
}

interface Job {
  readonly limit: number;
  readonly waiting: Map<string, Run>;
  running: number;
}

/**
 * The order in which waiting calls start: jobs take turns, each with at most its own limit running. A job that can start
 * nothing stands outside the ring, so that a turn costs the same however many jobs wait.
 *
 * To p-queue its `size` is what could start now: p-queue starts whatever `dequeue` gives while there is a size. It asks
 * again whenever a call ends, which is the only moment at which a job's limit frees.
 */
export class FairQueue {
  readonly #jobs = new Map<string, Job>();
  readonly #jobOfCall = new Map<string, string>();
  /** Jobs that could start a call now, in the order of their turns: a Set keeps the order of insertion. */
  readonly #ring = new Set<string>();
  #startable = 0;

  get size(): number {
    return this.#startable;
  }

  /** Calls that wait, those of jobs at their limit included. */
  get waiting(): number {
    return this.#jobOfCall.size;
  }

  enqueue(run: Run, options?: Partial<CallOptions>): void {
    const { id = '', jobId = '', limit = Number.POSITIVE_INFINITY } = options ?? {};
    const job = this.#jobs.get(jobId) ?? { limit, waiting: new Map<string, Run>(), running: 0 };
    this.#jobs.set(jobId, job);
    this.#jobOfCall.set(id, jobId);
    this.#change(jobId, job, () => job.waiting.set(id, run));
  }

  dequeue(): Run | undefined {
    const [jobId] = this.#ring;
    const job = jobId === undefined ? undefined : this.#jobs.get(jobId);
    const [next] = job?.waiting ?? [];
    if (jobId === undefined || job === undefined || next === undefined) return undefined;
    const [id, run] = next;
    this.#ring.delete(jobId);
    this.#change(jobId, job, () => {
      this.#forget(job, id);
      job.running += 1;
    });
    return run;
  }

  /** Takes out a call that waits. One that runs is not touched. */
  remove(id: string): void {
    const jobId = this.#jobOfCall.get(id);
    const job = jobId === undefined ? undefined : this.#jobs.get(jobId);
    if (jobId !== undefined && job !== undefined) this.#change(jobId, job, () => this.#forget(job, id));
  }

  /** A call of the job has ended. To be told before p-queue looks for the next one. */
  ended(jobId: string): void {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) this.#change(jobId, job, () => (job.running -= 1));
  }

  filter(): Run[] {
    return [...this.#jobs.values()].flatMap((job) => [...job.waiting.values()]);
  }

  setPriority(): void {
    throw new TypeError('calls have no priority: jobs take turns');
  }

  #forget(job: Job, id: string): void {
    job.waiting.delete(id);
    this.#jobOfCall.delete(id);
  }

  #change(jobId: string, job: Job, change: () => void): void {
    const before = startable(job);
    change();
    const after = startable(job);
    this.#startable += after - before;
    if (after > 0) this.#ring.add(jobId);
    else this.#ring.delete(jobId);
    if (job.running === 0 && job.waiting.size === 0) this.#jobs.delete(jobId);
  }
}

function startable(job: Job): number {
  return Math.max(0, Math.min(job.waiting.size, job.limit - job.running));
}
