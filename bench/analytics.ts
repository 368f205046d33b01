/**
 * Makes a database of ten million jobs and asks it for the analytics. Takes minutes and some 8 GB under the system's
 * temporary folder.
 */
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import { readArguments, readWholeNumber } from '../src/cli/parse-arguments.ts';
import { createDatabase } from '../src/database/database.ts';
import { migrate } from '../src/database/migrate.ts';
import { createSql, endSql, type Sql } from '../src/database/sql.ts';
import { rollUp, rollupsPool } from '../src/jobs/rollups.ts';
import { clientAddress } from '../src/plugins/client-address.ts';
import { database } from '../src/plugins/database.ts';
import { errors } from '../src/plugins/errors.ts';
import { limits } from '../src/plugins/limits.ts';
import { validation } from '../src/plugins/validation.ts';
import { projectRoot } from '../src/project-root.ts';
import { analyticsRoute } from '../src/routes/analytics.ts';
import type { AnalyticsReply } from '../src/schemas/analytics.ts';
import { type DataPlan, makeJobs } from './lib/analytics-data.ts';
import { describedSettings, startBenchPostgres } from './lib/analytics-postgres.ts';
import { compareWithTable } from './lib/analytics-truth.ts';
import { type Findings, formatResult, isMet, saveResult, stampFindings } from './lib/report.ts';

const usage = `npm run bench:analytics [-- options]

Makes a database of jobs and measures what the analytics take. Takes minutes, and some 8 GB for ten million jobs.

  --jobs N      default 10000000
  --days N      over which they are spread; default 60
  --users N     default 5000
  --publish     writes bench/results instead of out/bench`;

const { values: options } = readArguments({
  usage,
  options: {
    jobs: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '60' },
    users: { type: 'string', default: '5000' },
    publish: { type: 'boolean', default: false },
  },
});
const plan: DataPlan = {
  jobs: readWholeNumber('--jobs', options.jobs),
  days: readWholeNumber('--days', options.days),
  users: readWholeNumber('--users', options.users),
};
const reportDays = 30;
const askings = 20;
const token = 'bench-bench-bench-bench-bench';
const log = (line: string): void => void process.stderr.write(`${line}\n`);

/** What the first scaling plan asks of the jobs themselves, in three queries. */
const planQueries: Readonly<Record<string, string>> = {
  'by type, with percentiles': `
    select type, count(*) as total_jobs, sum(case when status = 'completed' then 1 else 0 end) as successful,
      sum(case when status = 'failed' then 1 else 0 end) as failed, avg(duration_ms) as avg_duration_ms,
      percentile_cont(0.5) within group (order by duration_ms) as p50_duration_ms,
      percentile_cont(0.95) within group (order by duration_ms) as p95_duration_ms
    from jobs where created_at > now() - interval '${reportDays} days' group by type`,
  'by day': `
    select date(created_at) as date, type, count(*) as jobs,
      sum(case when status = 'completed' then 1 else 0 end) as successful
    from jobs where created_at > now() - interval '${reportDays} days' group by 1, 2 order by 1 desc`,
  'top users': `
    select user_email, count(*) as total_jobs, sum(case when status = 'completed' then 1 else 0 end) as successful_jobs,
      max(created_at) as last_activity
    from jobs where created_at > now() - interval '${reportDays} days'
    group by user_email order by total_jobs desc limit 10`,
};

async function timed<T>(work: () => Promise<T>): Promise<[ms: number, result: T]> {
  const startedAt = performance.now();
  const result = await work();
  return [performance.now() - startedAt, result];
}

/** The route as the service has it, and nothing else beside it. */
async function buildReporter(databaseUrl: string, clock: () => Date): Promise<FastifyInstance> {
  const app = Fastify();
  await app.register(errors);
  await app.register(validation);
  await app.register(clientAddress, { trustProxy: false });
  await app.register(database, { databaseUrl });
  await app.register(limits, { perMinute: { api: 1e6, rename: 1, edits: 1 }, perKey: 1, accessKeys: [] });
  await app.register(analyticsRoute, { token, clock });
  await app.ready();
  return app;
}

async function ask(app: FastifyInstance): Promise<AnalyticsReply> {
  const headers = { authorization: `Bearer ${token}` };
  const reply = await app.inject({ url: `/api/analytics?days=${reportDays}`, headers });
  if (reply.statusCode !== 200) throw new Error(`the report was answered with ${reply.statusCode}: ${reply.body}`);
  return reply.json<AnalyticsReply>();
}

