// Runs the compiled tests and ends with "N passed, N failed" from the runner's own counts.
//   npm test                                      all of them
//   npm test -- test/images/json-reader.test.ts   some
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));
const output = '.tap/last-run.tap';
mkdirSync('.tap', { recursive: true });

const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('--'));
const files =
  named.length > 0 ? named.map((path) => join('build', path.replace(/\.ts$/, '.js'))) : ['build/test/**/*.test.js'];
const reporter = process.stdout.isTTY ? 'base' : 'terse';
const options = [`--output-file=${output}`, `--reporter=${reporter}`, '--disable-coverage', '--timeout=180', ...flags];

const runner = spawn(process.execPath, ['node_modules/.bin/tap', 'run', ...options, ...files], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => runner.kill(signal));
runner.on('exit', (status, signal) => {
  const { passed, failed, skipped } = countTests();
  process.stdout.write(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`);
  process.exit(signal !== null ? 1 : (status ?? 1));
});

/** Tests as the runner reported them: the second level of its TAP, one line a test; a file that died counts as failed. */
function countTests() {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  let testsOfFile = 0;
  for (const line of readFileSync(output, 'utf8').split('\n')) {
    const test = /^ {4}(not )?ok \d+ (.*)$/.exec(line);
    if (test) {
      testsOfFile += 1;
      if (/# (SKIP|TODO)/i.test(test[2])) counts.skipped += 1;
      else counts[test[1] ? 'failed' : 'passed'] += 1;
    } else if (/^(not )?ok \d+ /.test(line)) {
      if (line.startsWith('not') && testsOfFile === 0) counts.failed += 1;
      testsOfFile = 0;
    }
  }
  return counts;
}
