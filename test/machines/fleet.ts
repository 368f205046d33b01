import { findFreePort } from '../../demo/postgres/server.ts';
import { startDemoProvider } from '../../demo/provider/provider.ts';
import { type FaultScenario, none, type Stage } from '../faults/scenario.ts';
import { type ServiceProcess, startService } from '../faults/service-process.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startRedisServer } from '../helpers/redis-server.ts';
import { until } from '../helpers/until.ts';
import { type FleetAnswer, postFleetJob } from './fleet-job.ts';
import { startFleetProxy } from './fleet-proxy.ts';
import { judgeFleet } from './judge-fleet.ts';

const machineCount = 3;
/** What an address with large jobs may spend; the small ones stay far below it. */
const budgetUsd = 0.02;
const timeLimitMs = 20_000;

/** Three processes behind nginx with one Redis and one Postgres: one is killed under load, one is replaced. */
export const fleet: FaultScenario = {
  name: 'fleet',
  title: 'Three machines: one killed (kill -9), one rolled (SIGTERM, replaced) under load',
  promise: 'limits, budgets, remembered names and records right in sum; only 200, or 502 for what the killed one had',
  async run(stage, { short }) {
    const [addresses, limit, extra] = short ? [6, 10, 3] : [40, 60, 5];
    const redis = await startRedisServer(stage);
    const { url, sql } = await testDatabase(stage);
    const provider = await startDemoProvider({ latencyMs: 150, look: false });
    stage.teardown(() => provider.close());
    const env = {
      DATABASE_URL: url,
      REDIS_URL: redis.url,
      TRUST_PROXY: 'loopback',
      AI_PROVIDER: 'openrouter',
      OPENROUTER_API_KEY: 'none',
      OPENROUTER_BASE_URL: provider.url,
      REQUEST_TIMEOUT_MS: String(timeLimitMs),
      RATE_LIMIT_RENAME: String(limit),
      DAILY_BUDGET_USD_PER_CALLER: String(budgetUsd),
    };
    const first = await startMachine(stage, env);
    const others = await Promise.all(Array.from({ length: machineCount - 1 }, () => startMachine(stage, env)));
    const [killed, rolled] = others as [ServiceProcess, ServiceProcess];
    const proxy = await startFleetProxy(stage, await findFreePort());
    await proxy.route([first, killed, rolled].map((machine) => machine.url));

    const answers: FleetAnswer[] = [];
    const perAddress = limit + extra;
    async function post(address: string, job: { layers: number; key?: string }): Promise<void> {
      answers.push(await postFleetJob(proxy.url, { address, ...job }));
    }
    async function postAll(address: string, job: { layers: number; key?: string }, times: number): Promise<void> {
      for (let index = 0; index < times; index += 1) await post(address, job);
    }
    // The first names of a key: all later jobs under it must find them, whichever machine they meet.
    await post('203.0.113.201', { layers: 3, key: 'fleet' });
    const startedAt = performance.now();
    const load = Promise.all([
      ...Array.from({ length: addresses }, (_, index) => postAll(`198.51.100.${index + 1}`, { layers: 1 }, perAddress)),
      postAll('203.0.113.200', { layers: 60 }, Math.min(limit, 20)),
      postAll('203.0.113.201', { layers: 3, key: 'fleet' }, Math.min(limit, 20) - 1),
    ]);
    const share = (part: number) => () => answers.length >= addresses * perAddress * part;

    await until('a quarter of the answers are there', share(0.25), 180_000);
    killed.kill('SIGKILL');
    await killed.ended;
    const goneAt = performance.now();

    await until('half of the answers are there', share(0.5), 180_000);
    const replacement = await startMachine(stage, env);
    await proxy.route([first, killed, replacement].map((machine) => machine.url));
    rolled.kill('SIGTERM');
    const rolledExit = await rolled.ended;
    await load;
    const loadMs = performance.now() - startedAt;
    const leftExits = await Promise.all([first, replacement].map(stopMachine));

    // As if the killed one's time limit and the 5 s after it had passed, and the platform had put another in its place.
    await sql`update jobs set created_at = created_at - ${timeLimitMs + 6000} * interval '1 ms' where status = 'processing'`;
    const successor = await startMachine(stage, env);
    await until('no row is left processing', async () => {
      return (await sql`select 1 from jobs where status = 'processing'`).length === 0;
    });
    await stopMachine(successor);

    const alone = [first, killed, rolled, replacement].filter(countedAlone).length;
    const othersJobs = new Set([first, rolled, replacement].flatMap(listJobs));
    const { lost, figures } = await judgeFleet({
      answers,
      sql,
      limit,
      extra,
      budgetUsd,
      goneAt,
      othersJobs,
      alone,
      loadMs,
    });
    const exits = [rolledExit, ...leftExits].filter((code) => code !== 0).length;
    return {
      setting:
        `${machineCount} processes behind nginx with one Redis and one Postgres, ${addresses + 2} addresses, ` +
        `${answers.length} jobs in ${(loadMs / 1000).toFixed(1)} s; ${lost} of them were lost with the killed process` +
        `${alone === 0 ? '' : `; ${alone} processes got no answer in time and counted for themselves`}.`,
      figures: [...figures, none('exit codes of the others that were not 0', exits)],
    };
  },
};

async function startMachine(stage: Stage, env: Record<string, string>): Promise<ServiceProcess> {
  const machine = await startService(stage, env);
  await until('it shares the limits', () => machine.output().includes('"event":"limits.shared"'));
  return machine;
}

/** The jobs in a process's log. */
function listJobs(machine: ServiceProcess): string[] {
  return Array.from(machine.output().matchAll(/"jobId":"([^"]+)"/g), ([, id = '']) => id);
}

/** Whether it fell back to local counts, as its log says. */
function countedAlone(machine: ServiceProcess): boolean {
  return /"event":"(limits|budget)\.local"/.test(machine.output());
}

async function stopMachine(machine: ServiceProcess): Promise<number | NodeJS.Signals> {
  machine.kill('SIGTERM');
  return machine.ended;
}
