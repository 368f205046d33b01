import { measureLoad } from '../lib/measure.ts';
import { summarize } from '../lib/percentiles.ts';
import type { Scenario } from '../lib/scenario.ts';

const latencyMs = 1000;
const maxOverLatencyMs = 150;

/** How soon a stream shows its first name: from the first byte of the request to the first layer's line. */
export const firstName: Scenario = {
  name: 'first-name',
  title: 'First name shown over NDJSON',
  async run(bench) {
    const jobs = bench.quick ? 3 : 10;
    const provider = await bench.startProvider(latencyMs);
    const service = await bench.start('service', provider);
    const { outcomes, failures, failureText, jobMs } = await measureLoad(service, [
      { name: 'stream', users: 1, jobsPerUser: jobs, stream: true },
    ]);
    await service.stop();
    await provider.stop();
    const firstMs = summarize(outcomes.map(({ firstNameMs }) => firstNameMs ?? Number.NaN));
    return {
      setting: `One user posts ${jobs} standard jobs, one after the other, default settings, ${latencyMs} ms a call.`,
      columns: ['first name, median ms', 'most ms', 'over the latency ms', 'whole job, median ms', 'failed'],
      rows: [[firstMs.p50, firstMs.max, firstMs.p50 - latencyMs, jobMs.p50, failureText]],
      checks: [
        {
          what: 'median first name, over the latency',
          measured: firstMs.p50 - latencyMs,
          limit: maxOverLatencyMs,
          unit: 'ms',
        },
        { what: 'failed jobs', measured: failures, limit: 0, unit: '' },
      ],
    };
  },
};
