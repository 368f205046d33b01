import fc from 'fast-check';
import t from 'tap';
import { percentilesOf } from '../../src/analytics/durations.ts';

/** As Postgres counts them, see db/migrations/002_job_rollups.sql. */
const bucketOf = (ms: number): number => (ms <= 0 ? -1 : Math.round(Math.log(ms) / Math.log(1.03)));

function truth(durations: readonly number[], fraction: number): number {
  const sorted = durations.toSorted((a, b) => a - b);
  const rank = fraction * (sorted.length - 1);
  const [below = 0, above = 0] = [sorted[Math.floor(rank)], sorted[Math.ceil(rank)]];
  return below + (above - below) * (rank % 1);
}

await t.test('computes every percentile within 2 %', async (t) => {
  const fraction = fc.double({ min: 0, max: 1, noNaN: true });
  const duration = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 2_147_483_647 }));
  fc.assert(
    fc.property(fc.array(duration, { minLength: 1, maxLength: 40 }), fraction, (durations, at) => {
      const counts = new Map<number, number>();
      for (const one of durations) counts.set(bucketOf(one), (counts.get(bucketOf(one)) ?? 0) + 1);
      const [found] = percentilesOf(counts, [at]);
      const exact = truth(durations, at);
      // Figures are given to a tenth of a millisecond.
      return Math.abs((found ?? Number.NaN) - exact) <= 0.02 * exact + 0.05;
    }),
    { numRuns: 3_000 },
  );
  t.pass('three thousand');
});

await t.test('ignores buckets that are empty again; without jobs a percentile is null', async (t) => {
  t.same(
    percentilesOf(
      new Map([
        [5, 0],
        [0, 2],
        [20, 0],
      ]),
      [0.5, 1],
    ),
    [1, 1],
  );
  t.same(percentilesOf(new Map([[5, 0]]), [0.5, 0.95]), [null, null]);
  t.same(percentilesOf(new Map(), [0.5]), [null]);
});
