/** What a job may cost, by the jobs before it. */
export type CostEstimate = {
  /**
   * @param units what the cost grows with: layers, variants
   * @returns dollars; `known` is false if no such job has ended yet and the figure is a guess
   */
  estimate(type: string, units: number): { usd: number; known: boolean };
  /** Learns what a whole job of this type cost. */
  learn(type: string, units: number, usd: number): void;
};

/**
 * Dollars per unit until the first job has reported its cost: 258 tokens a picture sent and ten for its name at the
 * default fast model's price; two thousand tokens a variant of the pro model's; and two pictures a variant at $0.04
 * each.
 */
const guesses: Readonly<Record<string, number>> = {
  'rename-layers': 0.0002,
  'generate-edits': 0.025,
  'generate-edits+pictures': 0.105,
};
const guessForOthers = 0.05;

/**
 * Makes a {@link CostEstimate} that follows recent costs as TCP follows round-trip times (RFC 6298): a moving mean of
 * the dollars a unit and of their deviation from it. Mean plus deviation covers most jobs; cheaper jobs make up for the
 * others.
 */
export function createCostEstimate(): CostEstimate {
  const known = new Map<string, { mean: number; deviation: number }>();
  return {
    estimate(type, units) {
      const past = known.get(type);
      const perUnit = past === undefined ? (guesses[type] ?? guessForOthers) : past.mean + past.deviation;
      return { usd: toMicros(perUnit * Math.max(1, units)), known: past !== undefined };
    },
    learn(type, units, usd) {
      const perUnit = usd / Math.max(1, units);
      if (!Number.isFinite(perUnit) || perUnit < 0) return;
      const past = known.get(type);
      if (past === undefined) {
        known.set(type, { mean: perUnit, deviation: perUnit / 4 });
        return;
      }
      past.deviation += (Math.abs(perUnit - past.mean) - past.deviation) / 4;
      past.mean += (perUnit - past.mean) / 8;
    },
  };
}

/** Eight digits, as the tables keep. */
function toMicros(usd: number): number {
  return Math.round(usd * 1e8) / 1e8;
}
