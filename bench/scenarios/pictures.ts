import { summarize } from '../lib/percentiles.ts';
import { type EditsOutcome, postEdits } from '../lib/post-edits.ts';
import type { Check } from '../lib/report.ts';
import type { Scenario } from '../lib/scenario.ts';

const latencyMs = 1000;
const imageBytes = 1_500_000;
const picturesPerJob = 10;
const maxPeakMb = 320;
const maxOverLatencyMs = 150;

/** 20 jobs of ten generated pictures at once: all whole, memory bounded; and how soon the first variant is shown. */
export const pictures: Scenario = {
  name: 'pictures',
  title: 'Generated pictures, and the first variant',
  async run(bench) {
    const jobs = bench.quick ? 3 : 20;
    const provider = await bench.startProvider(latencyMs, imageBytes);
    const rows: (string | number)[][] = [];
    const checks: Check[] = [];
    for (const asStream of [false, true]) {
      const what = asStream ? 'stream' : 'JSON';
      const service = await bench.start('service', provider, { warmUpJobs: 5 });
      const post = (): Promise<EditsOutcome> => postEdits(service.origin, asStream, imageBytes);
      const alone = await post();
      const outcomes = await Promise.all(Array.from({ length: jobs }, post));
      const peakMb = service.peakMb();
      await service.stop();
      const whole = outcomes.reduce((sum, { wholePictures }) => sum + wholePictures, 0);
      const { p95 } = summarize(outcomes.map(({ wallMs }) => wallMs));
      rows.push([what, peakMb, `${whole} of ${jobs * picturesPerJob}`, p95, alone.firstVariantMs ?? '']);
      checks.push(
        { what: `peak, ${what}`, measured: peakMb, limit: maxPeakMb, unit: 'MB' },
        { what: `pictures not whole, ${what}`, measured: jobs * picturesPerJob - whole, limit: 0, unit: '' },
      );
      if (alone.firstVariantMs === undefined) continue;
      const measured = alone.firstVariantMs - latencyMs;
      checks.push({
        what: 'first variant of a job alone, over the latency',
        measured,
        limit: maxOverLatencyMs,
        unit: 'ms',
      });
    }
    await provider.stop();
    return {
      setting:
        `${jobs} users post one job of five variants with ${picturesPerJob} pictures of 1.5 MB at once, default ` +
        `settings, ${latencyMs} ms a call; before them one job alone.`,
      columns: ['reply', 'peak MB', 'whole pictures', 'p95 ms', 'first variant, alone, ms'],
      rows,
      checks,
    };
  },
};
