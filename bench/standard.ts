/** Runs scenarios, the load test if none is named, and prints what they found. See bench/README.md. */
import { join } from 'node:path';
import { readArguments, readWholeNumber, refuse } from '../src/cli/parse-arguments.ts';
import { projectRoot } from '../src/project-root.ts';
import { createBench } from './lib/bench.ts';
import { startDatabase } from './lib/database.ts';
import { publishResults } from './lib/publish-results.ts';
import { formatResult, isMet, saveResult, stampFindings } from './lib/report.ts';
import type { Scenario } from './lib/scenario.ts';
import { alone } from './scenarios/alone.ts';
import { cpu } from './scenarios/cpu.ts';
import { crowd } from './scenarios/crowd.ts';
import { firstName } from './scenarios/first-name.ts';
import { fleet } from './scenarios/fleet.ts';
import { gateways } from './scenarios/gateways.ts';
import { growth } from './scenarios/growth.ts';
import { hour } from './scenarios/hour.ts';
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
  growth,
  fleet,
  gateways,
  hour,
];
const names = scenarios.map(({ name }) => name);
/** What --all runs: `hour` takes as long as its name says. */
const namesOfAll = names.filter((name) => name !== hour.name);
const outDir = join(projectRoot(), 'out', 'bench');
const resultsDir = join(projectRoot(), 'bench', 'results');

const usage = `npm run bench [-- options]

Runs scenarios, the load test if none is named, and prints what they found. See bench/README.md.

  --only A,B          ${names.slice(0, 6).join(', ')},
                      ${names.slice(6, 12).join(', ')},
                      ${names.slice(12).join(', ')}; default ${ramp.name}
  --all               every scenario but hour
  --minutes N         how long hour lasts; default 60
  --full              the load test in its full length
  --url URL           the load test against a deployment
  --quick             proves that scenarios run; the figures mean nothing
  --no-publish        writes out/bench instead of bench/results and bench/RESULTS.md
  --no-database       without a record
  --page              only writes bench/RESULTS.md again
  --node-args ARGS    options of node for the service, such as --node-args=--cpu-prof

Exit code: 0 every bound is met, 1 one is missed, 2 wrong arguments.`;

const { values: options } = readArguments({
  usage,
  options: {
    only: { type: 'string', default: ramp.name },
    all: { type: 'boolean', default: false },
    minutes: { type: 'string', default: '60' },
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
  publishResults(join(projectRoot(), 'bench'), names);
}

async function runScenarios(): Promise<boolean> {
  const chosen = options.all ? namesOfAll : options.only.split(',').map((name) => name.trim());
  const unknown = chosen.filter((name) => !names.includes(name));
  if (unknown.length > 0) {
    refuse(`--only: unknown scenario ${unknown.join(', ')}; known: ${names.join(', ')}`);
  }

  if (options.url !== undefined && chosen.join() !== ramp.name) refuse('--url is only for the load test');

  const database = options.database && options.url === undefined ? await startDatabase() : undefined;
  const nodeArgs = options['node-args'].split(' ').filter((arg) => arg !== '');
  const bench = createBench({
    quick: options.quick,
    full: options.full,
    minutes: options.quick ? 0.2 : readWholeNumber('--minutes', options.minutes),
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
      try {
        const findings = await scenario.run(bench);
        const tookSeconds = Math.round((Date.now() - startedAt) / 1000);
        const name = options.url === undefined ? scenario.name : 'deployment';
        const result = stampFindings({ name, title: scenario.title }, findings, tookSeconds);
        saveResult(publishes ? resultsDir : outDir, result);
        if (publishes) writePage();
        process.stdout.write(`${formatResult(result)}\n`);
        allMet &&= result.checks.every(isMet);
      } catch (error) {
        // The other scenarios still run.
        bench.log(`${scenario.name} failed: ${String(error)}`);
        allMet = false;
      }
    }
  } finally {
    await database?.stop();
  }
  return allMet;
}

if (options.page) writePage();
// A scenario that failed may have left processes behind: they end with this one.
else process.exit((await runScenarios()) ? 0 : 1);
