/** Makes faults happen and prints the table of reliability. About three minutes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readArguments, refuse } from '../../src/cli/parse-arguments.ts';
import { projectRoot } from '../../src/project-root.ts';
import { type Figure, none } from '../../test/faults/scenario.ts';
import { faultScenarios } from '../../test/faults/scenarios/index.ts';
import { formatResult, formatTable, isMet, type ScenarioResult, saveResult, stampFindings } from '../lib/report.ts';

const usage = `npm run bench:faults [-- options]

Makes faults happen and prints the table of reliability.

  --only A,B      faults by name: ${faultScenarios.map(({ name }) => name).join(', ')}
  --short         smaller loads: proves that they run, the figures mean little
  --outage        also kills Postgres twenty times under load (three minutes)
  --fuzz          also sends the 100,000 mutated requests (ten minutes)
  --publish       writes bench/results instead of out/bench

Exit code: 0 every bound is met, 1 one is missed, 2 wrong arguments.`;

const { values: options } = readArguments({
  usage,
  options: {
    only: { type: 'string', default: '' },
    short: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: false },
    outage: { type: 'boolean', default: false },
    fuzz: { type: 'boolean', default: false },
  },
});

interface Row {
  readonly name: string;
  readonly title: string;
  readonly promise: string;
  measure(): Promise<{ readonly setting: string; readonly figures: readonly Figure[] }>;
}

/** A scenario that is a separate script: whether it passed, and the lines that matter of what it printed. */
function scriptRow(row: Omit<Row, 'measure'>, path: string, env: Record<string, string>, says: RegExp): Row {
  return {
    ...row,
    async measure() {
      const script = fileURLToPath(new URL(`../../${path}`, import.meta.url));
      const run = spawnSync(process.execPath, [script], { encoding: 'utf8', env: { ...process.env, ...env } });
      const lines = run.stdout
        .split('\n')
        .filter((line) => says.test(line))
        .map((line) => line.replace(/^[\s#]+/, ''));
      return { setting: `${lines.join('; ')}.`, figures: [none('exit code', run.status ?? Number.NaN)] };
    },
  };
}

const outage = scriptRow(
  {
    name: 'postgres-killed',
    title: 'Postgres killed (immediate) under load for 6 s, twenty times over',
    promise: 'no failed request, no job record lost',
  },
  'test/jobs/outage.test.js',
  options.short ? {} : { OUTAGE_ROUNDS: '20', OUTAGE_MS: '6000' },
  /requests, \d+ batches/,
);
const marked = scriptRow(
  {
    name: 'marked-picture',
    title: 'A marked image through every route and every failure',
    promise: 'found on no disk, in no table, in no log, even at trace level and on errors',
  },
  'test/hostile/nothing-kept.test.js',
  {},
  /^# \{/,
);
const mutated = scriptRow(
  {
    name: 'mutated-requests',
    title: '100,000 mutated requests',
    promise: 'no 5xx, no crash, resident memory after a collection within 10 % of warm',
  },
  'bench/fuzz.js',
  {},
  /^\| (mutated|5xx|resident)/,
);
const rows: readonly Row[] = [
  ...(options.outage ? [outage] : []),
  ...faultScenarios.map(
    (scenario): Row => ({
      ...scenario,
      async measure() {
        const stops: (() => void | Promise<void>)[] = [];
        try {
          return await scenario.run({ teardown: (stop) => void stops.unshift(stop) }, { short: options.short });
        } finally {
          for (const stop of stops) await stop();
        }
      },
    }),
  ),
  ...(options.fuzz ? [mutated] : []),
  marked,
];

const unknown = options.only.split(',').filter((name) => name !== '' && !rows.some((row) => row.name === name));
if (unknown.length > 0) refuse(`--only: unknown fault ${unknown.join(', ')}`);
const chosen = options.only === '' ? rows : rows.filter(({ name }) => options.only.split(',').includes(name));
const resultsDir = options.publish ? join(projectRoot(), 'bench', 'results') : join(projectRoot(), 'out', 'bench');
const results: (ScenarioResult & { promise: string })[] = [];
for (const { name, title, promise, measure } of chosen) {
  process.stderr.write(`${name} ...\n`);
  const startedAt = Date.now();
  const { setting, figures } = await measure();
  const findings = {
    setting,
    columns: ['what', 'measured', 'unit'],
    rows: figures.map(({ what, measured, unit }) => [what, measured, unit]),
    checks: figures,
  };
  const result = stampFindings(
    { name: `reliability-${name}`, title },
    findings,
    Math.round((Date.now() - startedAt) / 1000),
  );
  saveResult(resultsDir, result);
  process.stdout.write(`${formatResult(result)}\n`);
  results.push({ ...result, promise });
}
const table = results.map(({ title, promise, checks }) => [title, promise, checks.every(isMet) ? 'met' : 'missed']);
process.stdout.write(`${formatTable(['what', 'target', ''], table)}\n`);
process.exitCode = results.every(({ checks }) => checks.every(isMet)) ? 0 : 1;
