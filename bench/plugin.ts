/**
 * The plugin with 500 layers, in a real browser on the real service: how long its tasks hold the browser up, and
 * whether the page's memory stays level: `node build/bench/plugin.js [--runs 20] [--publish]`. The exit code is 1 if a
 * bound is missed.
 */
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { readArguments, readWholeNumber } from '../src/cli/parse-arguments.ts';
import { projectRoot } from '../src/project-root.ts';
import { launchBrowser } from '../test/browser/helpers/launch-browser.ts';
import { startDatabase } from './lib/database.ts';
import { type PageMemory, readPageMemory } from './lib/page-memory.ts';
import { observeTasks, type Task, takeTasks } from './lib/page-tasks.ts';
import { findPercentile } from './lib/percentiles.ts';
import { makeVariants, openLargeDesign, openSignIn, rename } from './lib/plugin-tasks.ts';
import { startProcess } from './lib/processes.ts';
import { formatResult, isMet, saveResult, stampFindings } from './lib/report.ts';
import { measureSelection } from './lib/selection-reads.ts';

/** A task of that length is felt as a delay: https://web.dev/articles/rail. */
const maxTaskMs = 100;
/** From the middle runs, when all is compiled and the canvas has its twenty steps of undo, to the last. */
const maxGrowth = 1.1;
/** The most layers that one run names. The first such run of a page is the slowest, so few runs suffice. */
const mostLayers = 2000;
const largeRuns = 3;
const layers = 500;
const largePage = 50_000;
const maxReadsMs = 50;

const usage = `npm run bench:plugin [-- options]

Runs the plugin with 500 layers in a real browser: how long its tasks hold the browser up, and its memory.

  --runs N      default 20
  --publish     writes bench/results instead of out/bench

Exit code: 0 within the bounds, 1 a bound is missed, 2 wrong arguments.`;

const { values } = readArguments({
  usage,
  options: { runs: { type: 'string', default: '20' }, publish: { type: 'boolean', default: false } },
});
const runs = readWholeNumber('--runs', values.runs);
const middle = Math.ceil(runs / 2);
const startedAt = Date.now();
const outDir = join(projectRoot(), 'out', 'bench');

const browser = await launchBrowser();
if (typeof browser === 'string') throw new Error(browser);
const database = await startDatabase();
const service = await startProcess({
  name: 'plugin-service',
  entry: join(projectRoot(), 'dist', 'server.js'),
  env: {
    DATABASE_URL: database.url,
    AI_PROVIDER: 'demo',
    RATE_LIMIT_API: '1000',
    RATE_LIMIT_RENAME: '1000',
    RATE_LIMIT_EDITS: '1000',
  },
  logDir: outDir,
});
const log = (line: string): void => void process.stderr.write(`${line}\n`);

