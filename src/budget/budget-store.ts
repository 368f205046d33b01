import type { Sql } from '../database/sql.ts';
import type { CostEstimate } from './cost-estimate.ts';

/** Dollars a day; undefined means unlimited. */
export type BudgetLimits = { dailyUsd: number | undefined; dailyUsdPerCaller: number | undefined };

/** Which of the limits leaves no room. */
export type RefusedBy = 'day' | 'caller';

/** What is to be reserved. */
export type Claim = {
  jobId: string;
  /** See {@link budgetCaller}. An address is not kept, only a digest of it. */
  caller: string;
  /** When it was made: its day is the one that pays. */
  moment: Date;
  expiresAt: Date;
  usd: number;
  /** Reserves less if less is left. */
  mayShrink: boolean;
};

/** The outcome of a claim, and how much of the day's money is spent and reserved now. */
export type ClaimAnswer = { refusedBy: RefusedBy | undefined; reservedUsd: number; dayUsd: number; callerUsd: number };

/** What a job cost in the end. */
export type Settlement = Pick<Claim, 'jobId' | 'caller' | 'moment'> & { usd: number };

type ClaimRow = {
  job: string;
  refused_by: RefusedBy | null;
  reserved: number | null;
  day_used: number;
  caller_used: number;
};

/**
 * Reserves for all machines at once, one claim after the other. See db/migrations/003_budgets.sql.
 *
 * @returns the outcome of each, by its job
 */
export async function claimBudget(
  sql: Sql,
  { dailyUsd = null, dailyUsdPerCaller = null }: { [Key in keyof BudgetLimits]: BudgetLimits[Key] | null },
  claims: readonly Claim[],
): Promise<Map<string, ClaimAnswer>> {
  const rows = await sql<ClaimRow[]>`
    select job, refused_by, reserved::float8, day_used::float8, caller_used::float8
    from json_to_recordset(${JSON.stringify(claims)}::text::json) as claim (
      "jobId" uuid, caller text, moment timestamptz, "expiresAt" timestamptz, usd numeric(18, 8), "mayShrink" boolean
    ), lateral (select claim."jobId" as job, answer.* from reserve_budget(
      claim."jobId", claim.caller, claim.moment, claim."expiresAt", claim.usd, claim."mayShrink",
      ${dailyUsd}::float8::numeric, ${dailyUsdPerCaller}::float8::numeric) as answer) as answered`;
  return new Map(
    rows.map((row) => [
      row.job,
      {
        refusedBy: row.refused_by ?? undefined,
        reservedUsd: row.reserved ?? 0,
        dayUsd: row.day_used,
        callerUsd: row.caller_used,
      },
    ]),
  );
}

/** Puts the true cost in place of what was reserved. Sending it twice changes nothing. */
export async function settleBudget(sql: Sql, { jobId, caller, moment, usd }: Settlement): Promise<void> {
  await sql`select settle_budget(
    ${jobId}::uuid, ${caller}::text, ${moment}, ${usd}::float8::numeric(18, 8))`;
}

/** Feeds the estimate the costs of the last jobs, the newest last. */
export async function learnFromJobs(sql: Sql, estimate: CostEstimate): Promise<void> {
  for (const type of ['rename-layers', 'generate-edits']) {
    const jobs = await sql<{ units: number; usd: number; pictures: boolean }[]>`
      select coalesce(case type when 'rename-layers' then layer_count else variant_count end, 1) as units,
        cost_usd::float8 as usd, coalesce(images_made, 0) > 0 as pictures
      from jobs where type = ${type} and status = 'completed' order by created_at desc limit 100`;
    for (const { units, usd, pictures } of jobs.toReversed()) {
      estimate.learn(pictures ? `${type}+pictures` : type, units, usd);
    }
  }
}
