/** Dollars per million tokens. */
export interface ModelPrice {
  readonly model: string;
  readonly prompt: number;
  readonly completion: number;
  /** Not read from a price list, but taken as likely: `npm run doctor` shows the real one. */
  readonly isAssumed?: boolean;
}

/** List prices at OpenRouter as known on {@link pricesReadOn}. A provider's own figure counts before these. */
export const modelPrices: readonly ModelPrice[] = [
  { model: 'google/gemini-3.6-flash', prompt: 1.5, completion: 7.5 },
  { model: 'google/gemini-3.5-flash-lite', prompt: 0.3, completion: 2.5 },
  { model: 'google/gemini-2.5-flash', prompt: 0.3, completion: 2.5, isAssumed: true },
  { model: 'google/gemini-3.1-pro-preview', prompt: 2, completion: 12, isAssumed: true },
];
/** Dollars for one generated picture of 1,024 px; assumed, not read from a price list. */
export const picturePrices: readonly { readonly model: string; readonly picture: number }[] = [
  { model: 'google/gemini-3.1-flash-image', picture: 0.067 },
  { model: 'google/gemini-2.5-flash-image', picture: 0.039 },
];
export const pricesReadOn = '2026-11-28';

/** Dollars for a call by the list; undefined for a model that is not on it. */
export function priceCall(model: string, promptTokens: number, completionTokens: number): number | undefined {
  const price = modelPrices.find((known) => known.model === model);
  return price && (promptTokens * price.prompt + completionTokens * price.completion) / 1e6;
}
