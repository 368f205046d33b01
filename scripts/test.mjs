// Runs the compiled tests and ends with the slowest files and "N passed, N failed".
//   npm test                                      all of them
//   npm test -- test/images/json-reader.test.ts   some
//   npm test -- --jobs=1                          one process at a time; default: two a processor, since
//                                                 tests wait for databases, browsers and timers half of their time
// Each test process is a plain `node file`: the tap command would load its hooks into it and into every process that it
// starts, which doubles their processor time.
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { runTestFile } from './run-test-file.mjs';
import { readTimes, writeLanes } from './test-lanes.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const output = '.tap/last-run.tap';
const timesFile = '.tap/times.jsonl';
mkdirSync('.tap', { recursive: true });

const { jobs, positionals } = readArguments();
const compiled = positionals.map((path) => join('build', path.replace(/\.ts$/, '.js')));
const waiting = compiled.length > 0 ? compiled : writeLanes('build/test', timesFile);

const results = [];
await Promise.all(Array.from({ length: jobs }, runNext));
writeFileSync(output, results.map(({ name, tap }) => `# File: ${name}\n${tap}`).join('\n'));
if (positionals.length === 0) printSlowest();
const sum = (count) => results.reduce((total, result) => total + result[count], 0);
const [passed, failed, skipped] = [sum('passed'), sum('failed'), sum('skipped')];
if (failed > 0) printFailed();
process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
process.exitCode = failed > 0 ? 1 : 0;

/** Prints the usage and ends with 0 for `--help`, with 2 for wrong arguments. */
function readArguments() {
  const usage = 'npm test [-- [--jobs=N] [FILE ...]]      FILE for instance test/images/json-reader.test.ts';
  try {
    const options = { jobs: { type: 'string' }, help: { type: 'boolean', short: 'h' } };
    const { values, positionals } = parseArgs({ allowPositionals: true, options });
    if (values.help) {
      console.log(usage);
      process.exit(0);
    }
    const jobs = Number(values.jobs ?? 2 * availableParallelism());
    if (!Number.isInteger(jobs) || jobs < 1) throw new Error(`--jobs must be a whole number of at least 1`);
    const missing = positionals.find((path) => !existsSync(path));
    if (missing !== undefined) throw new Error(`There is no file "${missing}"`);
    return { jobs, positionals };
  } catch (error) {
    console.error(`${error.message}\nUsage: ${usage}`);
    process.exit(2);
  }
}

async function runNext() {
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const result = await runTestFile(path);
    results.push(result);
    const { name, ms, failed: count } = result;
    process.stdout.write(`${count > 0 ? 'FAILED' : 'ok    '} ${seconds(ms)}  ${name}\n`);
    if (count > 0) process.stdout.write(`${result.details}\n`);
  }
}

/** The tests that failed, by title, so that the end of a long log names them. */
function printFailed() {
  process.stdout.write('\nFailed:\n');
  for (const { name, failures } of results.filter((result) => result.failed > 0)) {
    process.stdout.write(`  ${name}\n${failures.map((title) => `      ${title}\n`).join('')}`);
  }
}

function printSlowest() {
  const single = results.filter(({ name }) => !name.includes('/lanes/'));
  const times = [...single, ...readTimes(timesFile)].toSorted((a, b) => b.ms - a.ms);
  process.stdout.write('\nThe slowest files:\n');
  for (const { name, ms } of times.slice(0, 10)) process.stdout.write(`${seconds(ms)}  ${name}\n`);
}

function seconds(ms) {
  return `${(ms / 1000).toFixed(1).padStart(6)} s`;
}
