import { isObject } from './is-object.ts';
import { unwrapBody } from './unwrap-body.ts';

/** What a call used. Dollars as the provider counts them. */
export interface CallUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  /** undefined: not reported, which differs from 0. */
  readonly costUsd: number | undefined;
}

/**
 * What the answer says it used, or undefined if it does not say. Errors can cost as well. Tokens are read under the
 * names of OpenAI (`prompt_tokens`, `input_tokens`), Anthropic, Google (`usageMetadata`) and Bedrock; the cost as a
 * number or as text, or as `{ total_cost }` (Perplexity).
 */
export function usageOf(reply: unknown): CallUsage | undefined {
  const body = unwrapBody(reply);
  if (!isObject(body)) return undefined;
  const usage = [body['usage'], body['usageMetadata'], body['usage_metadata']].find(isObject);
  if (usage === undefined) return undefined;
  const prompt = amountOf(usage, 'prompt_tokens', 'input_tokens', 'promptTokenCount', 'inputTokens');
  const completion = amountOf(usage, 'completion_tokens', 'output_tokens', 'candidatesTokenCount', 'outputTokens');
  const cost = costOf(usage);
  if (prompt === undefined && completion === undefined && cost === undefined) return undefined;
  return {
    promptTokens: Math.round(prompt ?? 0),
    completionTokens: Math.round((completion ?? 0) + uncountedThinking(usage, prompt ?? 0, completion ?? 0)),
    costUsd: cost,
  };
}

/** With the customer's own key, OpenRouter's `cost` is its fee, and the provider bills the rest. */
function costOf(usage: Readonly<Record<string, unknown>>): number | undefined {
  const { cost, cost_details: details } = usage;
  const charged = isObject(cost) ? amountOf(cost, 'total_cost', 'total') : amountOf(usage, 'cost', 'total_cost');
  const billed =
    usage['is_byok'] === true && isObject(details) ? amountOf(details, 'upstream_inference_cost') : undefined;
  return charged === undefined && billed === undefined ? undefined : (charged ?? 0) + (billed ?? 0);
}

/** Google and xAI bill thinking as output but leave it out of the count of the answer's tokens. */
function uncountedThinking(usage: Readonly<Record<string, unknown>>, prompt: number, completion: number): number {
  const details = usage['completion_tokens_details'];
  const thinking =
    amountOf(usage, 'thoughtsTokenCount') ?? (isObject(details) ? amountOf(details, 'reasoning_tokens') : undefined);
  if (thinking === undefined) return 0;
  const total = amountOf(usage, 'total_tokens', 'totalTokenCount');
  const isApart = total === undefined ? thinking > completion : total >= prompt + completion + thinking;
  return isApart || 'thoughtsTokenCount' in usage ? thinking : 0;
}

function amountOf(object: Readonly<Record<string, unknown>>, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = object[key];
    const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    if (typeof amount === 'number' && Number.isFinite(amount) && amount >= 0) return amount;
  }
  return undefined;
}
