import { countPromptTokens, type JobSize } from './count-tokens.ts';
import { type ModelList, type ModelPrices, PICTURE_TOKENS } from './model-list.ts';

export interface GuessModels {
  readonly fast: readonly string[];
  readonly pro: readonly string[];
  readonly image: readonly string[];
}

/** A job as the budget knows it. */
export interface GuessedJob {
  readonly type: string;
  /** Layers, or variants. */
  readonly units: number;
  /** Counts what the job asks. */
  readonly measure: () => JobSize;
}

/** Tokens of an answer: for each layer or variant, and the thinking of each call at low effort. */
const answers = {
  names: { perUnit: 30, perCall: 600 },
  variants: { perUnit: 2400, perCall: 6000 },
};
const picturesPerVariant = 2;
const picturePromptTokens = 200;

/**
 * Dollars that a job should cost, by what it asks and the prices of its first models; undefined if the provider's list
 * does not name them.
 */
export function guessCost(
  list: ModelList,
  models: GuessModels,
  { type, units, measure }: GuessedJob,
): number | undefined {
  const isNaming = type.startsWith('rename');
  const [main = ''] = isNaming ? models.fast : models.pro;
  const prices = list.find(main)?.prices;
  const imagePrices = type.endsWith('+pictures') ? list.find(models.image[0] ?? '')?.prices : freeOfCharge;
  if (prices === undefined || imagePrices === undefined) return undefined;
  const size = measure();
  const { perUnit, perCall } = isNaming ? answers.names : answers.variants;
  const completion = units * perUnit + size.calls * perCall;
  const asked = costOf({ prompt: countPromptTokens(main, size), completion }, prices);
  return asked + units * picturesPerVariant * guessPictureCost(imagePrices);
}

/** Dollars that one picture should cost. */
export function guessPictureCost({ pictureUsd, ...prices }: ModelPrices): number {
  const question = picturePromptTokens * prices.promptTokenUsd;
  return question + (pictureUsd ?? PICTURE_TOKENS * prices.completionTokenUsd);
}

const freeOfCharge: ModelPrices = { promptTokenUsd: 0, completionTokenUsd: 0 };

function costOf(
  tokens: { readonly prompt: number; readonly completion: number },
  { promptTokenUsd, completionTokenUsd }: ModelPrices,
): number {
  return tokens.prompt * promptTokenUsd + tokens.completion * completionTokenUsd;
}
