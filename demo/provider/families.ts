import {
  countUnionsOf,
  effortOf,
  type FamilyCall,
  formatOf,
  hasTemperature,
  modalitiesOf,
  schemaOf,
  unknownFields,
} from './family-call.ts';
import { behind, openaiError, type Refusal, routerError } from './refusals.ts';
import { countOptional, findAnyOfSiblings, findOpenObjects, usesBounds } from './schema-limits.ts';

type Check = (call: FamilyCall) => Refusal | undefined;

/**
 * What families of models and gateways refuse although others accept it, each with the status and message observed.
 * Through OpenRouter, the message of the provider behind it is in `metadata.raw`.
 */
export const families = {
  /** Anthropic: 16 unions, 24 optional parameters, no temperature but 1. */
  claude: all(
    (call) =>
      countUnionsOf(call) > 16
        ? behind(
            'Anthropic',
            `Schemas contains too many parameters with union types (${countUnionsOf(call)} parameters with type arrays or anyOf, limit: 16). Reduce the number of nullable or union-typed parameters.`,
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
  /** OpenAI's own base: no unknown fields, only strict schemas, `max_completion_tokens`, no temperature but 1. */
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
  /** DeepSeek's own base: only json_object, and only with the word "json" in the prompt. */
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
  /** A base without response_format. */
  'no-response-format': (call) =>
    formatOf(call) === undefined
      ? undefined
      : openaiError('Unrecognized request argument supplied: response_format', 'invalid_request_error'),
  /** OpenRouter, if no endpoint of the model accepts the parameters. */
  'no-parameters': (call) =>
    formatOf(call) === 'json_schema'
      ? routerError(
          404,
          'No endpoints found that can handle the requested parameters. To learn more about provider routing, visit: https://openrouter.ai/docs/provider-routing',
        )
      : undefined,
  /** vLLM with its default of one picture a request, through OpenRouter: the reason is only in metadata.raw. */
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
  /** Models that only draw: they have no text output. */
  flux: (call) =>
    modalitiesOf(call).includes('text')
      ? routerError(404, 'No endpoints found that support the requested output modalities: image, text')
      : undefined,
  /** A model that does not support the lowest reasoning effort. */
  gemini: (call) =>
    effortOf(call) === 'minimal'
      ? behind('Google', 'Thinking level MINIMAL is not supported for this model.')
      : undefined,
  /** A model without a reasoning setting. */
  'no-reasoning': (call) =>
    call.body['reasoning'] === undefined && call.body['reasoning_effort'] === undefined
      ? undefined
      : openaiError(
          'Unrecognized request argument supplied: reasoning_effort',
          'invalid_request_error',
          'reasoning_effort',
        ),
  /** No endpoint of the model complies with the data policy. */
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
  /** Refuses every second call; a retry succeeds. */
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
  /** A model that no longer exists. */
  gone: (call) => routerError(404, `No endpoints found for ${String(call.body['model'])}.`),
} as const satisfies Readonly<Record<string, Check>>;

export type FamilyName = keyof typeof families;
export const familyNames = Object.keys(families) as FamilyName[];

/** Families for all models, or by the model's id. */
export type FamilySpec = readonly FamilyName[] | Readonly<Record<string, readonly FamilyName[]>>;

/** Why a family of the call's model refuses it; undefined if all accept it. */
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

function refuseUnknownFields(call: FamilyCall): Refusal | undefined {
  const unknown = unknownFields(call);
  if (unknown.length === 0) return undefined;
  const plural = unknown.length === 1 ? 'argument' : 'arguments';
  return openaiError(`Unrecognized request ${plural} supplied: ${unknown.join(', ')}`, 'invalid_request_error');
}
