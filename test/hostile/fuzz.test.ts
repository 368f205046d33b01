import t from 'tap';
import { startApp } from '../helpers/app.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { until } from '../helpers/until.ts';
import { runFuzz } from './fuzz/run-fuzz.ts';

// The full measure is 100,000: `node build/bench/fuzz.js --runs 100000`. Every run of the tests sends so many, the same
// each time, so that a failure can be repeated.
const runs = Number(process.env['FUZZ_RUNS'] ?? 4000);
const seed = Number(process.env['FUZZ_SEED'] ?? 20_260);

t.setTimeout(1_800_000);

t.test(`${runs} mutated requests: no 5xx, nothing hangs, nothing is left behind`, async (t) => {
  const { app, url, port } = await startApp(t, {
    demo: { latencyMs: 0, look: false, record: false, imageBytes: 3000 },
  });
  const report = await runFuzz({ app, port, runs, seed });
  t.comment(
    `${report.requests} requests, ${report.unanswered} unfinished, replies ${JSON.stringify(Object.fromEntries(report.statuses))}`,
  );
  t.comment(`resident: warm ${mb(report.warmBytes)} MB, at the end ${mb(report.endBytes)} MB`);
  t.same(report.harmful, []);
  t.ok(report.requests >= runs);
  t.ok((report.statuses.get(200) ?? 0) > runs / 20, 'some were still good: the mutations reach behind the first check');
  t.ok((report.statuses.get(400) ?? 0) > runs / 20, 'and some were not');
  await until('all memory for bodies is given back', () => app.byteLimit.usedBytes === 0);
  await until('no call runs or waits', () => app.ai.queue.running === 0 && app.ai.queue.waiting === 0);
  t.equal(app.byteLimit.waiting, 0);
  t.equal(({} as { polluted?: number }).polluted, undefined, 'no prototype was touched');
  t.ok(report.endBytes <= report.warmBytes * 1.1, 'memory is level');
  t.equal((await postRename(url, renameBody(textLayers(3)))).status, 200, 'and it serves');
});

function mb(bytes: number): number {
  return Math.round(bytes / 2 ** 20);
}
