interface Job<Call> {
  readonly limit: number;
  readonly waiting: Call[];
  running: number;
  /** Whether a call of it was started: until then its turn comes before those of the ring. */
  started: boolean;
}

export interface FairQueueOptions {
  /** Calls that may run at once. Default: no limit. */
  readonly slots?: number;
  /** How many of them only the first call of a job may take. Default 0. */
  readonly keptSlots?: number;
}

/**
 * Turns in a row that jobs without a start may take before one of the ring's: a flood of small jobs stops no large one.
 */
const mostNewTurns = 16;

/**
 * Fair scheduling (round-robin): the order in which waiting calls start. Jobs take turns, each with at most its own
 * limit running. A job's first turn comes ahead of the others', so that a small job does not wait for a call of each of
 * a hundred large ones; it takes one of the slots kept for first turns while large jobs fill the others. A job that can
 * start nothing stands outside the ring, so that a turn costs the same however many jobs wait.
 */
export class FairQueue<Call> {
  readonly #jobs = new Map<string, Job<Call>>();
  /** Jobs that could start a call now, in the order of their turns: a Set keeps the order of insertion. */
  readonly #ring = new Set<string>();
  /** The same for jobs of which no call was started yet. */
  readonly #newcomers = new Set<string>();
  readonly #slots: number;
  readonly #keptSlots: number;
  #running = 0;
  #newTurns = 0;
  #startable = 0;
  #size = 0;

  constructor({ slots = Infinity, keptSlots = 0 }: FairQueueOptions = {}) {
    this.#slots = slots;
    this.#keptSlots = keptSlots;
  }

  /** Calls that run. */
  get running(): number {
    return this.#running;
  }

  /** Calls that wait. */
  get size(): number {
    return this.#size;
  }

  /** Calls that wait and that the slots and their job's limit let start now. */
  get startable(): number {
    const first = Math.min(this.#newcomers.size, this.#slots - this.#running);
    return first + Math.min(this.#startable - first, Math.max(0, this.#sharedSlots - first));
  }

  /** Jobs of which no call was started yet. */
  get newcomers(): number {
    return this.#newcomers.size;
  }

  /** @param limit calls of the job that may run at once, the same for all of its calls. */
  add(call: Call, jobId: string, limit: number): void {
    const job = this.#jobs.get(jobId) ?? { limit, waiting: [], running: 0, started: false };
    this.#jobs.set(jobId, job);
    this.#takeOut(job);
    job.waiting.push(call);
    this.#putBack(jobId, job);
  }

  /** Takes the call whose turn it is, which counts as running until `ended`; undefined if none can start. */
  next(): Call | undefined {
    const jobId = this.#nextJob();
    const job = jobId === undefined ? undefined : this.#jobs.get(jobId);
    if (jobId === undefined || job === undefined) return undefined;
    // Its place is lost: it stands at the end of the ring again while it has calls to start.
    this.#ring.delete(jobId);
    this.#takeOut(job);
    const call = job.waiting.shift();
    job.running += 1;
    job.started = true;
    this.#running += 1;
    this.#putBack(jobId, job);
    return call;
  }

  /** Takes out a call that waits. @returns false if it does not wait: it was started or taken out */
  remove(call: Call, jobId: string): boolean {
    const job = this.#jobs.get(jobId);
    const at = job?.waiting.indexOf(call) ?? -1;
    if (job === undefined || at === -1) return false;
    this.#takeOut(job);
    job.waiting.splice(at, 1);
    this.#putBack(jobId, job);
    return true;
  }

  /** A call of the job has ended. */
  ended(jobId: string): void {
    const job = this.#jobs.get(jobId);
    if (job === undefined) return;
    this.#takeOut(job);
    job.running -= 1;
    this.#running -= 1;
    this.#putBack(jobId, job);
  }

  /** Free slots that are not kept for first turns; negative while first turns hold shared ones. */
  get #sharedSlots(): number {
    return this.#slots - this.#keptSlots - this.#running;
  }

  #nextJob(): string | undefined {
    const [newcomer] = this.#newcomers;
    const isRingDue = this.#newTurns >= mostNewTurns;
    const [next] = this.#sharedSlots > 0 || isRingDue ? this.#ring : [];
    const isNew = newcomer !== undefined && (next === undefined || !isRingDue);
    this.#newTurns = isNew ? this.#newTurns + 1 : 0;
    return isNew ? newcomer : next;
  }

  /** Before a job changes: its calls are not counted meanwhile. */
  #takeOut(job: Job<Call>): void {
    this.#startable -= startable(job);
    this.#size -= job.waiting.length;
  }

  /** After a job has changed: counts its calls again, and puts it into the ring, among the newcomers, or outside. */
  #putBack(jobId: string, job: Job<Call>): void {
    this.#startable += startable(job);
    this.#size += job.waiting.length;
    const [place, other] = job.started ? [this.#ring, this.#newcomers] : [this.#newcomers, this.#ring];
    other.delete(jobId);
    if (startable(job) > 0) place.add(jobId);
    else place.delete(jobId);
    if (job.running === 0 && job.waiting.length === 0) this.#jobs.delete(jobId);
  }
}

function startable(job: Job<unknown>): number {
  return Math.max(0, Math.min(job.waiting.length, job.limit - job.running));
}
