import { measureLoad } from '../lib/measure.ts';
import { summarize } from '../lib/percentiles.ts';
import type { Check, Findings } from '../lib/report.ts';
import { describeFailures, listFailures } from '../lib/run-load.ts';
import type { Scenario } from '../lib/scenario.ts';

/** What the large jobs fill: the budget of bodies, so that most wait in their sockets; or the queue, all being read. */
const bottlenecks = [
  { name: 'bodies', maxP95Ms: 450, env: { BODY_BUDGET_MB: '96' } },
  { name: 'queue', maxP95Ms: 600, env: { BODY_BUDGET_MB: '640' } },
];

/** Whether a job of one layer passes by a hundred large ones. */
export const smallAmidLarge: Scenario = {
  name: 'small-amid-large',
  title: 'One-layer jobs amid 100 standard jobs',
  async run(bench): Promise<Findings> {
    const users = bench.quick ? 20 : 100;
    const provider = await bench.startProvider(300);
    const rows: (string | number)[][] = [];
    const checks: Check[] = [];
    for (const { name, maxP95Ms, env } of bottlenecks) {
      const settings = { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '100', MEMORY_LIMIT_MB: '2048', ...env };
      const service = await bench.start('service', provider, { env: settings });
      const { outcomes, wallMs } = await measureLoad(service, [
        { name: 'large', users },
        // From half a second on, when the large jobs have filled what they can, ten a second until they are done.
        { name: 'small', users: 50, job: { layers: 1 }, startAfterMs: 500, everyMs: 100 },
      ]);
      await service.stop();
      const small = outcomes.filter(({ group }) => group === 'small');
      const { count, p50, p95, max } = summarize(small.map((outcome) => outcome.wallMs));
      rows.push([name, count, p50, p95, max, wallMs, describeFailures(outcomes) || '0']);
      checks.push(
        { what: `p95 of small jobs, ${name} full`, measured: p95, limit: maxP95Ms, unit: 'ms' },
        { what: `failed jobs, ${name} full`, measured: listFailures(outcomes).length, limit: 0, unit: '' },
      );
    }
    await provider.stop();
    return {
      setting:
        `${users} users post a standard job at once; ten small jobs a second (one layer of 100 KiB) follow until ` +
        'they are done. One layer a call, 100 calls at once, 300 ms a call.',
      columns: ['full', 'small jobs', 'median ms', 'p95 ms', 'most ms', 'all done ms', 'failed'],
      rows,
      checks,
    };
  },
};
