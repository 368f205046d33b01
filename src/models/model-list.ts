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

const Price = Type.Union([Type.String(), Type.Number()]);
const Texts = Type.Array(Type.String());
const Fields = Type.Record(Type.String(), Type.Unknown());
const ModelEntry = Type.Object({ id: Type.String() });

/** Makes a {@link ModelList}, which is empty until models are added. */
export function createModelList(): ModelList {
  const known = new Map<string, ModelFacts>();
  return {
    // Google lists `models/<id>`, Ollama `<id>:latest`; both take the id alone.
    find: (model) =>
      [model, model.replace(/:[^/]*$/, ''), `models/${model}`, `${model}:latest`]
        .map((id) => known.get(id))
        .find((facts) => facts !== undefined),
    add(models) {
      for (const [id, facts] of models) known.set(id, facts);
    },
  };
}

/**
 * Reads the body of `GET /models`, OpenRouter's (https://openrouter.ai/docs/api-reference/list-available-models) or the
 * plain one of OpenAI's protocol, which holds little more than ids. An entry without an id is left out, and so is a fact
 * in another form than these.
 *
 * @returns undefined if the body is not a list of models
 */
export function readModels(body: unknown): ReadonlyMap<string, ModelFacts> | undefined {
  // Together's list stands alone.
  const data = Array.isArray(body) ? (body as unknown[]) : (body as { data?: unknown } | undefined)?.data;
  if (!Array.isArray(data)) return undefined;
  const entries = data.filter((entry) => Value.Check(ModelEntry, entry)) as (Static<typeof ModelEntry> &
    Static<typeof Fields>)[];
  return new Map(
    entries.flatMap((entry) =>
      // Mistral's entries have more than one name.
      [entry.id, ...(valid(Texts, entry['aliases']) ?? [])].map((id) => [id, toFacts(entry)] as const),
    ),
  );
}

/** A value if it is of this form. */
function valid<T extends TSchema>(schema: T, value: unknown): Static<T> | undefined {
  return Value.Check(schema, value) ? value : undefined;
}

function toFacts(entry: Static<typeof Fields>): ModelFacts {
  const architecture = valid(Fields, entry['architecture']) ?? {};
  const pricing = valid(Fields, entry['pricing']) ?? {};
  const [prompt, completion] = [toUsd(pricing['prompt']), toUsd(pricing['completion'])];
  const cap = valid(Fields, entry['top_provider'])?.['max_completion_tokens'] ?? entry['max_completion_tokens'];
  const [inputs, outputs] = (valid(Type.String(), architecture['modality']) ?? '').split('->').map(listOf);
  return {
    endsOn: valid(Type.String(), entry['expiration_date']),
    parameters: toSet(valid(Texts, entry['supported_parameters'])),
    inputs: toSet(valid(Texts, architecture['input_modalities']) ?? inputs),
    outputs: toSet(valid(Texts, architecture['output_modalities']) ?? outputs),
    prices:
      prompt === undefined || completion === undefined
        ? undefined
        : {
            promptTokenUsd: prompt,
            completionTokenUsd: completion,
            pictureUsd: toPictureUsd(toUsd(pricing['image_output'])),
          },
    mostAnswerTokens: Number(cap ?? 0) > 0 ? Number(cap) : undefined,
  };
}

/** `text+image` */
function listOf(modalities: string): string[] {
  return modalities.split('+').filter((modality) => modality !== '');
}

function toSet(values: readonly string[] | undefined): ReadonlySet<string> | undefined {
  return values === undefined || values.length === 0 ? undefined : new Set(values.map((value) => value.toLowerCase()));
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
function toUsd(price: unknown): number | undefined {
  const usd = Value.Check(Price, price) && price !== '' ? Number(price) : NaN;
  return Number.isFinite(usd) && usd >= 0 ? usd : undefined;
}
