import { randomUUID } from 'node:crypto';
import type { Database } from '../database/database.ts';
import { ExporterError } from '../errors.ts';
import type { JobSize } from '../models/count-tokens.ts';
import { type BudgetLimits, learnFromJobs, type RefusedBy } from './budget-store.ts';
import { createClaims } from './claims.ts';
import { type CostEstimate, createCostEstimate } from './cost-estimate.ts';
import { createLocalBudget } from './local-budget.ts';
import { createSettlements } from './settlements.ts';

/** A job that asks for its share of the day's money. */
export type BudgetRequest = {
  /** A UUID. */
  jobId: string;
  /** Jobs of one type cost about the same per unit: `rename-layers`, `generate-edits`, `generate-edits+pictures`. */
  type: string;
  /** See `budgetCaller`. */
  caller: string;
  /** What the cost grows with: layers, variants. */
  units: number;
  /** Counts what the job asks of its model; called only while no such job has ended yet. */
  measure: () => JobSize;
};

/** Money set aside for one job. */
export type Reservation = {
  /**
   * Called before each call of the job: sets more aside if the job's spending and the next call exceed what was set
   * aside. The cost of running calls is unknown until they end, so a limit can be exceeded by one call for each call
   * that runs at that moment.
   *
   * @param spentUsd what the job's calls cost so far
   * @param calls the number of those calls
   * @throws ExporterError EXPORTER_BUDGET_EXCEEDED if a limit leaves no room for another call
   */
  allowCall(spentUsd: number, calls: number): Promise<void>;
  /**
   * Puts the job's cost in place of what was set aside. To be called once, however the job ended; a second call does
   * nothing. It neither waits nor throws.
   *
   * @param costUsd as reported by the provider
   * @param end default `whole`
   * @param calls how many calls that were
   */
  settle(costUsd: number, end?: JobEnding, calls?: number): void;
};

/**
 * How a job ended, for its cost: `whole`, which updates the estimate; `failed`, with no running call; or
 * `cut-off` during calls, cancelled or at its time limit. Such calls are billed but never report what
 * they cost, so at least the estimate is counted.
 */
export type JobEnding = 'whole' | 'failed' | 'cut-off';

