/**
 * From the start of the process to the first answer of `dist/server.js`, no migration pending and the database up,
 * beside a bare Fastify, in turns: `node build/bench/start-up.js [--rounds 7] [--cpu-prof]`. The exit code is 1 where
 * the service takes more than three times as long.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join } from 'node:path';
import { startEmbeddedPostgres } from '../demo/postgres/embedded-postgres.ts';
import { findFreePort } from '../demo/postgres/server.ts';
import { readArguments, readWholeNumber } from '../src/cli/parse-arguments.ts';
import { createSql, endSql } from '../src/database/sql.ts';
import { projectRoot } from '../src/project-root.ts';
import { findPercentile } from './lib/percentiles.ts';
import { formatResult, isMet, saveResult, stampFindings } from './lib/report.ts';

const maxOverBare = 2;
const bareFastify = `import Fastify from 'fastify';
const app = Fastify();
app.get('/health/live', async () => ({ status: 'ok' }));
await app.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
`;

const usage = `npm run bench:start [-- options]

Measures the time from the start of dist/server.js to its first answer, beside a bare Fastify.

  --rounds N      default 7
  --cpu-prof      writes a CPU profile to out/bench
  --publish       writes bench/results instead of out/bench

Exit code: 0 within the bound, 1 it is missed, 2 wrong arguments.`;

const { values } = readArguments({
  usage,
  options: {
    rounds: { type: 'string', default: '7' },
    publish: { type: 'boolean', default: false },
    'cpu-prof': { type: 'boolean', default: false },
  },
});

const roundCount = readWholeNumber('--rounds', values.rounds);

/** Milliseconds until `GET /health/live` is answered, asked every 2 ms from the start on. */
async function timeStart(
  entry: string,
  env: Record<string, string>,
  nodeArgs: readonly string[] = [],
): Promise<number> {
  const port = await findFreePort();
  const { PATH = '', HOME = '' } = process.env;
  const startedAt = performance.now();
  const child = spawn(process.execPath, [...nodeArgs, entry], {
    env: { PATH, HOME, PORT: String(port), ...env },
    stdio: 'ignore',
  });
  const gone = new Promise((resolve) => child.once('exit', resolve));
  try {
    while (!(await answers(port))) {
      if (child.exitCode !== null || performance.now() - startedAt > 30_000) throw new Error(`${entry} did not start`);
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    return performance.now() - startedAt;
  } finally {
    child.kill('SIGTERM');
    await gone;
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    request({ port, host: '127.0.0.1', path: '/health/live' }, (reply) => resolve(reply.resume().statusCode === 200))
      .once('error', () => resolve(false))
      .end();
  });
}

const startedAt = Date.now();
const outDir = join(projectRoot(), 'out', 'bench');
mkdirSync(outDir, { recursive: true });
const bareEntry = join(outDir, 'bare-fastify.mjs');
writeFileSync(bareEntry, bareFastify);
const postgres = await startEmbeddedPostgres({ dataDir: join(projectRoot(), '.data', 'bench-postgres') });
// A new database: one of an earlier run may hold migrations that have changed since.
const admin = createSql(postgres.url, { max: 1 });
await admin.unsafe('drop database if exists start_up with (force)');
await admin.unsafe('create database start_up');
await endSql(admin);
const databaseUrl = new URL('/start_up', postgres.url).href;
const service = join(projectRoot(), 'dist', 'server.js');
const settings = {
  NODE_ENV: 'production',
  DATABASE_URL: databaseUrl,
  OPENROUTER_API_KEY: 'bench',
  OPENROUTER_BASE_URL: 'http://127.0.0.1:9/api/v1',
  ANALYTICS_TOKEN: 'bench-bench-bench-bench-bench-bench',
  ACCESS_KEYS: 'open',
  METRICS_PORT: String(await findFreePort()),
};
const rounds: { bareMs: number; serviceMs: number; offMs: number }[] = [];
// The first of each migrates the database and reads the files from the disk.
for (let round = -1; round < roundCount; round += 1) {
  const bareMs = await timeStart(bareEntry, {});
  const serviceMs = await timeStart(service, settings);
  const offMs = await timeStart(service, { ...settings, DATABASE_URL: 'off', METRICS_PORT: '0' });
  if (round >= 0) rounds.push({ bareMs, serviceMs, offMs });
}
if (values['cpu-prof']) await timeStart(service, settings, ['--cpu-prof', `--cpu-prof-dir=${outDir}`]);
await postgres.stop();

const median = (pick: (round: (typeof rounds)[number]) => number): number => findPercentile(rounds.map(pick), 50);
const bareMs = median((round) => round.bareMs);
const rows = (['bareMs', 'serviceMs', 'offMs'] as const).map((name, index) => {
  const what = ['bare Fastify', 'the service', 'the service, database and metrics off'][index] ?? '';
  const each = rounds.map((round) => round[name].toFixed(0)).join(', ');
  return [what, median((round) => round[name]), median((round) => round[name]) / bareMs, each];
});
const result = stampFindings(
  { name: 'start-up', title: 'From the start of the process to the first answer' },
  {
    setting: `${rounds.length} starts of each in turns, medians; production settings, database up and migrated.`,
    columns: ['what', 'ms', 'x bare Fastify', 'each start'],
    rows,
    checks: [
      {
        what: 'start to first answer, x bare Fastify',
        measured: median((round) => round.serviceMs) / bareMs,
        limit: maxOverBare,
        unit: 'x',
      },
    ],
  },
  Math.round((Date.now() - startedAt) / 1000),
);
saveResult(values.publish ? join(projectRoot(), 'bench', 'results') : outDir, result);
process.stdout.write(`${formatResult(result)}\n`);
process.exitCode = result.checks.every(isMet) ? 0 : 1;
