import type { SubjectName } from '../lib/bench.ts';
import { measureLoad } from '../lib/measure.ts';
import type { Scenario } from '../lib/scenario.ts';

const latencyMs = 300;
/** 50 calls, 10 at once: five waves. */
const idealMs = 5 * latencyMs;
const maxOverIdeal = 1.08;

/** One standard job with the service to itself, against the provider's time alone. */
export const alone: Scenario = {
  name: 'alone',
  title: 'One job alone',
  async run(bench) {
    const jobs = bench.quick ? 3 : 10;
    const provider = await bench.startProvider(latencyMs);
    const rows: (string | number)[][] = [];
    let serviceMs = Number.NaN;
    let failures = 0;
    for (const subject of ['service', 'floor'] satisfies SubjectName[]) {
      const child = await bench.start(subject, provider, { env: { LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '300' } });
      const measured = await measureLoad(child, [{ name: 'standard', users: 1, jobsPerUser: jobs }]);
      await child.stop();
      const { min, p50, max } = measured.jobMs;
      rows.push([subject, p50, p50 / idealMs, min, max, measured.failureText]);
      if (subject === 'service') {
        serviceMs = p50;
        failures = measured.failures;
      }
    }
    await provider.stop();
    return {
      setting:
        `One user posts ${jobs} standard jobs, one after the other; one layer a call, ${latencyMs} ms a call, ` +
        `10 calls at once: ${idealMs} ms at best.`,
      columns: ['what', 'median ms', 'x ideal', 'least ms', 'most ms', 'failed'],
      rows,
      checks: [
        { what: 'median job, x ideal', measured: serviceMs / idealMs, limit: maxOverIdeal, unit: 'x' },
        { what: 'failed jobs', measured: failures, limit: 0, unit: '' },
      ],
    };
  },
};
