import { measureLoad } from '../lib/measure.ts';
import type { Scenario } from '../lib/scenario.ts';

/** Fifty layers that show the same: one call, counted by the provider. */
export const identical: Scenario = {
  name: 'identical',
  title: 'Identical layers',
  async run(bench) {
    const provider = await bench.startProvider(300);
    const service = await bench.start('service', provider, { warmUpJobs: 0, env: { LAYERS_PER_CALL: '1' } });
    const { jobMs, failures } = await measureLoad(service, [{ name: 'identical', users: 1, job: { identical: true } }]);
    await service.stop();
    const { calls } = await provider.readStats();
    await provider.stop();
    return {
      setting: 'One job of 50 layers that share picture, type and text, under 50 names; one layer a call.',
      columns: ['calls', 'job ms', 'failed'],
      rows: [[calls, jobMs.max, failures]],
      checks: [
        { what: 'calls', measured: calls, limit: 1, unit: '' },
        { what: 'failed jobs', measured: failures, limit: 0, unit: '' },
      ],
    };
  },
};
