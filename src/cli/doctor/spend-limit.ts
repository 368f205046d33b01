import type { OpenRouterClient } from '../../models/client.ts';
import type { ModelPrices } from '../../models/model-list.ts';

/** The longer of the two sample questions, its picture included. Tokens. */
const promptTokens = 5000;
/** With a shorter answer a model that thinks a little cannot make one variant. */
const leastAnswerTokens = 1000;
const defaultAnswerTokens = 16_000;

/**
 * The same client, whose answers may be as long as the money allows at the model's prices.
 *
 * @param prices undefined: not known, and nothing is bounded.
 * @throws Error from `chat` if that is too short for an answer.
 */
export function within(client: OpenRouterClient, prices: ModelPrices | undefined, leftUsd: number): OpenRouterClient {
  if (prices === undefined || prices.completionTokenUsd === 0) return client;
  const mostTokens = Math.floor((leftUsd - promptTokens * prices.promptTokenUsd) / prices.completionTokenUsd);
  return {
    ...client,
    async chat(call, signal, tally) {
      if (mostTokens < leastAnswerTokens) throw new Error('Not asked: one answer could cost more than five cents');
      const maxAnswerTokens = Math.min(call.maxAnswerTokens ?? defaultAnswerTokens, mostTokens);
      return client.chat({ ...call, maxAnswerTokens }, signal, tally);
    },
  };
}