/** The day's money, in all and by caller. A day is a day in UTC. */
export type Budget = {
  /**
   * Sets aside what the job may cost.
   *
   * @throws ExporterError EXPORTER_BUDGET_EXCEEDED if a limit leaves no room for it
   */
  reserve(request: BudgetRequest): Promise<Reservation>;
  /** Sends the settlements that wait, for at most `timeoutMs`. */
  flush(timeoutMs: number): Promise<void>;
  /** Sends the last settlements, for at most `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
};

/** What {@link createBudget} needs, and its bounds. */
export type BudgetDeps = BudgetLimits & {
  /** Preferably a separate pool. Undefined: this process counts on its own. */
  database: Database | undefined;
  log: { warn: (fields: object, message: string) => void };
  /** Default: the machine's. */
  clock?: () => Date;
  /** What jobs may cost. Default: learned from the last jobs in the database, then from each that ends. */
  estimates?: CostEstimate;
  /** What a job should cost by its models' prices, until the first one has ended. undefined: unknown. */
  guess?: (request: BudgetRequest) => number | undefined;
  /** How long a request waits for the database before the local count decides. Default 250 ms; it answers in 2. */
  claimTimeoutMs?: number;
  /** A reservation that is not settled by then is given back: its process died. Default 600,000 ms. */
  lifetimeMs?: number;
};

/**
 * After a failure the local count decides at once for this long, so that further requests do not wait for a timeout.
 */
const restMs = 1_000;

/** Makes a {@link Budget} that counts in Postgres for all machines, and locally while Postgres is unavailable. */
export function createBudget(deps: BudgetDeps): Budget {
  const { database, log, clock = () => new Date(), claimTimeoutMs = 250, lifetimeMs = 600_000 } = deps;
  const estimates = deps.estimates ?? createCostEstimate();
  const local = createLocalBudget(deps);
  let restUntil = 0;
  let away = false;
  let learned = deps.estimates !== undefined;

  function onContact(reached: boolean): void {
    restUntil = reached ? 0 : performance.now() + restMs;
    if (!reached && !away)
      log.warn({ event: 'budget.local' }, 'database unavailable: this process counts spending on its own');
    away = !reached;
  }
  const settlements = database && createSettlements({ database, log, onContact });
  const claims = database && createClaims({ database, limits: deps, timeoutMs: claimTimeoutMs, onContact });

  /** Asks once, behind the requests, what the last jobs cost. */
  function learn(): void {
    if (learned || database === undefined) return;
    learned = true;
    database.run(async (sql) => learnFromJobs(sql, estimates)).catch(() => (learned = false));
  }
  learn();

  /** Dollars that one call of such a job costs; 0 while that is not known. */
  function costOfCall(type: string): number {
    const { usd, known } = estimates.estimate(callsOf(type), 1);
    return known ? usd : 0;
  }

  function claimForJob(request: BudgetRequest, moment: Date) {
    const { usd, known } = estimates.estimate(request.type, request.units);
    const guess = known ? undefined : deps.guess?.(request);
    const estimate = Math.max(guess ?? usd, costOfCall(request.type));
    // A guess must not refuse a job that its true cost would admit: it takes what is left.
    return claim(request.jobId, request.caller, estimate, !known, moment);
  }

  async function claim(jobId: string, caller: string, usd: number, mayShrink: boolean, moment: Date) {
    const day = moment.toISOString().slice(0, 10);
    if (claims !== undefined && performance.now() >= restUntil) {
      const expiresAt = new Date(moment.getTime() + lifetimeMs);
      try {
        const answer = await claims.make({ jobId, caller, moment, expiresAt, usd, mayShrink });
        local.saw(day, caller, answer);
        learn();
        return { day, ...answer };
      } catch {
        // Too late, or away: the local count decides.
      }
    }
    const answer = local.claim(day, caller, usd, mayShrink);
    // The database may have taken the claim whose answer did not come.
    if (answer.refusedBy !== undefined) settlements?.add({ jobId, caller, moment, usd: 0 });
    return { day, ...answer };
  }

  return {
    async reserve(request) {
      const moment = clock();
      const { day, reservedUsd: firstUsd, refusedBy } = await claimForJob(request, moment);
      if (refusedBy !== undefined) throw exceeded(refusedBy, moment);
      const { jobId, type, caller, units } = request;
      let settled = false;
      let reservedUsd = firstUsd;
      /** Further claims, each with a separate id: the database reserves once for each id. */
      const further: string[] = [];
      let claiming: Promise<void> = Promise.resolve();

      async function cover(neededUsd: number): Promise<void> {
        if (neededUsd <= reservedUsd || settled) return;
        const id = randomUUID();
        const more = await claim(id, caller, neededUsd - reservedUsd, false, clock());
        if (more.refusedBy !== undefined) throw exceeded(more.refusedBy, clock());
        reservedUsd += more.reservedUsd;
        further.push(id);
      }

      return {
        allowCall(spentUsd, calls) {
          const nextUsd = Math.max(costOfCall(type), calls === 0 ? 0 : spentUsd / calls);
          // The first call was allowed with the job. One after the other: two calls must not both take the last cent.
          if (calls === 0) return Promise.resolve();
          claiming = claiming.catch(() => undefined).then(() => cover(spentUsd + nextUsd));
          return claiming;
        },
        settle(costUsd, end = 'whole', calls = 0) {
          if (settled) return;
          settled = true;
          if (end === 'whole') estimates.learn(type, units, costUsd);
          if (calls > 0 && costUsd > 0) estimates.learn(callsOf(type), calls, costUsd);
          const usd = end === 'cut-off' ? Math.max(costUsd, reservedUsd) : costUsd;
          local.adjust(day, caller, usd - reservedUsd);
          settlements?.add({ jobId, caller, moment, usd });
          for (const id of further) settlements?.add({ jobId: id, caller, moment, usd: 0 });
        },
      };
    },
    flush: async (timeoutMs) => settlements?.flush(timeoutMs),
    close: async (timeoutMs) => settlements?.close(timeoutMs),
  };
}

/** The budget of a service without limits: nothing is counted and nobody waits. */
export function createNoBudget(): Budget {
  const reservation = Promise.resolve<Reservation>({ settle() {}, allowCall: async () => undefined });
  return { reserve: async () => reservation, flush: async () => {}, close: async () => {} };
}

/** The name under which the cost of one call is learned. */
function callsOf(type: string): string {
  return `a call of ${type}`;
}

const dayMs = 86_400_000;

function exceeded(refusedBy: RefusedBy, moment: Date): ExporterError {
  const leftMs = dayMs - (moment.getTime() % dayMs);
  const minutes = Math.ceil(leftMs / 60_000);
  const wait = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const whose = refusedBy === 'day' ? 'The daily budget of this service' : 'Your daily budget';
  return new ExporterError(
    'EXPORTER_BUDGET_EXCEEDED',
    `${whose} is used up or reserved by running jobs. It resets at 00:00 UTC, in ${wait}`,
    { retryAfterSeconds: Math.ceil(leftMs / 1000) },
  );
}
