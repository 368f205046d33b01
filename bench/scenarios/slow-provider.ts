import { measureLoad } from '../lib/measure.ts';
import type { Scenario } from '../lib/scenario.ts';
import { buildJobBody } from '../lib/standard-job.ts';

const latencyMs = 4000;
const maxP95Ms = 26_000;
const maxPeakMb = 320;
const maxOverIdeal = 1.2;
/** The default BODY_BUDGET_MB. */
const bodyBudgetBytes = 96 * 2 ** 20;

/** A hundred standard jobs with a provider as slow as real ones, at default settings. */
export const slowProvider: Scenario = {
  name: 'slow-provider',
  title: '100 standard jobs with a provider of 4 s a call',
  async run(bench) {
    const users = bench.quick ? 20 : 100;
    const provider = await bench.startProvider(latencyMs);
    const service = await bench.start('service', provider, { warmUpJobs: 10 });
    const { jobMs, wallMs, peakMb, cpuMsPerJob, failures, failureText } = await measureLoad(service, [
      { name: 'standard', users },
    ]);
    await service.stop();
    const { peakInFlight } = await provider.readStats();
    await provider.stop();
    // Five layers a call make ten calls a job; ten of a job at once, of as many jobs as the bodies' budget admits.
    const callsAtOnce = Math.min(200, Math.floor(bodyBudgetBytes / buildJobBody().length) * 10);
    const idealMs = ((users * 10) / callsAtOnce) * latencyMs;
    return {
      setting: `${users} users at once, default settings: ten calls a job, ${callsAtOnce} at once, ${Math.round(idealMs)} ms at best.`,
      columns: ['median ms', 'p95 ms', 'wall ms', 'x ideal', 'calls at once', 'peak MB', 'CPU ms a job', 'failed'],
      rows: [[jobMs.p50, jobMs.p95, wallMs, wallMs / idealMs, peakInFlight, peakMb, cpuMsPerJob, failureText]],
      checks: [
        { what: 'p95 of jobs', measured: jobMs.p95, limit: maxP95Ms, unit: 'ms' },
        { what: 'all done, x ideal', measured: wallMs / idealMs, limit: maxOverIdeal, unit: 'x' },
        { what: 'peak memory', measured: peakMb, limit: maxPeakMb, unit: 'MB' },
        { what: 'failed jobs', measured: failures, limit: 0, unit: '' },
      ],
    };
  },
};
