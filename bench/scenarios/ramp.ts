import { setTimeout as wait } from 'node:timers/promises';
import type { SubjectName } from '../lib/bench.ts';
import { runCannon } from '../lib/cannon.ts';
import { summarize } from '../lib/percentiles.ts';
import type { Findings } from '../lib/report.ts';
import type { Scenario } from '../lib/scenario.ts';
import { buildJobBody } from '../lib/standard-job.ts';

const latencyMs = 300;
const maxOverLatency = 1.3;
const pauseMs = 5000;
const smallLayers = 10;
/** The first plan's load test, minutes made rounds: how many users post at once, and how often. */
const stages = [
  { users: 20, rounds: 2 },
  { users: 50, rounds: 3 },
  { users: 100, rounds: 2 },
  { users: 100, rounds: 2 },
];

/**
 * The plan's ramp: users who post ten small layers and pause for 5 s. All users of a round post in the same instant,
 * which is harder than the plan's users, who drift apart. The plan's own stack meets each stage once.
 */
export const ramp: Scenario = {
  name: 'ramp',
  title: "The first plan's ramp",
  async run(bench): Promise<Findings> {
    const body = buildJobBody({ layers: smallLayers, base64Chars: 4096 });
    const provider = await bench.startProvider(latencyMs);
    const rows: (string | number)[][] = [];
    const latencies: Record<'service' | 'plan', number[]> = { service: [], plan: [] };
    const failures = { service: 0, plan: 0 };
    for (const subject of ['service', 'plan'] as const satisfies SubjectName[]) {
      const child = await bench.start(subject, provider, { warmUpJobs: 5 });
      for (const { users, rounds } of bench.quick ? stages.slice(0, 1) : stages) {
        const stage: number[] = [];
        let failed = 0;
        for (let round = 0; round < (subject === 'plan' ? 1 : rounds); round += 1) {
          if (round > 0) await wait(bench.quick ? 500 : pauseMs);
          const run = await runCannon({
            url: `${child.origin}/api/rename-layers`,
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body,
            connections: users,
            amount: users,
            timeout: 120,
            verifyBody: (reply) => countNewNames(String(reply)) === smallLayers,
          });
          stage.push(...run.latenciesMs);
          failed += run.failures;
        }
        const { count, p50, p95, max } = summarize(stage);
        rows.push([subject, users, count, p50, p95, p95 / latencyMs, max, failed]);
        latencies[subject].push(...stage);
        failures[subject] += failed;
      }
      await child.stop();
    }
    await provider.stop();
    return {
      setting:
        `Users post ${smallLayers} layers of 4 KB at once and pause ${pauseMs / 1000} s; default settings (the plan ` +
        `at its 10 calls), ${latencyMs} ms a call. Driven by autocannon.`,
      columns: ['what', 'users', 'jobs', 'median ms', 'p95 ms', 'x latency', 'most ms', 'failed'],
      rows,
      checks: [
        {
          what: 'p95 of all stages, x latency',
          measured: summarize(latencies.service).p95 / latencyMs,
          limit: maxOverLatency,
          unit: 'x',
        },
        { what: 'failed jobs', measured: failures.service, limit: 0, unit: '' },
      ],
    };
  },
};

function countNewNames(reply: string): number {
  const { layers = [] } = JSON.parse(reply) as { layers?: { newName: string }[] };
  return layers.filter(({ newName }) => !newName.startsWith('Rectangle ')).length;
}
