import type { ModelList, ModelPrices } from './model-list.ts';

export interface GuessModels {
  readonly fast: readonly string[];
  readonly pro: readonly string[];
  readonly image: readonly string[];
}

/**
 * Tokens of a layer that is named with its own picture: Gemini 3 counts 1,120 for a picture of any size; a share of
 * the rules; and a name with the thinking before it.
 */
const layer = { prompt: 1400, completion: 200 };
/** A variant: a share of the frame, its layers and the protocol; 2,400 tokens of answer and as many of thinking. */
const variant = { prompt: 2500, completion: 4800 };
/** Two pictures a variant. */
const pictures = { prompt: 200, completion: 2 * 1300 };

/**
 * Dollars that a job should cost by the prices of its first models; undefined if the provider's list does not name
 * them.
 *
 * @param units layers, or variants.
 */
export function guessCost(list: ModelList, models: GuessModels, type: string, units: number): number | undefined {
  const pricesOf = (ids: readonly string[]): ModelPrices | undefined => list.find(ids[0] ?? '')?.prices;
  const main = pricesOf(type.startsWith('rename') ? models.fast : models.pro);
  const image = type.endsWith('+pictures') ? pricesOf(models.image) : freeOfCharge;
  if (main === undefined || image === undefined) return undefined;
  return units * (costOf(type.startsWith('rename') ? layer : variant, main) + costOf(pictures, image));
}

const freeOfCharge: ModelPrices = { promptTokenUsd: 0, completionTokenUsd: 0 };

function costOf(tokens: typeof layer, { promptTokenUsd, completionTokenUsd }: ModelPrices): number {
  return tokens.prompt * promptTokenUsd + tokens.completion * completionTokenUsd;
}
