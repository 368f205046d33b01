import { countOptional, countUnions, findAnyOfSiblings, findOpenObjects, usesBounds } from './schema-limits.ts';

/** A refusal as it is sent. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call's body, parsed, and what was counted in it. */
export interface FamilyCall {
  readonly body: Readonly<Record<string, unknown>>;
  readonly imageCount: number;
  /** The text of all messages. */
  readonly text: string;
  /** Calls this provider took before. */
  readonly callIndex: number;
}

type Check = (call: FamilyCall) => Refusal | undefined;

/**
 * How families of models and gateways refuse what others take, each with the words and the status that were seen of it.
 * Through OpenRouter the words of the provider behind it stand in `metadata.raw`.
 */
export const families = {
  /** Anthropic: 16 unions, 24 optional parameters, no temperature but 1. */
  claude: all(
    (call) =>
      unions(call) > 16
        ? behind(
            'Anthropic',
            `Schemas contains too many parameters with union types (${unions(call)} parameters with type arrays or anyOf, limit: 16). Reduce the number of nullable or union-typed parameters.`,
          )
        : undefined,
    (call) =>
      countOptional(schemaOf(call)) > 24
        ? behind('Anthropic', 'Schemas contains too many optional parameters (limit: 24).')
        : undefined,
    (call) => (hasTemperature(call) ? behind('Anthropic', '`temperature` is deprecated for this model.') : undefined),
  ),
  /** Google Vertex: no keyword beside anyOf, no bounds. */
  vertex: all(
    (call) =>
      findAnyOfSiblings(schemaOf(call))
        ? behind(
            'Google',
            'Unable to submit request because `design_variants` schema specified other fields alongside any_of. When using any_of, it must be the only field set.',
          )
        : undefined,
    (call) =>
      usesBounds(schemaOf(call))
        ? behind('Google', 'The specified schema produces a constraint that has too many states for serving.')
        : undefined,
  ),
  /** OpenAI's own base: no unknown fields, strict schemas alone, `max_completion_tokens`, no temperature but 1. */
  openai: all(
    refuseUnknownFields,
    (call) =>
      hasTemperature(call)
        ? openaiError(
            `Unsupported value: 'temperature' does not support ${String(call.body['temperature'])} with this model. Only the default (1) value is supported.`,
            'unsupported_value',
            'temperature',
          )
        : undefined,
    (call) =>
      call.body['max_tokens'] === undefined
        ? undefined
        : openaiError(
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            'unsupported_parameter',
            'max_tokens',
          ),
    (call) =>
      findOpenObjects(schemaOf(call))
        ? openaiError(
            "Invalid schema for response_format: 'additionalProperties' is required to be supplied and to be false, and 'required' to name every property.",
            'invalid_request_error',
            'response_format',
          )
        : undefined,
  ),
  /** DeepSeek's own base: json_object alone, and only with the word "json" in the prompt. */
  deepseek: all(
    (call) =>
      formatOf(call) === 'json_schema'
        ? openaiError('This response_format type is unavailable now', 'invalid_request_error')
        : undefined,
    (call) =>
      formatOf(call) === 'json_object' && !/json/i.test(call.text)
        ? openaiError(
            "Prompt must contain the word 'json' in some form to use 'response_format' of type 'json_object'.",
            'invalid_request_error',
          )
        : undefined,
  ),
  /** A base that takes no response_format at all. */
  'no-response-format': (call) =>
    formatOf(call) === undefined
      ? undefined
      : openaiError('Unrecognized request argument supplied: response_format', 'invalid_request_error'),
  /** OpenRouter, if no endpoint of the model takes the parameters. */
  'no-parameters': (call) =>
    formatOf(call) === 'json_schema'
      ? routerError(
          404,
          'No endpoints found that can handle the requested parameters. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing',
        )
      : undefined,
  /** vLLM with its default of one picture a request, through OpenRouter: the reason stands in metadata.raw alone. */
  vllm: (call) =>
    call.imageCount > 1
      ? behind(
          'vLLM',
          JSON.stringify({
            object: 'error',
            message: 'At most 1 image(s) may be provided in one prompt.',
            type: 'BadRequestError',
            code: 400,
          }),
        )
      : undefined,
  groq: (call) =>
    call.imageCount > 5
      ? openaiError('Too many images provided. This model supports up to 5 images', 'invalid_request_error')
      : undefined,
  mistral: (call) =>
    call.imageCount > 8
      ? {
          status: 422,
          body: {
            detail: [
              { type: 'too_many_images', loc: ['body', 'messages'], msg: 'Too many images in request. Max is 8.' },
            ],
          },
        }
      : undefined,
  /** Models that only draw: text beside the picture is no modality of theirs. */
  flux: (call) =>
    modalitiesOf(call).includes('text')
      ? routerError(404, 'No endpoints found that support the requested output modalities: image, text')
      : undefined,
  /** A model that refuses to think so little. */
  gemini: (call) =>
    effortOf(call) === 'minimal'
      ? behind('Google', 'Thinking level MINIMAL is not supported for this model.')
      : undefined,
  /** A model without a setting for how much it thinks. */
  'no-reasoning': (call) =>
    call.body['reasoning'] === undefined && call.body['reasoning_effort'] === undefined
      ? undefined
      : openaiError(
          'Unrecognized request argument supplied: reasoning_effort',
          'invalid_request_error',
          'reasoning_effort',
        ),
  /** No endpoint of the model keeps the data policy. */
  'data-policy': (call) =>
    (call.body['provider'] as { data_collection?: unknown } | undefined)?.data_collection === 'deny'
      ? routerError(
          404,
          'No endpoints found matching your data policy (Paid model training). Configure: https://openrouter.ai/settings/privacy',
        )
      : undefined,
  /** A small balance: without a cap the model's maximum is assumed. */
  'low-balance': (call) =>
    Number(call.body['max_tokens'] ?? call.body['max_completion_tokens'] ?? 65_536) > 20_000
      ? routerError(
          402,
          'This request requires more credits, or fewer max_tokens. You requested up to 65536 tokens, but can only afford 20000.',
        )
      : undefined,
  /** Every second call while others run: passes by itself. */
  'in-flight-budget': (call) =>
    call.callIndex % 2 === 0
      ? {
          ...routerError(402, 'Your requests in flight exceed your balance.', {
            limit_source: 'openrouter_in_flight_budget',
          }),
          headers: { 'retry-after': '0' },
        }
      : undefined,
  'weight-exceeds-budget': () =>
    routerError(402, 'The request exceeds the budget.', { limit_source: 'weight_exceeds_budget' }),
  'key-limit': () => routerError(403, 'Key limit exceeded (total limit).', { limit_source: 'openrouter_key_limit' }),
  /** No answer to any model of this name. */
  gone: (call) => routerError(404, `No endpoints found for ${String(call.body['model'])}.`),
} as const satisfies Readonly<Record<string, Check>>;

