import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findFreePort } from '../../demo/postgres/server.ts';
import { projectRoot } from '../../src/project-root.ts';
import { type MeasuredProcess, startProcess } from './processes.ts';
import { type BenchProvider, startProvider } from './provider.ts';
import { runLoad } from './run-load.ts';

export type SubjectName = 'service' | 'floor' | 'plan';

/** What a scenario works with. */
export interface Bench {
  /** Few users and one round: proves that the scenario runs, its figures mean nothing. */
  quick: boolean;
  /** The load test in its full length. */
  full: boolean;
  /** How long the scenario `hour` lasts. */
  minutes: number;
  /** Of the run's database; undefined without one. */
  databaseUrl: string | undefined;
  /** A deployment to run the load test against, without a slash at its end. */
  url: string | undefined;
  /** For logs and what is installed for a run. */
  outDir: string;
  log(line: string): void;
  startProvider(latencyMs: number, imageBytes?: number): Promise<BenchProvider>;
  /** Starts one of the three, bound to the provider and warmed up unless `warmUpJobs` is 0. */
  start(name: SubjectName, provider: BenchProvider, options?: StartOptions): Promise<MeasuredProcess>;
}

export interface StartOptions {
  /** Settings over the defaults below. */
  env?: Record<string, string>;
  /** Standard jobs posted at once before anything is measured, for V8 to compile what it will. Default 20. */
  warmUpJobs?: number;
}

export interface BenchOptions {
  quick: boolean;
  full: boolean;
  minutes: number;
  url: string | undefined;
  /** DATABASE_URL for those that keep records; undefined or 'off' runs without. */
  databaseUrl: string | undefined;
  /** For logs, and profiles where `nodeArgs` asks for them. */
  outDir: string;
  /** node options of the service alone, such as --cpu-prof. */
  nodeArgs: readonly string[];
}

const baseline = (file: string) => fileURLToPath(new URL(`../baselines/${file}`, import.meta.url));

export function createBench({ quick, full, minutes, url, databaseUrl, outDir, nodeArgs }: BenchOptions): Bench {
  const serviceEntry = join(projectRoot(), 'dist', 'server.js');

  async function describe(name: SubjectName, provider: BenchProvider) {
    const database = databaseUrl === undefined ? {} : { DATABASE_URL: databaseUrl };
    if (name === 'floor') return { entry: baseline('floor.js'), env: { PROVIDER_URL: provider.url } };
    if (name === 'plan') return { entry: baseline('plan-stack.js'), env: { PROVIDER_URL: provider.url, ...database } };
    if (!existsSync(serviceEntry)) throw new Error(`${serviceEntry} is missing: run npm run build first`);
    return { entry: serviceEntry, nodeArgs, env: { ...(await serviceSettings(provider)), ...database } };
  }

  return {
    quick,
    full,
    minutes,
    databaseUrl,
    outDir,
    url,
    log: (line) => void process.stderr.write(`${line}\n`),
    startProvider,
    async start(name, provider, { env = {}, warmUpJobs = 20 } = {}) {
      const subject = await describe(name, provider);
      const started = await startProcess({ name, logDir: outDir, ...subject, env: { ...subject.env, ...env } });
      if (warmUpJobs > 0) await runLoad({ origin: started.origin, groups: [{ name: 'warm-up', users: warmUpJobs }] });
      return started;
    },
  };
}

/** Production with every feature on; the rate limits are raised, as all users of a run may come from one address. */
async function serviceSettings(provider: BenchProvider): Promise<Record<string, string>> {
  return {
    NODE_ENV: 'production',
    AI_PROVIDER: 'openrouter',
    OPENROUTER_API_KEY: 'bench',
    OPENROUTER_BASE_URL: provider.url,
    DATABASE_URL: 'off',
    ANALYTICS_TOKEN: 'bench-bench-bench-bench-bench-bench',
    ACCESS_KEYS: 'open',
    METRICS_PORT: String(await findFreePort()),
    RATE_LIMIT_API: '1000000',
    RATE_LIMIT_RENAME: '1000000',
    RATE_LIMIT_EDITS: '1000000',
  };
}
