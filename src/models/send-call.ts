import type { Dispatcher } from 'undici';
import { ExporterError } from '../errors.ts';
import { JsonSegments } from '../images/json-segments.ts';
import type { Asked } from './asked.ts';
import { type CallShape, type ShapeSettings, shapeBody } from './call-shape.ts';
import type { CallUse } from './chat-call.ts';
import { cleanReason, sentContentOf } from './clean-reason.ts';
import type { ModelList } from './model-list.ts';
import { headerList, type PostReply, PostTimeoutError, post } from './post.ts';
import { ProviderError } from './provider-error.ts';
import { AnswerReader, answerOf, type ChatAnswer, modelOf, usageOf } from './read-answer.ts';
import type { RetryBudget } from './retry-budget.ts';
import { StreamReader } from './stream-reader.ts';
import { addUsage } from './tally.ts';

export interface SenderOptions {
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly shaping: ShapeSettings;
  readonly models: ModelList;
  readonly dispatcher: Dispatcher;
  readonly retryBudget: RetryBudget;
}

/**
 * Sends one call to one model in one form, and reads its answer.
 *
 * @param used takes what is known of the call at its end, also if it fails.
 * @param extraHeaders of this call alone.
 * @throws ProviderError, whose words are cleaned of what was sent; ExporterError if memory runs out; the signal's
 * reason.
 */
export type SendCall = (
  model: string,
  asked: Asked,
  shape: CallShape,
  used: CallUse,
  extraHeaders?: Readonly<Record<string, string>>,
) => Promise<ChatAnswer>;

/** Makes the function that sends calls to one base URL with one key. */
export function createSender(options: SenderOptions): SendCall {
  const { dispatcher, models, retryBudget, shaping, apiKey } = options;
  const { origin, pathname } = new URL(options.baseUrl);
  const path = `${pathname.replace(/\/$/, '')}/chat/completions`;
  const named = {
    'http-referer': 'https://github.com/figma-exporter-ai',
    'x-title': 'Figma Exporter AI',
    // Without it a server may compress.
    'accept-encoding': 'identity',
    ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
    ...options.headers,
    'content-type': 'application/json',
  };
  const headers = headerList(named);
  const secrets = [apiKey ?? '', ...Object.values(options.headers ?? {})];

  return async (model, asked, shape, used, extraHeaders) => {
    const { signal, tally, stream, timeoutMs } = asked;
    let reader: AnswerReader | StreamReader | undefined;
    const onStart = ({ headers: replyHeaders }: PostReply): void => {
      const isStream = /^text\/event-stream/i.test(String(replyHeaders['content-type']));
      reader = isStream
        ? new StreamReader(asked.maxAnswerBytes, (text) => stream?.onText(text))
        : new AnswerReader(asked.maxAnswerBytes, asked.memory);
    };
    const onData = (chunk: Buffer): void => reader?.push(chunk);
    let answer: unknown;
    try {
      const body = new JsonSegments(shapeBody(model, asked, shape, shaping, stream !== undefined && shape.streams));
      const sent = extraHeaders === undefined ? headers : headerList({ ...named, ...extraHeaders });
      tally.modelCalls += 1;
      retryBudget.called();
      const reply = await post({ dispatcher, origin, path, headers: sent, body, timeoutMs, signal, onStart, onData });
      if (reply.status >= 300 && reply.status < 400) throw redirected(reply, origin);
      answer = reader?.end();
      used.usage = usageOf(answer);
      used.model = modelOf(answer);
      if (reply.status === 200) addUsage(tally, used.usage, models.find(model)?.prices);
      return answerOf(reply.status, answer, retryAfterMs(reply.headers['retry-after']));
    } catch (error) {
      // A provider bills what it has begun, even if nobody reads it.
      const wasBegun = reader !== undefined || error instanceof PostTimeoutError || signal.aborted;
      if (answer === undefined && wasBegun) {
        used.usage = reader instanceof StreamReader ? usageOf({ usage: reader.usage }) : undefined;
        addUsage(tally, used.usage, models.find(model)?.prices);
      }
      throw toCallError(error, asked, secrets);
    }
  };
}

/** What a failed call is to throw: nothing in it quotes what was sent. */
function toCallError(error: unknown, { memory, signal, body }: Asked, secrets: readonly string[]): unknown {
  memory?.release();
  if (signal.aborted) return signal.reason;
  if (error instanceof ExporterError) return error;
  if (error instanceof ProviderError)
    return error.withMessage(cleanReason(error.message, sentContentOf(body, secrets)));
  return new ProviderError('transport', (error as Error).message, { retryable: true, cause: error });
}

/** RFC 9110 section 10.2.3: whole seconds, or a date. */
function retryAfterMs(header: string | string[] | undefined): number | undefined {
  if (typeof header !== 'string') return undefined;
  if (/^\d+$/.test(header)) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - Date.now());
}

/** Redirects are not followed: they could send the key and the design to anyone. */
function redirected({ status, headers }: PostReply, origin: string): ProviderError {
  const { location } = headers;
  const target = typeof location === 'string' && URL.canParse(location, origin) ? new URL(location, origin) : undefined;
  const where = target === undefined ? '' : ` to ${target.origin}${target.pathname}`;
  const advice = 'redirects are not followed, set OPENROUTER_BASE_URL to the final address';
  return new ProviderError('status', `the provider redirects${where}: ${advice}`, {
    status,
    retryable: false,
    refusal: { kind: 'address' },
  });
}