try {
  const renaming = await measure(
    'rename',
    runs,
    (page) => openLargeDesign(page, layers),
    (page) => rename(page, layers),
  );
  const large = await measure(
    'rename all',
    largeRuns,
    (page) => openLargeDesign(page, mostLayers),
    (page) => rename(page, mostLayers),
  );
  const variants = await measure('variants', runs, openSignIn, makeVariants);
  const selection = await measureSelection(largePage);
  const row = (name: string, { tasks, drawing, growth, counters }: Measured) => [
    name,
    findPercentile(tasks, 50),
    Math.max(...tasks),
    Math.max(...drawing),
    ...counters,
    growth,
  ];
  const result = stampFindings(
    { name: 'plugin', title: 'The plugin in a browser: how long it holds it up, and its memory' },
    {
      setting:
        `Chromium, the playground, demo provider. rename: ${layers} layers exported, named, applied and given their names back; rename ${mostLayers}: as many as one run takes; ` +
        `variants: five with pictures. ${runs} runs each on one page. The longest task of each run is taken (Long Tasks API, page and plugin together), ` +
        "those in which the fake draws layers, for exports and the canvas, apart: in Figma that is not the plugin's work. Memory is the JavaScript heap of page and plugin after a collection, the least of three runs.",
      columns: [
        'what',
        'longest task, median run, ms',
        'worst run, ms',
        'drawing layers, ms',
        `heap after run ${middle}, MB`,
        `after run ${runs}, MB`,
        `DOM nodes after run ${middle}`,
        `after run ${runs}`,
        'growth, x',
      ],
      rows: [row('rename', renaming), row(`rename ${mostLayers}, ${largeRuns} runs`, large), row('variants', variants)],
      checks: [
        {
          what: `longest task of ${layers} layers, drawing apart, median run`,
          measured: findPercentile(renaming.tasks, 50),
          limit: maxTaskMs,
          unit: 'ms',
        },
        {
          what: `longest task of ${mostLayers} layers, drawing apart, median of ${largeRuns} runs`,
          measured: findPercentile(large.tasks, 50),
          limit: maxTaskMs,
          unit: 'ms',
        },
        {
          what: 'longest task of five variants, drawing apart, median run',
          measured: findPercentile(variants.tasks, 50),
          limit: maxTaskMs,
          unit: 'ms',
        },
        {
          what: `reads of a selected screen in a page of ${largePage} layers, by the meter`,
          measured: selection.totalMs,
          limit: maxReadsMs,
          unit: 'ms',
        },
        {
          what: `heap of the page after ${runs} renamings, x that after ${middle}`,
          measured: renaming.growth,
          limit: maxGrowth,
          unit: 'x',
        },
        {
          what: `heap of the page after ${runs} times five variants, x that after ${middle}`,
          measured: variants.growth,
          limit: maxGrowth,
          unit: 'x',
        },
      ],
    },
    Math.round((Date.now() - startedAt) / 1000),
  );
  saveResult(values.publish ? join(projectRoot(), 'bench', 'results') : outDir, result);
  process.stdout.write(`${formatResult(result)}\n`);
  process.exitCode = result.checks.every(isMet) ? 0 : 1;
} finally {
  await browser.close();
  await service.stop();
  await database.stop();
}

interface Measured {
  /** The longest task of each run in which no layer was drawn, milliseconds; 0 if none was over 50 ms. */
  readonly tasks: readonly number[];
  readonly drawing: readonly number[];
  readonly growth: number;
  readonly counters: readonly number[];
}

async function measure(
  name: string,
  times: number,
  open: (page: Page) => Promise<void>,
  run: (page: Page) => Promise<void>,
): Promise<Measured> {
  if (typeof browser === 'string') throw new Error(browser);
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 } });
  const page = await context.newPage();
  await observeTasks(page);
  await page.goto(`${service.origin}/#sign-in`);
  await open(page);
  const memory: PageMemory[] = [];
  const tasks: number[] = [];
  const drawing: number[] = [];
  await takeTasks(page);
  for (let at = 1; at <= times; at += 1) {
    await run(page);
    const seen = await takeTasks(page);
    tasks.push(longest(seen.filter((task) => !task.draws)));
    drawing.push(longest(seen.filter((task) => task.draws)));
    memory.push(await readPageMemory(page));
    const { heapMb, nodes } = memory.at(-1) ?? { heapMb: Number.NaN, nodes: Number.NaN };
    log(
      `  ${name} ${at}: longest task ${tasks.at(-1)?.toFixed(0)} ms, drawing ${drawing.at(-1)?.toFixed(0)} ms, heap ${heapMb.toFixed(1)} MB, ${nodes} nodes`,
    );
  }
  await context.close();
  const half = leastOf(memory.slice(Math.ceil(times / 2) - 1, Math.ceil(times / 2) + 2));
  const last = leastOf(memory.slice(-3));
  return {
    tasks,
    drawing,
    growth: last.heapMb / half.heapMb,
    counters: [half.heapMb, last.heapMb, half.nodes, last.nodes],
  };
}

/** Of three runs: now and then a collection comes while the last answers are still held. */
function leastOf(memory: readonly PageMemory[]): PageMemory {
  return {
    heapMb: Math.min(...memory.map(({ heapMb }) => heapMb)),
    nodes: Math.min(...memory.map(({ nodes }) => nodes)),
  };
}

function longest(tasks: readonly Task[]): number {
  return Math.max(0, ...tasks.map(({ durationMs }) => durationMs));
}
