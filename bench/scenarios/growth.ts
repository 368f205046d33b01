import type { Bench, SubjectName } from '../lib/bench.ts';
import { drawGrowth, type GrowthPoint, sayGrowth } from '../lib/describe-growth.ts';
import { type Measured, measureLoad } from '../lib/measure.ts';
import { resetPeak } from '../lib/proc-figures.ts';
import type { BenchProvider } from '../lib/provider.ts';
import type { Findings } from '../lib/report.ts';
import { runLoad } from '../lib/run-load.ts';
import type { Scenario } from '../lib/scenario.ts';

const latencyMs = 300;
const userCounts = [1, 10, 50, 100, 200, 500, 1000];
const layerCounts = [1, 5, 10, 50, 100, 200, 500];
const usersPerLayerCount = 20;
/** Smaller pictures than the standard job's, so that 500 of them fit into one body: 10 MB. */
const layerBase64Chars = 20_480;
const subjects = ['service', 'floor'] as const satisfies SubjectName[];
type Subject = (typeof subjects)[number];

/** One layer a call, 300 calls at once, and time enough for the largest crowd. */
const settings: Record<Subject, Record<string, string>> = {
  service: { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '300', REQUEST_TIMEOUT_MS: '600000' },
  floor: { MAX_MODEL_CALLS: '300' },
};

/** How CPU, memory and waiting grow with users and with layers, service and floor. */
export const growth: Scenario = {
  name: 'growth',
  title: 'Growth with users and with layers',
  async run(bench): Promise<Findings> {
    const provider = await bench.startProvider(latencyMs);
    const byUsers: GrowthPoint[] = [];
    const byLayers: GrowthPoint[] = [];
    for (const subject of subjects) byUsers.push(...(await measureUsers(bench, subject, provider)));
    for (const subject of subjects) byLayers.push(...(await measureLayers(bench, subject, provider)));
    await provider.stop();
    const rows = [
      ...byUsers.map((point) => describe('users', point)),
      ...byLayers.map((point) => describe('layers', point)),
    ];
    const failures = [...byUsers, ...byLayers].filter(({ subject }) => subject === 'service');
    return {
      setting:
        `One layer a call, 300 calls at once, ${latencyMs} ms a call. Users: each posts standard jobs, ascending counts ` +
        `against one process, the peak read anew for each. Layers: ${usersPerLayerCount} users post jobs of layers of ` +
        `${layerBase64Chars / 1024} KiB of base64, a new process for each count.`,
      columns: ['by', 'count', 'what', 'CPU ms a job', 'peak MB', 'p95 ms', 'failed'],
      rows,
      checks: [
        {
          what: 'failed jobs of the service',
          measured: failures.reduce((sum, point) => sum + point.failures, 0),
          limit: 0,
          unit: '',
        },
      ],
      summary: sayGrowth(byUsers, byLayers),
      charts: drawGrowth(byUsers, byLayers),
    };
  },
};

async function measureUsers(bench: Bench, subject: Subject, provider: BenchProvider): Promise<GrowthPoint[]> {
  const child = await startWarm(bench, subject, provider, settings[subject]);
  const points: GrowthPoint[] = [];
  for (const users of bench.quick ? userCounts.slice(0, 3) : userCounts) {
    resetPeak(child.pid);
    // At least ten jobs: CPU is counted in steps of 10 ms.
    const measured = await measureLoad(child, [{ name: 'users', users, jobsPerUser: Math.ceil(10 / users) }]);
    points.push(takePoint(bench, subject, users, measured, 'users'));
  }
  await child.stop();
  return points;
}

async function measureLayers(bench: Bench, subject: Subject, provider: BenchProvider): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = [];
  const users = bench.quick ? 5 : usersPerLayerCount;
  for (const layers of bench.quick ? layerCounts.slice(0, 3) : layerCounts) {
    const env = { ...settings[subject], ...(subject === 'floor' && { CALLS_PER_JOB: String(layers) }) };
    const child = await startWarm(bench, subject, provider, env);
    resetPeak(child.pid);
    const jobsPerUser = Math.min(25, Math.ceil(50 / layers));
    const job = { layers, base64Chars: layerBase64Chars };
    const measured = await measureLoad(child, [{ name: 'layers', users, jobsPerUser, job }]);
    points.push(takePoint(bench, subject, layers, measured, 'layers'));
    await child.stop();
  }
  return points;
}

/** Warmed up by two users with a fast provider: a crowd would leave its memory behind, and slow calls take minutes. */
async function startWarm(bench: Bench, subject: Subject, provider: BenchProvider, env: Record<string, string>) {
  provider.setLatency(5);
  const child = await bench.start(subject, provider, { env, warmUpJobs: 0 });
  const jobsPerUser = bench.quick ? 3 : 30;
  await runLoad({ origin: child.origin, groups: [{ name: 'warm-up', users: 2, jobsPerUser }] });
  provider.setLatency(latencyMs);
  return child;
}

function takePoint(bench: Bench, subject: Subject, count: number, measured: Measured, by: string): GrowthPoint {
  const { cpuMsPerJob, peakMb, jobMs, failures, failureText } = measured;
  bench.log(`  ${subject}, ${count} ${by}: ${cpuMsPerJob.toFixed(1)} ms CPU a job, failed ${failureText}`);
  return { subject, count, cpuMsPerJob, peakMb, p95Ms: jobMs.p95, failures };
}

function describe(by: string, { count, subject, cpuMsPerJob, peakMb, p95Ms, failures }: GrowthPoint) {
  return [by, count, subject, cpuMsPerJob, peakMb, p95Ms, failures];
}
