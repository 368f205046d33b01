// Runs the compiled tests and ends with the slowest files and "N passed, N failed" from the runner's own counts.
//   npm test                                      all of them
//   npm test -- test/images/json-reader.test.ts   some
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeLanes } from './test-lanes.mjs';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const output = '.tap/last-run.tap';
const timesFile = '.tap/times.jsonl';
mkdirSync('.tap', { recursive: true });

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const compiled = named.map((path) => join('build', path.replace(/\.ts$/, '.js')));
const files = named.length > 0 ? compiled : writeLanes('build/test', timesFile);
const reporter = process.stdout.isTTY ? 'base' : 'terse';
const limits = ['--disable-coverage', '--timeout=600', '--jobs=3'];

const runner = spawn(
  process.execPath,
  ['node_modules/.bin/tap', 'run', `--output-file=${output}`, `--reporter=${reporter}`, ...limits, ...flags, ...files],
  { stdio: 'inherit' },
);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => runner.kill(signal));
runner.on('exit', (status, signal) => {
  const lines = readFileSync(output, 'utf8').split('\n');
  if (named.length === 0) printSlowest(lines);
  const { passed, failed, skipped } = countTests(lines);
  if (failed > 0) printFailed(lines);
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exit(signal !== null ? 1 : (status ?? 1));
});

/** Tests as the runner reported them: the second level of its TAP, one line a test; a file that died counts as failed. */
function countTests(lines) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let [testsOfFile, failedOfFile] = [0, 0];
  for (const line of lines) {
    const test = /^ {4}(not )?ok \d+ (.*)$/.exec(line);
    if (test) {
      testsOfFile += 1;
      if (/# (SKIP|TODO)/i.test(test[2])) counts.skipped += 1;
      else counts[test[1] ? 'failed' : 'passed'] += 1;
      if (test[1]) failedOfFile += 1;
    } else if (/^(not )?ok \d+ /.test(line)) {
      if (line.startsWith('not') && (testsOfFile === 0 || failedOfFile === 0)) counts.failed += 1;
      [testsOfFile, failedOfFile] = [0, 0];
    }
  }
  return counts;
}

/** The tests and files that failed, by title, so that the end of a long log names them. */
function printFailed(lines) {
  process.stdout.write('\nFailed:\n');
  for (const line of lines) {
    const [, indent, title] = /^((?: {4}){0,2})not ok \d+ (?:- )?(.*)$/.exec(line) ?? [];
    if (title !== undefined) process.stdout.write(`  ${indent}${title.replace(/ \{$/, '')}\n`);
  }
}

/** The ten files that took longest: of those with a process to themselves by the runner's clock, else by the lane's. */
function printSlowest(lines) {
  const units = { ms: 1, s: 1000, m: 60_000 };
  const times = lines.flatMap((line) => {
    const [, path, time, unit = 'ms'] = /^(?:not )?ok \d+ - (\S+) # time=([\d.]+)(ms|s|m)?/.exec(line) ?? [];
    return path === undefined || path.includes('/lanes/') ? [] : [[path, Number(time) * units[unit]]];
  });
  const noted = existsSync(timesFile) ? readFileSync(timesFile, 'utf8').trim().split('\n') : [];
  for (const line of noted.filter(Boolean)) {
    const { file, ms } = JSON.parse(line);
    times.push([relative('', file), ms]);
  }
  process.stdout.write('\nThe slowest files:\n');
  for (const [path, ms] of times.toSorted(([, a], [, b]) => b - a).slice(0, 10)) {
    process.stdout.write(
      `${(ms / 1000).toFixed(1).padStart(7)} s  ${path.replace(/^build\//, '').replace(/\.js$/, '.ts')}\n`,
    );
  }
}
