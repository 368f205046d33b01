/** What p-queue hands to its queue class: a function that starts the task. */
export type Run = () => Promise<unknown>;

export interface CallOptions {
  readonly jobId: string;
  /** Calls of the job that may run at once. */
  readonly limit: number;
}

interface Job {
  readonly limit: number;
  readonly waiting: Run[];
  running: number;
  /** Whether a call of it was started: until then its turn comes before those of the ring. */
  started: boolean;
}

/** Turns in a row that jobs without a start may take before one of the ring's: a flood of small jobs stops no large one. */
const mostNewTurns = 16;

/**
 * The order in which waiting calls start: jobs take turns, each with at most its own limit running. A job's first turn
 * comes ahead of the others', so that a small job does not wait for a call of each of a hundred large ones. A job that
 * can start nothing stands outside the ring, so that a turn costs the same however many jobs wait.
 *
 * To p-queue its `size` is what could start now: p-queue starts whatever `dequeue` gives while there is a size. It asks
 * again whenever a call ends, which is the only moment at which a job's limit frees.
 */
export class FairQueue {
  readonly #jobs = new Map<string, Job>();
  /** Jobs that could start a call now, in the order of their turns: a Set keeps the order of insertion. */
  readonly #ring = new Set<string>();
  /** The same for jobs of which no call was started yet. */
  readonly #newcomers = new Set<string>();
  #newTurns = 0;
  #startable = 0;
  #waiting = 0;

  get size(): number {
    return this.#startable;
  }

  /** Calls that wait, those of jobs at their limit included. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Jobs of which no call was started yet. */
  get newcomers(): number {
    return this.#newcomers.size;
  }

  enqueue(run: Run, options?: Partial<CallOptions>): void {
    const { jobId = '', limit = Number.POSITIVE_INFINITY } = options ?? {};
    const job = this.#jobs.get(jobId) ?? { limit, waiting: [], running: 0, started: false };
    this.#jobs.set(jobId, job);
    this.#change(jobId, job, () => job.waiting.push(run));
  }

  dequeue(): Run | undefined {
    const jobId = this.#nextJob();
    const job = jobId === undefined ? undefined : this.#jobs.get(jobId);
    if (jobId === undefined || job === undefined) return undefined;
    // Its place is lost: it stands at the end of the ring again while it has calls to start.
    this.#ring.delete(jobId);
    const [run] = this.#take(jobId, job, 1);
    return run;
  }

  /** Takes out all calls of a job that wait, past its limit: to be run at once, since their job is over. */
  dequeueAll(jobId: string): readonly Run[] {
    const job = this.#jobs.get(jobId);
    return job === undefined ? [] : this.#take(jobId, job, job.waiting.length);
  }

  /** A call of the job has ended. To be told before p-queue looks for the next one. */
  ended(jobId: string): void {
    const job = this.#jobs.get(jobId);
    if (job !== undefined) this.#change(jobId, job, () => (job.running -= 1));
  }

  filter(): Run[] {
    return [...this.#jobs.values()].flatMap((job) => job.waiting);
  }

  setPriority(): void {
    throw new TypeError('calls have no priority: jobs take turns');
  }

  #nextJob(): string | undefined {
    const [newcomer] = this.#newcomers;
    const [next] = this.#ring;
    const isNew = newcomer !== undefined && (next === undefined || this.#newTurns < mostNewTurns);
    this.#newTurns = isNew ? this.#newTurns + 1 : 0;
    return isNew ? newcomer : next;
  }

  #take(jobId: string, job: Job, count: number): readonly Run[] {
    return this.#change(jobId, job, () => {
      job.running += count;
      job.started = true;
      return job.waiting.splice(0, count);
    });
  }

  #change<T>(jobId: string, job: Job, change: () => T): T {
    this.#startable -= startable(job);
    this.#waiting -= job.waiting.length;
    const result = change();
    this.#startable += startable(job);
    this.#waiting += job.waiting.length;
    const [place, other] = job.started ? [this.#ring, this.#newcomers] : [this.#newcomers, this.#ring];
    other.delete(jobId);
    if (startable(job) > 0) place.add(jobId);
    else place.delete(jobId);
    if (job.running === 0 && job.waiting.length === 0) this.#jobs.delete(jobId);
    return result;
  }
}

function startable(job: Job): number {
  return Math.max(0, Math.min(job.waiting.length, job.limit - job.running));
}
