import { type Static, type TSchema, Type } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';

/** Dollars. */
export interface ModelPrices {
  readonly promptTokenUsd: number;
  readonly completionTokenUsd: number;
  /** Of one picture that the model makes, if the list says so; else its tokens are counted as others. */
  readonly pictureUsd?: number | undefined;
}

/** What the provider's list says of a model. undefined: the list does not say. */
export interface ModelFacts {
  /** The day after which the model is gone, as the provider writes it. */
  readonly endsOn: string | undefined;
  /** Request fields that the model takes, such as `reasoning`, `structured_outputs`, `max_tokens`. */
  readonly parameters: ReadonlySet<string> | undefined;
  /** `text`, `image` ... */
  readonly inputs: ReadonlySet<string> | undefined;
  readonly outputs: ReadonlySet<string> | undefined;
  readonly prices: ModelPrices | undefined;
  /** The longest answer, thinking included. Tokens. */
  readonly mostAnswerTokens: number | undefined;
}

/** What is known of the provider's models; empty until the list was read, and for providers that have none. */
export interface ModelList {
  /** The facts of a model; a variant such as `some/model:nitro` has those of `some/model`. */
  find(model: string): ModelFacts | undefined;
  add(models: ReadonlyMap<string, ModelFacts>): void;
}

const maybe = <T extends TSchema>(schema: T) => Type.Optional(Type.Union([schema, Type.Null()]));
const Price = Type.Union([Type.String(), Type.Number()]);
const ModelEntry = Type.Object({
  id: Type.String(),
  expiration_date: maybe(Type.String()),
  supported_parameters: maybe(Type.Array(Type.String())),
  architecture: maybe(
    Type.Object({
      input_modalities: maybe(Type.Array(Type.String())),
      output_modalities: maybe(Type.Array(Type.String())),
    }),
  ),
  pricing: maybe(Type.Object({ prompt: maybe(Price), completion: maybe(Price), image_output: maybe(Price) })),
  top_provider: maybe(Type.Object({ max_completion_tokens: maybe(Type.Number()) })),
});

/** Makes a {@link ModelList}, which is empty until models are added. */
export function createModelList(): ModelList {
  const known = new Map<string, ModelFacts>();
  return {
    find: (model) => known.get(model) ?? known.get(model.replace(/:[^/]*$/, '')),
    add(models) {
      for (const [id, facts] of models) known.set(id, facts);
    },
  };
}

/**
 * Reads the body of `GET /models`, OpenRouter's (https://openrouter.ai/docs/api-reference/list-available-models) or the
 * plain one of OpenAI's protocol, which holds little more than ids. An entry that cannot be read is left out.
 *
 * @returns undefined if the body is not a list of models
 */
export function readModels(body: unknown): ReadonlyMap<string, ModelFacts> | undefined {
  const data = (body as { data?: unknown } | undefined)?.data;
  if (!Array.isArray(data)) return undefined;
  return new Map(data.filter((entry) => Value.Check(ModelEntry, entry)).map((entry) => [entry.id, toFacts(entry)]));
}

function toFacts(entry: Static<typeof ModelEntry>): ModelFacts {
  const { supported_parameters: parameters, architecture, pricing } = entry;
  const [prompt, completion] = [toUsd(pricing?.prompt), toUsd(pricing?.completion)];
  return {
    endsOn: entry.expiration_date ?? undefined,
    parameters: toSet(parameters),
    inputs: toSet(architecture?.input_modalities),
    outputs: toSet(architecture?.output_modalities),
    prices:
      prompt === undefined || completion === undefined
        ? undefined
        : {
            promptTokenUsd: prompt,
            completionTokenUsd: completion,
            pictureUsd: toPictureUsd(toUsd(pricing?.image_output)),
          },
    mostAnswerTokens: entry.top_provider?.max_completion_tokens ?? undefined,
  };
}

function toSet(values: readonly string[] | null | undefined): ReadonlySet<string> | undefined {
  return values === null || values === undefined || values.length === 0 ? undefined : new Set(values);
}

/** A picture of 1,024 px a side takes 1,120 to 1,300 tokens. */
export const PICTURE_TOKENS = 1300;
/** No picture is cheaper, and no token costs as much. */
const leastPictureUsd = 0.0005;

/** The field is documented as the price of a picture; the lists of some models have that of a token of one. */
function toPictureUsd(usd: number | undefined): number | undefined {
  return usd === undefined || usd === 0 ? undefined : usd < leastPictureUsd ? usd * PICTURE_TOKENS : usd;
}

/** A negative price stands for a router whose price depends on the model it picks. */
function toUsd(price: string | number | null | undefined): number | undefined {
  const usd = price === null || price === undefined || price === '' ? NaN : Number(price);
  return Number.isFinite(usd) && usd >= 0 ? usd : undefined;
}
