/**
 * The long run of the fuzz test, `node build/bench/fuzz.js [--runs 100000] [--seed 1]`: mutated requests against the
 * service with a provider beside it, all in this process. The exit code is 1 if a bound is missed; what did harm is
 * printed in base64.
 */
import { readArguments, readWholeNumber } from '../src/cli/parse-arguments.ts';
import { startApp } from '../test/helpers/app.ts';
import { runFuzz } from '../test/hostile/fuzz/run-fuzz.ts';
import { formatTable } from './lib/report.ts';

/** How much more resident memory the end may show than the warm middle. */
const maxGrowth = 1.1;

const usage = `npm run fuzz [-- options]

Sends mutated requests to the service, with a provider beside it. Harmful ones are printed in base64.

  --runs N      requests; default 100000
  --seed N      of the random numbers; default 1

Exit code: 0 no harm, 1 a bound is missed, 2 wrong arguments.`;

const { values } = readArguments({
  usage,
  options: { runs: { type: 'string', default: '100000' }, seed: { type: 'string', default: '1' } },
});
const runs = readWholeNumber('--runs', values.runs);
const seed = readWholeNumber('--seed', values.seed, 0);
const stops: (() => Promise<void>)[] = [];
const demo = { latencyMs: 0, look: false, record: false, imageBytes: 3000 };
const env = { RATE_LIMIT_API: '10000000', RATE_LIMIT_RENAME: '10000000', RATE_LIMIT_EDITS: '10000000' };
const { app, port } = await startApp({ teardown: (stop) => void stops.push(stop) }, { demo, env });
const startedAt = performance.now();
const report = await runFuzz({
  app,
  port,
  runs,
  seed,
  onProgress(done, heapBytes) {
    const seconds = Math.round((performance.now() - startedAt) / 1000);
    process.stderr.write(
      `${done} requests, ${seconds} s, heap ${mb(heapBytes)} MB, resident ${mb(process.memoryUsage.rss())} MB\n`,
    );
  },
});
const growth = report.endBytes / report.warmBytes;
const leftBytes = app.byteLimit.usedBytes;
process.stdout.write(
  `${formatTable(
    ['what', 'measured', 'bound'],
    [
      ['mutated requests', report.requests, values.runs],
      ['5xx or without an answer', report.harmful.length, '0'],
      ['connections closed in the middle of a request', report.unanswered, '-'],
      ['replies', [...report.statuses].map(([status, count]) => `${status}: ${count}`).join(', '), '-'],
      ['resident memory, end / warm', growth, String(maxGrowth)],
      ['resident MB after a collection, warm and end', `${mb(report.warmBytes)}, ${mb(report.endBytes)}`, '-'],
      ['bytes of bodies still held', leftBytes, '0'],
    ],
  )}\n`,
);
for (const bytes of report.harmful) process.stdout.write(`harmful: ${bytes}\n`);
for (const stop of stops) await stop();
process.exitCode = report.harmful.length === 0 && growth <= maxGrowth && leftBytes === 0 ? 0 : 1;

function mb(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
