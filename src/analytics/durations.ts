/** The base of `duration_bucket` in db/migrations/002_job_rollups.sql: bucket b holds what is nearest to 1.03^b ms. */
const base = 1.03;

/** How many jobs took how long: jobs by bucket. */
export type DurationCounts = Map<number, number>;

/** Adds `more` to `counts`. */
export function addCounts(counts: DurationCounts, more: Iterable<readonly [bucket: number, jobs: number]>): void {
  for (const [bucket, jobs] of more) counts.set(bucket, (counts.get(bucket) ?? 0) + jobs);
}

/**
 * Percentiles of durations that were counted by bucket, in ms: exact below 33 ms, because a bucket there holds one
 * whole number, else within 2 % (half a bucket is 1.5 %, and they are rounded). Between two jobs they are interpolated
 * like Postgres's `percentile_cont`.
 *
 * @param fractions each 0..1
 * @returns null for each if there are no jobs
 */
export function percentilesOf(counts: DurationCounts, fractions: readonly number[]): (number | null)[] {
  const rising = [...counts].filter(([, jobs]) => jobs !== 0).toSorted(([a], [b]) => a - b);
  const total = rising.reduce((sum, [, jobs]) => sum + jobs, 0);
  if (total <= 0) return fractions.map(() => null);
  return fractions.map((fraction) => {
    const rank = fraction * (total - 1);
    const below = durationAt(rising, Math.floor(rank));
    const above = durationAt(rising, Math.ceil(rank));
    return Math.round((below + (above - below) * (rank % 1)) * 10) / 10;
  });
}

function durationAt(rising: readonly (readonly [bucket: number, jobs: number])[], rank: number): number {
  let seen = 0;
  for (const [bucket, jobs] of rising) {
    seen += jobs;
    if (rank < seen) return durationOf(bucket);
  }
  return durationOf(rising.at(-1)?.[0] ?? -1);
}

function durationOf(bucket: number): number {
  if (bucket < 0) return 0;
  const durationMs = base ** bucket;
  return durationMs < 33 ? Math.round(durationMs) : durationMs;
}
