import type { CallUsage } from './read-answer.ts';

/** What a job used so far, failed tries included: it goes on the job's record. */
export interface Tally {
  modelCalls: number;
  promptTokens: number;
  completionTokens: number;
  /** Dollars. */
  costUsd: number;
  /** Pictures that were made, also where the job was cut off after them. */
  imagesMade: number;
}

export function createTally(): Tally {
  return { modelCalls: 0, promptTokens: 0, completionTokens: 0, costUsd: 0, imagesMade: 0 };
}

export function addUsage(tally: Tally, usage: CallUsage): void {
  tally.promptTokens += usage.promptTokens;
  tally.completionTokens += usage.completionTokens;
  // Rounded to the eight places that the record keeps: a sum of floats would show 0.0016039000000000001.
  tally.costUsd = Math.round((tally.costUsd + usage.costUsd) * 1e8) / 1e8;
}