export type FamilyName = keyof typeof families;
export const familyNames = Object.keys(families) as FamilyName[];

/** Families for all models, or by the model's id. */
export type FamilySpec = readonly FamilyName[] | Readonly<Record<string, readonly FamilyName[]>>;

/** What the families of a call's model refuse in it; undefined if they take it. */
export function refuse(spec: FamilySpec | undefined, call: FamilyCall): Refusal | undefined {
  const byModel = spec as Readonly<Record<string, readonly FamilyName[]>> | undefined;
  const names = Array.isArray(spec) ? (spec as readonly FamilyName[]) : (byModel?.[String(call.body['model'])] ?? []);
  for (const name of names) {
    const refusal = families[name](call);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function all(...checks: readonly Check[]): Check {
  return (call) => {
    for (const check of checks) {
      const refusal = check(call);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  };
}

/** https://platform.openai.com/docs/api-reference/chat/create */
const openaiFields = new Set(
  'model messages response_format modalities max_tokens max_completion_tokens reasoning_effort temperature top_p stream stream_options seed stop n user tools tool_choice parallel_tool_calls store metadata prediction presence_penalty frequency_penalty logit_bias logprobs top_logprobs service_tier verbosity prompt_cache_key safety_identifier audio web_search_options function_call functions'.split(
    ' ',
  ),
);

function refuseUnknownFields({ body }: FamilyCall): Refusal | undefined {
  const unknown = Object.keys(body).filter((field) => !openaiFields.has(field));
  if (unknown.length === 0) return undefined;
  const plural = unknown.length === 1 ? 'argument' : 'arguments';
  return openaiError(`Unrecognized request ${plural} supplied: ${unknown.join(', ')}`, 'invalid_request_error');
}

function unions(call: FamilyCall): number {
  return countUnions(schemaOf(call));
}

function schemaOf({ body }: FamilyCall): unknown {
  return (body['response_format'] as { json_schema?: { schema?: unknown } } | undefined)?.json_schema?.schema;
}

function formatOf({ body }: FamilyCall): string | undefined {
  return (body['response_format'] as { type?: string } | undefined)?.type;
}

function modalitiesOf({ body }: FamilyCall): readonly unknown[] {
  return Array.isArray(body['modalities']) ? (body['modalities'] as unknown[]) : [];
}

function effortOf({ body }: FamilyCall): unknown {
  return (body['reasoning'] as { effort?: unknown } | undefined)?.effort ?? body['reasoning_effort'];
}

function hasTemperature({ body }: FamilyCall): boolean {
  return body['temperature'] !== undefined && body['temperature'] !== 1;
}

/** OpenRouter's own error. */
function routerError(status: number, message: string, metadata?: Readonly<Record<string, unknown>>): Refusal {
  return { status, body: { error: { code: status, message, ...(metadata && { metadata }) }, user_id: 'user_demo' } };
}

/** What the provider behind OpenRouter refused. */
function behind(provider: string, raw: string): Refusal {
  return routerError(400, 'Provider returned error', { raw, provider_name: provider, is_byok: false });
}

/** The error of an OpenAI-compatible base. */
function openaiError(message: string, code: string, param: string | null = null): Refusal {
  return { status: 400, body: { error: { message, type: 'invalid_request_error', param, code } } };
}
