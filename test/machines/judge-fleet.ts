import type { Sql } from '../../src/database/sql.ts';
import { type Figure, none } from '../faults/scenario.ts';
import type { FleetAnswer } from './fleet-job.ts';

export interface FleetRun {
  readonly answers: readonly FleetAnswer[];
  /** Of the database that all machines share, after the last of them has ended. */
  readonly sql: Sql;
  /** Jobs a minute and address. */
  readonly limit: number;
  /** How many more each address asked for. */
  readonly extra: number;
  /** What an address may spend. */
  readonly budgetUsd: number;
  /** performance.now() as the killed process was gone. */
  readonly goneAt: number;
  /** Jobs in the logs of all processes but the killed one, whose last lines may be lost. */
  readonly othersJobs: ReadonlySet<string>;
  readonly loadMs: number;
  /**
   * How many processes counted for themselves at some time: one that gets no answer of Redis or Postgres within 250 ms
   * does, as on a busy machine.
   */
  readonly alone: number;
}

const minuteMs = 60_000;

/** What went wrong, in counts, and how many jobs the killed process took with it. */
export async function judgeFleet(run: FleetRun): Promise<{ lost: number; figures: readonly Figure[] }> {
  const { answers, limit, extra, goneAt, alone } = run;
  const done = answers.filter(({ status }) => status === 200);
  const refused = answers.filter(({ status }) => status === 429);
  // An answer of the proxy has no code. It may concern only what was under way as the process died.
  const lost = answers.filter(({ status, code }) => status === 502 && code === undefined);
  const lostLater = lost.filter(({ startedAt }) => startedAt > goneAt);
  const overLimit = refused.filter(({ code }) => code === 'EXPORTER_RENAME_RATE_LIMITED');
  const overBudget = refused.filter(({ code }) => code === 'EXPORTER_BUDGET_EXCEEDED');
  const clear = done.length + overLimit.length + overBudget.length + lost.length;
  const mostJobs = limit * (1 + Math.floor(run.loadMs / minuteMs)) * (1 + alone);
  return {
    lost: lost.length,
    figures: [
      none('answers other than 200, a limit or budget reached, or 502 of the proxy', answers.length - clear),
      none('502 for requests begun after its end', lostLater.length),
      none(
        'jobs beyond the limit of an address',
        sumOver(groupBy(done), (count) => count - mostJobs),
      ),
      none(
        'jobs refused within the limit of an address',
        sumOver(groupBy(overLimit), (count) => count - extra),
      ),
      none('names of a key that differed', countOtherNames(done)),
      ...(await judgeRecords(run, done)),
      ...(await judgeBudget(run, overBudget.length)),
    ],
  };
}

/** Records are written some 20 ms behind: so many jobs that the killed process had answered may have none. */
const mostUnwritten = 8;

async function judgeRecords({ sql, othersJobs }: FleetRun, done: readonly FleetAnswer[]): Promise<Figure[]> {
  const rows = await sql<{ id: string; error_code: string | null; model_calls: number }[]>`
    select id, error_code, model_calls from jobs`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const answered = done.map(({ jobId = '' }) => jobId);
  const unwritten = answered.filter((id) => !byId.has(id));
  const unknown = [...byId.keys()].filter((id) => !answered.includes(id) && othersJobs.has(id));
  const open = rows.filter(({ error_code: code }) => code === 'EXPORTER_ABANDONED');
  const [, ...underKey] = done.filter(({ key }) => key !== undefined);
  const paidAgain = underKey.filter(({ jobId = '' }) => (byId.get(jobId)?.model_calls ?? 0) > 0);
  return [
    none('answered jobs without a record', unwritten.filter((id) => othersJobs.has(id)).length),
    {
      what: 'answered jobs of the killed process without a record',
      measured: unwritten.filter((id) => !othersJobs.has(id)).length,
      limit: mostUnwritten,
      unit: '',
    },
    none('answered jobs that share a record', answered.length - new Set(answered).size),
    none('records without an answered job', unknown.length),
    none('records that others than the killed process left open', open.filter(({ id }) => othersJobs.has(id)).length),
    // Without shared names each of the other three processes would pay once.
    {
      what: 'jobs under a key that paid for calls again',
      measured: paidAgain.length,
      limit: 2,
      unit: '',
    },
  ];
}

/** Of a job: the default of RENAME_CONCURRENCY. */
const callsAtOnce = 10;

async function judgeBudget({ sql, budgetUsd, alone }: FleetRun, refused: number): Promise<Figure[]> {
  const [sums] = await sql<{ recorded: number; spent: number; most: number; lost: number; call: number }[]>`
    select (select coalesce(sum(cost_usd), 0)::float8 from jobs) as recorded,
      (select spent_usd::float8 from budget_days where caller = '') as spent,
      (select max(spent_usd)::float8 from budget_days where caller <> '') as most,
      (select coalesce(sum(reserved_usd), 0)::float8 from budget_jobs where cost_usd is null) as lost,
      (select max(cost_usd / model_calls)::float8 from jobs where model_calls > 0) as call`;
  if (sums === undefined) throw new Error('the database holds no sums');
  const { recorded, spent, most, lost, call } = sums;
  return [
    {
      what: 'most that an address spent',
      measured: most,
      // The last cent may be passed by one call for each that runs.
      limit: budgetUsd * (1 + alone) + callsAtOnce * call,
      unit: '$',
    },
    none('budgets that stopped nobody', refused > 0 ? 0 : 1),
    {
      what: 'spending of records and of budgets apart, beyond what the killed process had reserved',
      measured: Math.max(0, Math.abs(recorded - spent) - lost),
      limit: 1e-6,
      unit: '$',
    },
  ];
}

function countOtherNames(done: readonly FleetAnswer[]): number {
  const [first, ...later] = done.filter(({ key }) => key !== undefined);
  return later.filter(({ names }) => names !== first?.names).length;
}

/** How many answers each address got. */
function groupBy(answers: readonly FleetAnswer[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { address } of answers) counts.set(address, (counts.get(address) ?? 0) + 1);
  return counts;
}

/** The sum of what lies above zero. */
function sumOver(counts: ReadonlyMap<string, number>, excess: (count: number) => number): number {
  return [...counts.values()].reduce((sum, count) => sum + Math.max(0, excess(count)), 0);
}
