import { measureLoad } from '../lib/measure.ts';
import type { Check, Findings } from '../lib/report.ts';
import type { Scenario } from '../lib/scenario.ts';

/** Budgets of bodies and the peak each is to stay under, MB. 96 is the default. */
const budgets = [
  { budgetMb: 96, maxPeakMb: 300 },
  { budgetMb: 48, maxPeakMb: 256 },
];

/** Peak resident memory at 200 users at once, at the default budget of bodies and at half of it. */
export const memory: Scenario = {
  name: 'memory',
  title: 'Peak memory by budget of bodies',
  async run(bench): Promise<Findings> {
    const users = bench.quick ? 20 : 200;
    const provider = await bench.startProvider(300);
    const rows: (string | number)[][] = [];
    const checks: Check[] = [];
    for (const { budgetMb, maxPeakMb } of budgets) {
      const env = { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '300', BODY_BUDGET_MB: String(budgetMb) };
      const service = await bench.start('service', provider, { env });
      const { peakMb, wallMs, jobMs, cpuMsPerJob, failures, failureText } = await measureLoad(service, [
        { name: 'standard', users },
      ]);
      await service.stop();
      rows.push([budgetMb, peakMb, wallMs, jobMs.p95, cpuMsPerJob, failureText]);
      checks.push(
        { what: `peak at BODY_BUDGET_MB=${budgetMb}`, measured: peakMb, limit: maxPeakMb, unit: 'MB' },
        { what: `failed jobs at BODY_BUDGET_MB=${budgetMb}`, measured: failures, limit: 0, unit: '' },
      );
    }
    await provider.stop();
    return {
      setting: `${users} users post one standard job at once, one layer a call, 300 calls at once, 300 ms a call.`,
      columns: ['BODY_BUDGET_MB', 'peak MB', 'wall ms', 'p95 ms', 'CPU ms a job', 'failed'],
      rows,
      checks,
    };
  },
};
