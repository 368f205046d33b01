import { measureEdits } from '../../edits/measure-edits.ts';
import { countPromptTokens, type JobSize } from '../../models/count-tokens.ts';
import { type GuessModels, guessCost, guessPictureCost } from '../../models/guess-cost.ts';
import type { ModelList } from '../../models/model-list.ts';
import { measureNaming } from '../../rename/measure-naming.ts';
import { sampleEdits, sampleRename } from './sample.ts';
import { namingOptions } from './sample-jobs.ts';
import type { Question } from './spend-limit.ts';

const measureNames = (): JobSize => measureNaming(sampleRename(), namingOptions);
const measureVariants = (): JobSize => measureEdits(sampleEdits());

/** What a sample asks of a model. */
export function questionOf(what: 'names' | 'variants' | 'pictures', model: string): Question {
  if (what === 'pictures') return 'picture';
  return { promptTokens: countPromptTokens(model, what === 'names' ? measureNames() : measureVariants()) };
}

/** Dollars that one name, one variant and one picture of each model should cost; undefined if a price is unknown. */
export function guessSamples(list: ModelList, models: GuessModels): number | undefined {
  const names = { type: 'rename-layers', units: 1, measure: measureNames };
  const variants = { type: 'generate-edits', units: 1, measure: measureVariants };
  const costs = [
    ...models.fast.map((model) => guessCost(list, { ...models, fast: [model] }, names)),
    ...models.pro.map((model) => guessCost(list, { ...models, pro: [model] }, variants)),
    ...models.image.map((model) => {
      const prices = list.find(model)?.prices;
      return prices && guessPictureCost(prices);
    }),
  ];
  return costs.includes(undefined) ? undefined : costs.reduce<number>((sum, usd) => sum + (usd ?? 0), 0);
}
