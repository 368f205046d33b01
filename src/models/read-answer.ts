import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { BodyMemory } from '../bodies/body-memory.ts';
import { JsonReader, JsonTextTooLargeError } from '../images/json-reader.ts';
import { Picture } from '../images/picture.ts';
import { ProviderError, statusError } from './provider-error.ts';

/** The picture of an answer is `choices[0].message.images[0].image_url.url`: its bytes stay bytes. */
const byteKeys: ReadonlySet<string> = new Set(['url']);

/** Absent or null: providers behind the provider write either. */
const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));

/** What a 403 of moderation says beside its message (https://openrouter.ai/docs/api/reference/errors-and-debugging). */
const Moderation = Type.Union([
  Type.Object({ reasons: Type.Array(Type.Unknown()) }),
  Type.Object({ flagged_input: Type.String() }),
]);

const ErrorBody = Type.Object({
  code: maybe(Type.Union([Type.Number(), Type.String()])),
  message: maybe(Type.String()),
  metadata: Type.Optional(Type.Unknown()),
  availability: maybe(
    Type.Object({ retryable: maybe(Type.Boolean()), retry_after: maybe(Type.Number({ minimum: 0 })) }),
  ),
});
type ErrorBody = Static<typeof ErrorBody>;

const Choice = Type.Object({
  finish_reason: maybe(Type.String()),
  error: Type.Optional(Type.Unknown()),
  message: maybe(
    Type.Object({
      content: maybe(Type.String()),
      refusal: maybe(Type.String()),
      images: maybe(Type.Array(Type.Object({ image_url: Type.Object({ url: Type.Unknown() }) }))),
    }),
  ),
});

const Completion = Type.Object({
  model: maybe(Type.String()),
  choices: Type.Array(Choice, { minItems: 1 }),
});

const Usage = Type.Object({
  prompt_tokens: maybe(Type.Number({ minimum: 0 })),
  completion_tokens: maybe(Type.Number({ minimum: 0 })),
  cost: maybe(Type.Number({ minimum: 0 })),
});

const moderationCheck = TypeCompiler.Compile(Moderation);
const errorBodyCheck = TypeCompiler.Compile(ErrorBody);
const completionCheck = TypeCompiler.Compile(Completion);
const usageCheck = TypeCompiler.Compile(Usage);

/** What a call used. Dollars as the provider counts them. */
export interface CallUsage {
  readonly promptTokens: number;
  readonly completionTokens: number;
  readonly costUsd: number;
}

export interface ChatAnswer {
  readonly content: string;
  /** Pictures as they came, not checked. Owned by the call's memory: whoever needs one longer retains it. */
  readonly pictures: readonly Picture[];
  /** The model that answered, which may be another than the one asked. */
  readonly model: string | undefined;
}

/** Gathers the bytes of one answer as they arrive. */
export class AnswerReader {
  readonly #json: JsonReader;
  readonly #maxBytes: number;
  readonly #memory: BodyMemory | undefined;
  #bytes = 0;

  /**
   * @param maxBytes a longer answer is given up: it would not fit the memory set aside for it.
   * @param memory where the bytes are kept; without, they stay in the socket's own chunks.
   */
  constructor(maxBytes: number, memory?: BodyMemory) {
    this.#maxBytes = maxBytes;
    this.#memory = memory;
    this.#json = new JsonReader({ byteKeys, keep: (bytes) => memory?.keep(bytes) ?? new Picture(bytes) });
  }

  /** @throws ProviderError if the answer is longer than allowed; ExporterError 503 if there is no memory left for it. */
  push(chunk: Buffer): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#maxBytes) throw tooLong(this.#maxBytes);
    this.#memory?.reserve(this.#bytes);
    try {
      if (this.#memory === undefined) this.#json.push(chunk);
      else this.#memory.write(chunk, (part) => this.#json.push(part));
    } catch (error) {
      throw error instanceof JsonTextTooLargeError ? tooLong(this.#maxBytes) : error;
    }
  }

  /** The JSON value, or undefined where the bytes are none: an HTML page, an answer cut short. */
  end(): unknown {
    try {
      return this.#json.end();
    } catch {
      return undefined;
    } finally {
      this.#memory?.endOfBody();
    }
  }
}

function tooLong(maxBytes: number): ProviderError {
  return new ProviderError('transport', `an answer of more than ${maxBytes} bytes`, { retryable: false });
}

/** What the answer says it used; nought where it says nothing. Also answers that are errors can cost. */
export function usageOf(body: unknown): CallUsage {
  const usage: unknown = isObject(body) ? body['usage'] : undefined;
  const known: Static<typeof Usage> = usageCheck.Check(usage) ? usage : {};
  return {
    promptTokens: Math.round(known.prompt_tokens ?? 0),
    completionTokens: Math.round(known.completion_tokens ?? 0),
    costUsd: known.cost ?? 0,
  };
}

/**
 * The answer in a reply of the provider, whose errors come as a status, as `error` in a 200, or inside its first choice.
 *
 * @param retryAfterMs what the header `retry-after` asks for.
 * @throws ProviderError
 */
export function answerOf(status: number, body: unknown, retryAfterMs: number | undefined): ChatAnswer {
  const error = isObject(body) ? body['error'] : undefined;
  if (error !== undefined && error !== null) throw bodyError(status, error, retryAfterMs);
  if (status !== 200) throw statusError(status, 'no JSON that explains it', retryAfterMs);
  if (!completionCheck.Check(body)) {
    throw new ProviderError('transport', 'a 200 whose body is no completion', { status, retryable: true });
  }
  const choice = body.choices[0] as Static<typeof Choice>;
  if (choice.error !== undefined && choice.error !== null) throw bodyError(status, choice.error, retryAfterMs);
  if (choice.finish_reason === 'error') throw statusError(502, 'finish_reason error', retryAfterMs);
  const refusal = choice.message?.refusal;
  if (choice.finish_reason === 'content_filter' || (typeof refusal === 'string' && refusal !== '')) {
    throw new ProviderError('refused', 'the model refused', { retryable: false });
  }
  const pictures = (choice.message?.images ?? []).map((image) => image.image_url.url);
  return {
    content: choice.message?.content ?? '',
    pictures: pictures.filter((picture) => picture instanceof Picture),
    model: body.model ?? undefined,
  };
}

function bodyError(status: number, error: unknown, retryAfterMs: number | undefined): ProviderError {
  const known: ErrorBody = errorBodyCheck.Check(error) ? error : {};
  const code = Number(known.code);
  const effective = code >= 400 && code < 600 ? code : status === 200 ? 502 : status;
  // Its words quote the input, so they are left out. A 403 without it is about the key: a limit, a model not allowed.
  if (effective === 403 && moderationCheck.Check(known.metadata)) {
    throw new ProviderError('refused', 'the provider answered 403: its moderation flagged the content', {
      status: 403,
      retryable: false,
    });
  }
  const asked = known.availability?.retry_after ?? undefined;
  const waitMs = asked === undefined ? retryAfterMs : asked * 1000;
  const failed = statusError(effective, known.message ?? '', waitMs);
  const retryable = known.availability?.retryable ?? failed.retryable;
  const wait = waitMs === undefined ? {} : { retryAfterMs: waitMs };
  return new ProviderError('status', failed.message, { status: effective, retryable, ...wait });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
