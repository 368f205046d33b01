import type { Dispatcher } from 'undici';
import { ExporterError } from '../errors.ts';
import { JsonSegments } from '../images/json-segments.ts';
import { AnswerReader } from './answer-reader.ts';
import { type Asked, formOf } from './asked.ts';
import { type CallShape, type ShapeSettings, shapeBody } from './call-shape.ts';
import type { CallObserver, CallOutcome, CallUse } from './chat-call.ts';
import type { Admission, Circuits } from './circuit.ts';
import { cleanReason, sentContentOf } from './clean-reason.ts';
import type { ModelList } from './model-list.ts';
import { headerList, type PostReader, type PostReply, PostTimeoutError, post } from './post.ts';
import { ProviderError } from './provider-error.ts';
import { answerOf, type ChatAnswer, modelOf } from './read-answer.ts';
import { type CallUsage, usageOf } from './read-usage.ts';
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
  readonly circuits: Circuits;
  readonly retryBudget: RetryBudget;
  readonly observer: CallObserver | undefined;
}

/**
 * Sends one call to one model in one form, unless the model's circuit is open, and reads its answer. What it used is
 * added to the job's tally, also if it fails.
 *
 * @throws ProviderError, whose words are cleaned of what was sent; ExporterError if memory runs out; the signal's
 * reason.
 */
export type SendCall = (model: string, asked: Asked, shape: CallShape) => Promise<ChatAnswer>;

/** Makes the function that sends calls to one base URL with one key. */
export function createSender(options: SenderOptions): SendCall {
  const { dispatcher, models, circuits, retryBudget, observer, shaping, apiKey } = options;
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
  const sameHeaders = headerList(named);
  const secrets = [apiKey ?? '', ...Object.values(options.headers ?? {})];

  return async (model, asked, shape) => {
    const { signal, tally, stream, timeoutMs } = asked;
    const startedAt = performance.now();
    const used: CallUse = { usage: undefined, model: undefined };
    const reader = new ReplyReader(asked);
    let outcome: CallOutcome = 'answered';
    let admission: Admission | undefined;
    let answer: unknown;
    try {
      const admitted = circuits.admit(model, signal);
      admission = admitted instanceof Promise ? await admitted : admitted;
      const body = new JsonSegments(shapeBody(model, asked, shape, shaping, stream !== undefined && shape.streams));
      const extra = observer?.started?.({ model, tally, used });
      const headers = extra === undefined ? sameHeaders : headerList({ ...named, ...extra });
      tally.modelCalls += 1;
      retryBudget.called();
      const reply = await post({ dispatcher, origin, path, headers, body, timeoutMs, signal, reader });
      if (reply.status >= 300 && reply.status < 400) throw redirected(reply, origin);
      answer = reader.end();
      used.usage = usageOf(answer);
      used.model = modelOf(answer);
      if (reply.status === 200) addUsage(tally, used.usage, models.find(model)?.prices);
      const read = answerOf(reply.status, answer, retryAfterMs(reply.headers['retry-after']));
      admission.ended();
      return read;
    } catch (thrown) {
      // A provider bills what it has begun, even if nobody reads it.
      const wasBegun =
        reader.hasBegun || thrown instanceof PostTimeoutError || (admission !== undefined && signal.aborted);
      if (answer === undefined && wasBegun) {
        used.usage = reader.usage;
        addUsage(tally, used.usage, models.find(model)?.prices);
      }
      const error = toCallError(thrown, asked, secrets);
      admission?.ended(error);
      outcome = signal.aborted ? 'aborted' : outcomeOf(error);
      throw error;
    } finally {
      const durationMs = performance.now() - startedAt;
      observer?.call({ model, outcome, durationMs, asksFor: formOf(asked.body), tally, used });
    }
  };
}

/** Reads a reply in the form in which it comes: whole, or as a stream. */
class ReplyReader implements PostReader {
  readonly #asked: Asked;
  #reader: AnswerReader | StreamReader | undefined;

  constructor(asked: Asked) {
    this.#asked = asked;
  }

  get hasBegun(): boolean {
    return this.#reader !== undefined;
  }

  /** What a stream has reported so far. */
  get usage(): CallUsage | undefined {
    return this.#reader instanceof StreamReader ? usageOf({ usage: this.#reader.usage }) : undefined;
  }

  onStart({ headers }: PostReply): void {
    const { maxAnswerBytes, memory, stream } = this.#asked;
    const isStream = /^(?:text\/event-stream|application\/(?:x-)?(?:ndjson|jsonlines?))/i.test(
      String(headers['content-type']),
    );
    this.#reader = isStream
      ? new StreamReader(maxAnswerBytes, (text) => stream?.onText(text))
      : new AnswerReader(maxAnswerBytes, memory);
  }

  onData(chunk: Buffer): void {
    this.#reader?.push(chunk);
  }

  end(): unknown {
    return this.#reader?.end();
  }
}

function outcomeOf(error: unknown): CallOutcome {
  if (!(error instanceof ProviderError)) return 'transport';
  return error.fault === 'status' ? `status_${error.status ?? 0}` : error.fault;
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
