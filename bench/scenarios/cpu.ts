import type { Bench, SubjectName } from '../lib/bench.ts';
import { type Measured, measureLoad } from '../lib/measure.ts';
import type { BenchProvider } from '../lib/provider.ts';
import type { Scenario } from '../lib/scenario.ts';

/** The most CPU a job may take, as a multiple of the floor's: what checking, naming and recording may add. */
const maxOverFloor = 1.3;
const maxPeakMb = 300;
const subjects: readonly SubjectName[] = ['service', 'floor', 'plan'];

/** One layer a call and 300 calls at once for all three; the plan's own limit of 10 would take five minutes a round. */
const settings: Record<SubjectName, Record<string, string>> = {
  service: { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '300' },
  floor: { MAX_MODEL_CALLS: '300' },
  plan: { PLAN_CALLS: '300' },
};

interface Round extends Measured {
  subject: SubjectName;
  users: number;
}

/** CPU a standard job beside the floor's and the plan's: the least of three rounds, taken in turns. */
export const cpu: Scenario = {
  name: 'cpu',
  title: 'CPU of a standard job, and the memory of many',
  async run(bench) {
    const userCounts = bench.quick ? [20] : [100, 200];
    const rounds: Round[] = [];
    const provider = await bench.startProvider(300);
    for (let round = 0; round < (bench.quick ? 1 : 3); round += 1) {
      for (const subject of subjects) rounds.push(...(await measureSubject(bench, subject, provider, userCounts)));
    }
    await provider.stop();

    const results = userCounts.map((users) => ({
      users,
      service: gather(rounds, 'service', users),
      floor: gather(rounds, 'floor', users),
      plan: gather(rounds, 'plan', users),
    }));
    const most = results.at(-1);
    return {
      setting:
        'All users post one standard job at once, one layer a call, 300 calls at once, the provider answers after ' +
        '300 ms. CPU is user and system time of the process; the least of three rounds, taken in turns.',
      columns: ['users', 'what', 'CPU ms a job', 'each round', 'x floor', 'peak MB', 'p95 ms', 'failed'],
      rows: results.flatMap((result) =>
        subjects.map((subject) => {
          const { cpuMs, eachRound, peakMb, p95Ms, failures } = result[subject];
          return [result.users, subject, cpuMs, eachRound, cpuMs / result.floor.cpuMs, peakMb, p95Ms, failures];
        }),
      ),
      checks: [
        ...results.map(({ users, service, floor }) => ({
          what: `CPU a job at ${users} users, x floor`,
          measured: service.cpuMs / floor.cpuMs,
          limit: maxOverFloor,
          unit: 'x',
        })),
        {
          what: `peak memory at ${most?.users} users`,
          measured: most?.service.peakMb ?? Number.NaN,
          limit: maxPeakMb,
          unit: 'MB',
        },
        {
          what: 'failed jobs of the service',
          measured: results.reduce((sum, { service }) => sum + service.failures, 0),
          limit: 0,
          unit: '',
        },
      ],
    };
  },
};

async function measureSubject(
  bench: Bench,
  subject: SubjectName,
  provider: BenchProvider,
  userCounts: readonly number[],
): Promise<Round[]> {
  // Sixty jobs of warm-up: at twenty, the service's figure still fell by a quarter over the next hundred jobs.
  const child = await bench.start(subject, provider, { env: settings[subject], warmUpJobs: bench.quick ? 10 : 60 });
  const rounds: Round[] = [];
  for (const users of userCounts) {
    const measured = await measureLoad(child, [{ name: 'standard', users }]);
    rounds.push({ subject, users, ...measured });
    const { cpuMsPerJob, peakMb, failureText } = measured;
    const figures = `${cpuMsPerJob.toFixed(1)} ms CPU a job, peak ${peakMb.toFixed(0)} MB, failed ${failureText}`;
    bench.log(`  ${subject}, ${users} users: ${figures}`);
  }
  await child.stop();
  return rounds;
}

interface Gathered {
  cpuMs: number;
  eachRound: string;
  peakMb: number;
  p95Ms: number;
  failures: number;
}

function gather(rounds: readonly Round[], subject: SubjectName, users: number): Gathered {
  const own = rounds.filter((round) => round.subject === subject && round.users === users);
  return {
    cpuMs: Math.min(...own.map(({ cpuMsPerJob }) => cpuMsPerJob)),
    eachRound: own.map(({ cpuMsPerJob }) => cpuMsPerJob.toFixed(1)).join(', '),
    peakMb: Math.max(...own.map(({ peakMb }) => peakMb)),
    p95Ms: Math.min(...own.map(({ jobMs }) => jobMs.p95)),
    failures: own.reduce((sum, { failures }) => sum + failures, 0),
  };
}
