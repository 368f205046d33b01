/** What a list of measured values comes to; the unit is the values' own. */
export interface Summary {
  count: number;
  min: number;
  p50: number;
  p95: number;
  max: number;
  mean: number;
}

/**
 * The smallest value that at least `percent` of the values do not pass (nearest rank: always one that was measured).
 *
 * @param percent above 0, to 100
 * @returns NaN for an empty list
 */
export function findPercentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}

/** Count, least, median, 95th percentile, greatest and mean of the values; all NaN but the count for an empty list. */
export function summarize(values: readonly number[]): Summary {
  const total = values.reduce((sum, value) => sum + value, 0);
  return {
    count: values.length,
    min: findPercentile(values, 1e-9),
    p50: findPercentile(values, 50),
    p95: findPercentile(values, 95),
    max: findPercentile(values, 100),
    mean: total / values.length,
  };
}
