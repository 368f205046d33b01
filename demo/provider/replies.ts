import type { CallKind } from './call-kind.ts';

/** What a model said: text, and for pictures their bytes in base64. */
export interface Answer {
  content: string;
  image?: { mediaType: string; base64: Buffer };
  finishReason?: 'stop' | 'length';
}

/** What the caller sent, for the bill. */
export interface Asked {
  kind: CallKind;
  textChars: number;
  imageCount: number;
}

/** Prices as OpenRouter's for the models the service asks for, dollars a token (a picture answer is 1290 tokens). */
const prices: Record<CallKind, { prompt: number; completion: number }> = {
  naming: { prompt: 0.3e-6, completion: 2.5e-6 },
  edits: { prompt: 2e-6, completion: 12e-6 },
  picture: { prompt: 0.3e-6, completion: 30e-6 },
};

/** Tokens and dollars as a real call of this size costs: 4 characters a token, 258 tokens a picture sent. */
export function countUsage(asked: Asked, answer: Answer) {
  const promptTokens = Math.ceil(asked.textChars / 4) + asked.imageCount * 258;
  const completionTokens = Math.ceil(answer.content.length / 4) + (answer.image ? 1290 : 0);
  const price = prices[asked.kind];
  const cost = promptTokens * price.prompt + completionTokens * price.completion;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completionTokens,
    total_tokens: promptTokens + completionTokens,
    cost: Number(cost.toFixed(8)),
    is_byok: false,
    prompt_tokens_details: { cached_tokens: 0 },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** OpenRouter's envelope around an answer, as the bytes to send. */
export function writeCompletion(
  id: string,
  model: string,
  asked: Asked,
  answer: Answer,
): { body: Buffer; cost: number } {
  const usage = countUsage(asked, answer);
  const marker = '"@picture@"';
  const finishReason = answer.finishReason ?? 'stop';
  const message: Record<string, unknown> = {
    role: 'assistant',
    content: answer.content,
    refusal: null,
    reasoning: null,
  };
  if (answer.image) message['images'] = [{ type: 'image_url', index: 0, image_url: { url: '@picture@' } }];
  const json = JSON.stringify({
    ...envelope(id, model),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishReason, native_finish_reason: finishReason }],
    usage,
  });
  if (!answer.image) return { body: Buffer.from(json), cost: usage.cost };
  // The picture is spliced in as bytes: prompts cannot hold the marker's quotes unescaped.
  const at = json.indexOf(marker);
  const head = `${json.slice(0, at)}"data:${answer.image.mediaType};base64,`;
  const tail = json.slice(at + marker.length - 1);
  const body = Buffer.concat([Buffer.from(head), answer.image.base64, Buffer.from(tail)]);
  return { body, cost: usage.cost };
}

/** A 200 whose only choice failed: finish_reason "error" and the error beside an unfinished message. */
export function writeChoiceError(id: string, model: string): Buffer {
  const error = { code: 502, message: 'The model stopped while answering', metadata: { error_type: 'provider_error' } };
  const message = { role: 'assistant', content: '{"names":[{"layer":1,"na', refusal: null };
  const usage = { prompt_tokens: 120, completion_tokens: 8, total_tokens: 128, cost: 0.000056 };
  const choice = { index: 0, message, finish_reason: 'error', native_finish_reason: 'error', error };
  return Buffer.from(JSON.stringify({ ...envelope(id, model), choices: [choice], usage }));
}

/** OpenRouter's error body; also what a failing 200 holds at its top level. */
export function writeError(code: number, message: string, metadata?: Record<string, unknown>): Buffer {
  return Buffer.from(JSON.stringify({ error: { code, message, ...(metadata && { metadata }) } }));
}

/** The fields around an answer; `model` is the one that answers. */
export function envelope(id: string, model: string, object = 'chat.completion') {
  const created = Math.floor(Date.now() / 1000);
  return { id, provider: 'Demo', model, object, created, system_fingerprint: 'fp_demo', service_tier: null };
}
