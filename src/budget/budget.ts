import type { Database } from '../database/database.ts';
import { ExporterError } from '../errors.ts';
import { type BudgetLimits, learnFromJobs, type RefusedBy } from './budget-store.ts';
import { createClaims } from './claims.ts';
import { type CostEstimate, createCostEstimate } from './cost-estimate.ts';
import { createLocalBudget } from './local-budget.ts';
import { createSettlements } from './settlements.ts';

/** A job that asks for its share of the day's money. */
export type BudgetRequest = {
  /** A UUID. */
  jobId: string;
  /** Jobs of a type cost alike a unit: `rename-layers`, `generate-edits`, `generate-edits+pictures`. */
  type: string;
  /** See `budgetCaller`. */
  caller: string;
  /** What the cost grows with: layers, variants. */
  units: number;
};

/** Money set aside for one job. */
export type Reservation = {
  /**
   * Puts the job's cost in place of what was set aside. To be called once, however the job ended; a second call does
   * nothing. It neither waits nor throws.
   *
   * @param costUsd what the provider told
   * @param end default `whole`
   */
  settle(costUsd: number, end?: JobEnding): void;
};

/**
 * How a job ended, for its cost: `whole`, which teaches what such jobs cost; `failed`, with no call under way; or
 * `cut-off` in the midst of calls, cancelled or at its time limit. Those are billed all the same and never tell what
 * they cost, so at least the estimate is counted.
 */
export type JobEnding = 'whole' | 'failed' | 'cut-off';

/** The day's money, in all and by caller. A day is a day in UTC. */
export type Budget = {
  /**
   * Sets aside what the job may cost.
   *
   * @throws ExporterError EXPORTER_BUDGET_EXCEEDED where a limit leaves no room for it
   */
  reserve(request: BudgetRequest): Promise<Reservation>;
  /** Sends the settlements that wait, for at most `timeoutMs`. */
  flush(timeoutMs: number): Promise<void>;
  /** Sends the last settlements, for at most `timeoutMs`. */
  close(timeoutMs: number): Promise<void>;
};

/** What {@link createBudget} needs, and its bounds. */
export type BudgetDeps = BudgetLimits & {
  /** Best a pool that nobody else uses. Undefined: this process counts alone. */
  database: Database | undefined;
  log: { warn: (fields: object, message: string) => void };
  /** Default: the machine's. */
  clock?: () => Date;
  /** What jobs may cost. Default: learnt from the last jobs in the database, then from each that ends. */
  estimates?: CostEstimate;
  /** How long a request waits for the database before the local count decides. Default 250 ms; it answers in 2. */
  claimTimeoutMs?: number;
  /** A reservation that is not settled by then is given back: its process died. Default 600,000 ms. */
  lifetimeMs?: number;
};

/** After a failure the local count decides at once for this long, so that not every request waits in vain. */
const restMs = 1_000;

/** Makes a {@link Budget} that counts in Postgres for all machines, and by itself while Postgres is away. */
export function createBudget(deps: BudgetDeps): Budget {
  const { database, log, clock = () => new Date(), claimTimeoutMs = 250, lifetimeMs = 600_000 } = deps;
  const estimates = deps.estimates ?? createCostEstimate();
  const local = createLocalBudget(deps);
  let restUntil = 0;
  let away = false;
  let learned = deps.estimates !== undefined;

  function onContact(reached: boolean): void {
    restUntil = reached ? 0 : performance.now() + restMs;
    if (!reached && !away) log.warn({ event: 'budget.local' }, 'no database: this process counts spending by itself');
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

  async function claim(request: BudgetRequest, moment: Date) {
    const { jobId, caller } = request;
    const day = moment.toISOString().slice(0, 10);
    const { usd, known } = estimates.estimate(request.type, request.units);
    // A guess must not keep out what its true cost would let in: it takes what is left.
    const mayShrink = !known;
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
      const { day, reservedUsd, refusedBy } = await claim(request, moment);
      if (refusedBy !== undefined) throw exceeded(refusedBy, moment);
      const { jobId, type, caller, units } = request;
      let settled = false;
      return {
        settle(costUsd, end = 'whole') {
          if (settled) return;
          settled = true;
          if (end === 'whole') estimates.learn(type, units, costUsd);
          const usd = end === 'cut-off' ? Math.max(costUsd, reservedUsd) : costUsd;
          local.adjust(day, caller, usd - reservedUsd);
          settlements?.add({ jobId, caller, moment, usd });
        },
      };
    },
    flush: async (timeoutMs) => settlements?.flush(timeoutMs),
    close: async (timeoutMs) => settlements?.close(timeoutMs),
  };
}

/** The budget of a service without limits: nothing is counted and nobody waits. */
export function createNoBudget(): Budget {
  const reservation = Promise.resolve<Reservation>({ settle() {} });
  return { reserve: async () => reservation, flush: async () => {}, close: async () => {} };
}

const dayMs = 86_400_000;

function exceeded(refusedBy: RefusedBy, moment: Date): ExporterError {
  const leftMs = dayMs - (moment.getTime() % dayMs);
  const minutes = Math.ceil(leftMs / 60_000);
  const wait = minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
  const whose = refusedBy === 'day' ? 'The daily budget of this service' : 'Your daily budget';
  return new ExporterError(
    'EXPORTER_BUDGET_EXCEEDED',
    `${whose} is used up or set aside for jobs under way. It resets at 00:00 UTC, in ${wait}`,
    { retryAfterSeconds: Math.ceil(leftMs / 1000) },
  );
}
