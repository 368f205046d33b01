import type { CallObserver } from '../../models/chat-call.ts';
import type { OpenRouterClient } from '../../models/client.ts';
import { guessPictureCost } from '../../models/guess-cost.ts';
import type { ModelPrices } from '../../models/model-list.ts';
import type { Tally } from '../../models/tally.ts';

/** A call that was not sent because of what it could cost. */
export class NotAsked extends Error {
  override readonly name = 'NotAsked';
}

/** What a sample asks for: text, or one picture. */
export type Question = { readonly promptTokens: number } | 'picture';

export interface SpendLimit {
  /** Takes the calls of a finished check. */
  add(tally: Tally): void;
  /**
   * The same client, whose answers may be as long as the money allows at the model's prices, and are asked for again
   * only if that fits too.
   *
   * @param prices undefined: not known, and nothing is bounded.
   * @throws NotAsked from `chat` if what is left is too little.
   */
  within(client: OpenRouterClient, prices: ModelPrices | undefined, question: Question): OpenRouterClient;
  /** To be called after each attempt of a call. */
  readonly observe: CallObserver['call'];
}

/** With a shorter answer a model that thinks a little cannot make one variant. */
const leastAnswerTokens = 1000;
/** Enough for one that thinks more. */
const goodAnswerTokens = 4000;
const defaultAnswerTokens = 16_000;
/** An answer that reaches its cap is asked for again, with a cap twice as high: one and two of them. */
const capsWithRepeat = 3;
/** A picture may cost more than one of the usual size. */
const pictureMargin = 1.25;

/** Keeps the cost of all checks below a limit, repeated calls with longer answers included. */
export function createSpendLimit(limitUsd: number): SpendLimit {
  let spentUsd = 0;
  const guards = new Map<Tally, () => void>();

  function refuse(what: string, costUsd: number, leftUsd: number): NotAsked {
    const enough = Math.ceil((limitUsd - leftUsd + costUsd) * 100) / 100;
    const left = `and $${Math.max(0, leftUsd).toFixed(4)} of $${limitUsd} is left`;
    return new NotAsked(`${what}: it could cost $${costUsd.toFixed(4)}, ${left}. --limit ${enough} allows it.`);
  }

  return {
    add: ({ costUsd }) => void (spentUsd += costUsd),
    observe: ({ tally }) => guards.get(tally)?.(),
    within(client, prices, question) {
      if (prices === undefined) return client;
      const { promptTokenUsd, completionTokenUsd } = prices;
      const askUsd = question === 'picture' ? 0 : question.promptTokens * promptTokenUsd;
      const pictureUsd = pictureMargin * guessPictureCost(prices);

      const most = (usd: number): number => Math.floor(usd / completionTokenUsd);

      /** The longest answer that `leftUsd` allows, and what it may cost to ask for it again. */
      function plan(leftUsd: number): { readonly cap: number; readonly againUsd: number } {
        if (question === 'picture') {
          if (leftUsd < pictureUsd) throw refuse('Not asked', pictureUsd, leftUsd);
          return { cap: Math.min(defaultAnswerTokens, most(leftUsd)), againUsd: pictureUsd };
        }
        const costOf = (tokens: number): number => askUsd + tokens * completionTokenUsd;
        const repeatable = most((leftUsd - 2 * askUsd) / capsWithRepeat);
        const cap = Math.min(
          defaultAnswerTokens,
          Math.max(repeatable, Math.min(most(leftUsd - askUsd), goodAnswerTokens)),
        );
        if (!(cap >= leastAnswerTokens)) throw refuse('Not asked', costOf(leastAnswerTokens), leftUsd);
        return { cap, againUsd: costOf(2 * cap) };
      }

      return {
        ...client,
        async chat(call, signal, tally) {
          const { cap, againUsd } = plan(limitUsd - spentUsd - tally.costUsd);
          const stop = new AbortController();
          guards.set(tally, () => {
            // An attempt that was billed without a figure counts as the longest.
            const leftUsd = limitUsd - spentUsd - tally.costUsd - tally.unpricedCalls * againUsd;
            if (leftUsd < againUsd) stop.abort(refuse('Not asked again', againUsd, leftUsd));
          });
          const maxAnswerTokens = Math.min(call.maxAnswerTokens ?? defaultAnswerTokens, cap);
          try {
            return await client.chat({ ...call, maxAnswerTokens }, AbortSignal.any([signal, stop.signal]), tally);
          } finally {
            guards.delete(tally);
          }
        },
      };
    },
  };
}
