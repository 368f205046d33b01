import type { ModelPrices } from './model-list.ts';
import type { CallUsage } from './read-usage.ts';

/** What a job has used so far, failed attempts included: it goes on the job's record. */
export interface Tally {
  modelCalls: number;
  promptTokens: number;
  completionTokens: number;
  /** Dollars. */
  costUsd: number;
  /** Calls that were probably billed and did not report their cost. */
  unpricedCalls: number;
  /** Pictures that were made, even if the job was cut off later. */
  imagesMade: number;
}

/** A tally of nothing, for a new job. */
export function createTally(): Tally {
  return { modelCalls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0, unpricedCalls: 0, imagesMade: 0 };
}

/**
 * Adds what a call used.
 *
 * @param usage undefined if the call was answered, and so billed, without saying what it used.
 * @param prices of its model, for providers that report tokens but no cost.
 */
export function addUsage(tally: Tally, usage: CallUsage | undefined, prices: ModelPrices | undefined): void {
  const { promptTokens = 0, completionTokens = 0 } = usage ?? {};
  tally.promptTokens += promptTokens;
  tally.completionTokens += completionTokens;
  const counted =
    usage === undefined || prices === undefined
      ? undefined
      : promptTokens * prices.promptTokenUsd + completionTokens * prices.completionTokenUsd;
  const costUsd = usage?.costUsd ?? counted;
  if (costUsd === undefined) tally.unpricedCalls += 1;
  // Rounded to the eight places that the record keeps: a sum of floats would show 0.0016039000000000001.
  else tally.costUsd = Math.round((tally.costUsd + costUsd) * 1e8) / 1e8;
}
