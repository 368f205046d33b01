/**
 * Runs scenarios, the load test where none is named, and prints what they found: `node build/bench/standard.js
 * [--full] [--url URL] [--all] [--only cpu,memory] [--quick] [--no-publish] [--page] [--node-args=--cpu-prof]`. See
 * bench/README.md.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectRoot } from '../src/project-root.ts';
import { createBench } from './lib/bench.ts';
import { startDatabase } from './lib/database.ts';
import { formatResult, isMet, loadResults, saveResult, stampFindings, writeResultsPage } from './lib/report.ts';
import type { Scenario } from './lib/scenario.ts';
import { alone } from './scenarios/alone.ts';
import { cpu } from './scenarios/cpu.ts';
import { crowd } from './scenarios/crowd.ts';
import { firstName } from './scenarios/first-name.ts';
import { identical } from './scenarios/identical.ts';
import { memory } from './scenarios/memory.ts';
import { pictures } from './scenarios/pictures.ts';
import { ramp } from './scenarios/ramp.ts';
import { slowProvider } from './scenarios/slow-provider.ts';
import { smallAmidLarge } from './scenarios/small-amid-large.ts';
import { smallRoutes } from './scenarios/small-routes.ts';

const scenarios: readonly Scenario[] = [
  cpu,
  memory,
  crowd,
  alone,
  smallAmidLarge,
  slowProvider,
  firstName,
  identical,
  pictures,
  ramp,
  smallRoutes,
];
const names = scenarios.map(({ name }) => name);
const outDir = join(projectRoot(), 'out', 'bench');
const resultsDir = join(projectRoot(), 'bench', 'results');

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', default: ramp.name },
    all: { type: 'boolean', default: false },
    full: { type: 'boolean', default: false },
    url: { type: 'string' },
    quick: { type: 'boolean', default: false },
    publish: { type: 'boolean', default: true },
    page: { type: 'boolean', default: false },
    database: { type: 'boolean', default: true },
    'node-args': { type: 'string', default: '' },
  },
  allowNegative: true,
});
/** Figures of --quick mean nothing. */
const publishes = options.publish && !options.quick;

function writePage(): void {
  writeFileSync(join(projectRoot(), 'bench', 'RESULTS.md'), writeResultsPage(loadResults(resultsDir, names)));
}

async function runScenarios(): Promise<boolean> {
  const chosen = options.all ? names : options.only.split(',').map((name) => name.trim());
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    throw new Error(`no scenario is called ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  }

  if (options.url !== undefined && chosen.join() !== ramp.name) throw new Error('--url is for the load test alone');

  const database = options.database && options.url === undefined ? await startDatabase() : undefined;
  const nodeArgs = options['node-args'].split(' ').filter((arg) => arg !== '');
  const bench = createBench({
    quick: options.quick,
    full: options.full,
    url: options.url?.replace(/\/$/, ''),
    databaseUrl: database?.url,
    outDir,
    nodeArgs,
  });
  let allMet = true;
  try {
    for (const scenario of scenarios.filter(({ name }) => chosen.includes(name))) {
      bench.log(`${scenario.name} ...`);
      const startedAt = Date.now();
      const findings = await scenario.run(bench);
      const tookSeconds = Math.round((Date.now() - startedAt) / 1000);
      const name = options.url === undefined ? scenario.name : 'deployment';
      const result = stampFindings({ name, title: scenario.title }, findings, tookSeconds);
      saveResult(publishes ? resultsDir : outDir, result);
      process.stdout.write(`${formatResult(result)}\n`);
      allMet &&= result.checks.every(isMet);
    }
  } finally {
    await database?.stop();
  }
  if (publishes) writePage();
  return allMet;
}

if (options.page) writePage();
else process.exitCode = (await runScenarios()) ? 0 : 1;
