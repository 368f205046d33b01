import type { Bench, SubjectName } from '../lib/bench.ts';
import { summarize } from '../lib/percentiles.ts';
import { runUsers, type UserRun } from '../lib/ramp-users.ts';
import type { Check, Findings } from '../lib/report.ts';
import type { Scenario } from '../lib/scenario.ts';

const latencyMs = 300;
const pauseMs = 5000;
/** Ours: what the service may add to the provider's time. */
const maxOverLatency = 1.3;
/** The first plan's own: p95 and share of errors. */
const planMaxP95Ms = 30_000;
const planMaxFailedPercent = 5;
/** The first plan's stages; the short form keeps the users and takes a tenth of the time. */
const stages = [
  { users: 20, seconds: 60 },
  { users: 50, seconds: 180 },
  { users: 100, seconds: 120 },
  { users: 100, seconds: 120 },
];
const shortened = 10;

/**
 * The first plan's load test: users come one after the other over a stage's first pause, post ten small layers, ask for
 * the health, pause for 5 s and go on. Against the service and the plan's own stack, or against a deployment, whose
 * provider's latency is not known: then the plan's bounds alone count.
 */
export const ramp: Scenario = {
  name: 'ramp',
  title: "The first plan's load test",
  async run(bench): Promise<Findings> {
    const runs = bench.url === undefined ? await runHere(bench) : [await runStages(bench, 'deployment', bench.url)];
    const [measured] = runs;
    if (measured === undefined) throw new Error('nothing was measured');
    const all = summarize(measured.stages.flatMap(({ latenciesMs }) => latenciesMs));
    const failed = measured.stages.reduce((sum, { failures }) => sum + failures, 0);
    const checks: Check[] = [
      { what: "p95, the plan's bound", measured: all.p95, limit: planMaxP95Ms, unit: 'ms' },
      {
        what: "failed, the plan's bound",
        measured: (failed / all.count) * 100,
        limit: planMaxFailedPercent,
        unit: '%',
      },
      { what: 'failed requests', measured: failed, limit: 0, unit: '' },
    ];
    if (bench.url === undefined) {
      checks.unshift({ what: 'p95, x latency', measured: all.p95 / latencyMs, limit: maxOverLatency, unit: 'x' });
    }
    return {
      setting:
        `Users post ten layers of 4 KB, ask for the health and pause ${pauseMs / 1000} s; ` +
        `${bench.full ? 'in full length' : `a ${shortened}th of the full length`}, default settings (the plan at its ` +
        `10 calls)${bench.url === undefined ? `, ${latencyMs} ms a call` : ''}. Driven by autocannon.`,
      columns: ['what', 'users', 'requests', 'median ms', 'p95 ms', 'most ms', 'health p95 ms', 'failed'],
      rows: runs.flatMap(({ what, stages: done }) =>
        done.map(({ users, latenciesMs, healthMs, failures }) => {
          const { count, p50, p95, max } = summarize(latenciesMs);
          return [what, users, count, p50, p95, max, healthMs.length > 0 ? summarize(healthMs).p95 : '', failures];
        }),
      ),
      checks,
    };
  },
};

interface StagesRun {
  readonly what: string;
  readonly stages: readonly (UserRun & { readonly users: number })[];
}

async function runHere(bench: Bench): Promise<StagesRun[]> {
  const provider = await bench.startProvider(latencyMs);
  const runs: StagesRun[] = [];
  for (const subject of ['service', 'plan'] as const satisfies SubjectName[]) {
    const child = await bench.start(subject, provider);
    runs.push(await runStages(bench, subject, child.origin));
    await child.stop();
  }
  await provider.stop();
  return runs;
}

async function runStages(bench: Bench, what: string, origin: string): Promise<StagesRun> {
  const done: (UserRun & { users: number })[] = [];
  for (const { users, seconds } of bench.quick ? stages.slice(0, 1) : stages) {
    bench.log(`  ${what}, ${users} users ...`);
    const lastsMs = (bench.full ? seconds : seconds / shortened) * 1000;
    // The plan's stack has no health route: its users only post.
    done.push({ users, ...(await runUsers({ origin, users, lastsMs, pauseMs, withHealth: what !== 'plan' })) });
  }
  return { what, stages: done };
}