async function askForPlanQueries(sql: Sql): Promise<[what: string, ms: number][]> {
  const times: [string, number][] = [];
  for (const [what, query] of Object.entries(planQueries)) {
    // The better of two, so that nobody can say it read from a cold disk.
    const [first] = await timed(async () => sql.unsafe(query));
    const [second] = await timed(async () => sql.unsafe(query));
    times.push([what, Math.min(first, second)]);
    log(`  the plan, ${what}: ${Math.round(Math.min(first, second))} ms`);
  }
  return times;
}

/** Jobs of this minute, written as the service writes them and not folded into any sum. */
async function addFreshJobs(sql: Sql, jobs: number): Promise<void> {
  await sql`
    insert into jobs (type, status, user_email, duration_ms, layer_count, cost_usd)
    select 'rename-layers', case when n % 10 = 0 then 'processing' else 'completed' end, 'designer-1@example.com',
      case when n % 10 = 0 then null else n end, 5, 0.01
    from generate_series(1, ${jobs}::int) n`;
}

async function measure(url: string): Promise<Findings> {
  await migrate(url, { directory: join(projectRoot(), 'db/migrations') });
  const sql = createSql(url, { max: 1 });
  log('making the jobs');
  await makeJobs(sql, plan, log);
  log('summing them up');
  const rollups = createDatabase(url, rollupsPool);
  const [rollupMs] = await timed(async () => rollUp(rollups, new Date()));
  await rollups.close();
  await addFreshJobs(sql, 300);
  await sql`vacuum analyze`;

  let now = new Date();
  const app = await buildReporter(url, () => now);
  const [coldMs] = await timed(async () => ask(app));
  const warmMs: number[] = [];
  // The hour decides how many jobs are counted one by one: none at the beginning of a quarter of a day, most in its
  // middle.
  const start = now;
  for (let n = 0; n < askings; n += 1) {
    now = new Date(start.getTime() - (n / askings) * 6 * 3_600_000);
    const [ms] = await timed(async () => ask(app));
    warmMs.push(ms);
  }
  const sorted = warmMs.toSorted((a, b) => a - b);
  const [medianMs = Number.NaN, slowestMs = Number.NaN] = [sorted[Math.floor(askings / 2)], sorted.at(-1)];
  log(`  GET /api/analytics?days=${reportDays}: ${Math.round(medianMs)} ms, the slowest ${Math.round(slowestMs)} ms`);

  log('counting every job');
  now = new Date();
  const {
    wrongCounts,
    comparedCounts,
    percentileError,
    comparedPercentiles: percentiles,
  } = await compareWithTable(sql, await ask(app));
  const planTimes = await askForPlanQueries(sql);
  const planMs = planTimes.reduce((sum, [, ms]) => sum + ms, 0);
  await app.close();
  await endSql(sql);
  const { jobs, days, users } = plan;
  return {
    setting:
      `${jobs.toLocaleString('en')} jobs of ${users.toLocaleString('en')} users in ${days} days, and 300 of this ` +
      `minute that are not in a sum yet; the last ${reportDays} days are asked for. Postgres with ${describedSettings}. ` +
      `Ours is the whole reply of the route, at ${askings} hours of a day; the plan is its three queries alone, the ` +
      'better of two runs each.',
    columns: ['what', 'ms'],
    rows: [
      [`GET /api/analytics?days=${reportDays}, median of ${askings}`, medianMs],
      [`the same, slowest of ${askings}`, slowestMs],
      ['the same, first on a new connection', coldMs],
      ...planTimes.map(([what, ms]) => [`the plan: ${what}`, ms] as const),
      ['the plan: all three', planMs],
      ['summing up all the jobs, once', rollupMs],
    ],
    checks: [
      { what: `${reportDays} days, slowest of ${askings}`, measured: slowestMs, limit: 300, unit: 'ms' },
      { what: `wrong among ${comparedCounts} counts`, measured: wrongCounts, limit: 0, unit: '' },
      { what: `largest error of ${percentiles} percentiles`, measured: percentileError * 100, limit: 2, unit: '%' },
    ],
  };
}

const startedAt = Date.now();
const postgres = await startBenchPostgres();
try {
  const findings = await measure(postgres.url);
  const scenario = { name: 'analytics', title: 'The analytics of thirty days' };
  const result = stampFindings(scenario, findings, Math.round((Date.now() - startedAt) / 1000));
  saveResult(join(projectRoot(), ...(options.publish ? ['bench', 'results'] : ['out', 'bench'])), result);
  process.stdout.write(`${formatResult(result)}\n`);
  process.exitCode = result.checks.every(isMet) ? 0 : 1;
} finally {
  await postgres.stop();
}
