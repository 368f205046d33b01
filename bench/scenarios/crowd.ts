import { measureLoad } from '../lib/measure.ts';
import type { Scenario } from '../lib/scenario.ts';

const maxPeakMb = 330;

/** 1,000 users at once: first with time enough for all, then with more work than the default time limit allows. */
export const crowd: Scenario = {
  name: 'crowd',
  title: 'A thousand users at once',
  async run(bench) {
    const users = bench.quick ? 50 : 1000;

    const fast = await bench.startProvider(300);
    const patient = { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '300', REQUEST_TIMEOUT_MS: '600000' };
    const served = await bench.start('service', fast, { env: patient });
    const all = await measureLoad(served, [{ name: 'standard', users }]);
    bench.log(`  time limit raised: peak ${all.peakMb.toFixed(0)} MB, failed ${all.failureText}`);
    await served.stop();
    await fast.stop();

    // 10,000 calls of 4 s at 200 at once are 200 s of work for a limit of 120 s.
    const slow = await bench.startProvider(4000);
    const overrun = await bench.start('service', slow, { warmUpJobs: 0 });
    const some = await measureLoad(overrun, [{ name: 'standard', users }]);
    const afterwards = await measureLoad(overrun, [{ name: 'one more', users: 1 }]);
    bench.log(`  default time limit: peak ${some.peakMb.toFixed(0)} MB, failed ${some.failureText}`);
    await overrun.stop();
    await slow.stop();

    const unclear = some.outcomes.filter(({ status }) => ![200, 408, 503].includes(status)).length;
    return {
      setting:
        `${users} users post one standard job at once. Raised: one layer a call, 300 calls at once, 300 ms a call, ` +
        'REQUEST_TIMEOUT_MS=600000. Default: default settings and 4 s a call, which is 200 s of work for 120 s.',
      columns: ['time limit', 'peak MB', 'wall ms', 'p95 ms', 'not served whole'],
      rows: [
        ['raised', all.peakMb, all.wallMs, all.jobMs.p95, all.failureText],
        ['default', some.peakMb, some.wallMs, some.jobMs.p95, some.failureText],
      ],
      checks: [
        { what: 'peak, limit raised', measured: all.peakMb, limit: maxPeakMb, unit: 'MB' },
        { what: 'failed jobs, limit raised', measured: all.failures, limit: 0, unit: '' },
        { what: 'peak, default limit', measured: some.peakMb, limit: maxPeakMb, unit: 'MB' },
        { what: 'replies that are not 200, 408 or 503, default limit', measured: unclear, limit: 0, unit: '' },
        { what: 'failed jobs right after it', measured: afterwards.failures, limit: 0, unit: '' },
      ],
    };
  },
};
