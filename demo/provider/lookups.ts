import { type DemoModel, type DemoOptions, defaultModels } from './options.ts';

/**
 * What OpenRouter's lookups answer: GET /models (with `?output_modalities=image`), /models/user, /models/count, one
 * model under /model/:id (OpenRouter) or /models/:id (OpenAI), and GET /key. Undefined for any other path.
 */
export function answerLookup(path: string, query: URLSearchParams, options: DemoOptions): object | undefined {
  const models = (options.models ?? defaultModels).map(describeModel);
  if (/\/models(?:\/user)?$/.test(path)) {
    const data = models.filter((model) => hasModality(model, query));
    return { data, links: { next: null }, total_count: data.length };
  }
  if (path.endsWith('/models/count')) return { data: { count: models.length } };
  if (path.endsWith('/key')) return { data: describeKey(options.limitRemaining ?? null) };
  const id = /\/models?\/(.+)$/.exec(path)?.[1];
  const model = id === undefined ? undefined : models.find((known) => known.id === decodeURIComponent(id));
  return model && { ...model, object: 'model', owned_by: 'demo', data: model };
}

/** OpenRouter lists models that only draw if they are asked for. */
function hasModality(model: ReturnType<typeof describeModel>, query: URLSearchParams): boolean {
  const wanted = query.get('output_modalities')?.split(',') ?? ['text'];
  return wanted.includes('all') || wanted.some((modality) => model.architecture.output_modalities.includes(modality));
}

function describeModel(model: DemoModel) {
  const outputs = model.outputModalities ?? (model.id.includes('image') ? ['image', 'text'] : ['text']);
  const inputs = model.inputModalities ?? ['text', 'image'];
  return {
    id: model.id,
    canonical_slug: model.id,
    hugging_face_id: '',
    name: model.id,
    created: 1_767_225_600,
    description: 'A model of the local provider.',
    context_length: 1_000_000,
    architecture: {
      modality: `${inputs.join('+')}->${outputs.join('+')}`,
      input_modalities: inputs,
      output_modalities: outputs,
      tokenizer: 'Other',
      instruct_type: null,
    },
    pricing: { prompt: '0.0000003', completion: '0.0000025', image: '0', request: '0', ...model.pricing },
    top_provider: { context_length: 1_000_000, max_completion_tokens: 65_536, is_moderated: false },
    per_request_limits: null,
    supported_parameters: model.supportedParameters ?? supportedParameters,
    supported_voices: null,
    default_parameters: null,
    expiration_date: model.expirationDate ?? null,
    links: { details: `/api/v1/models/${model.id}/endpoints` },
  };
}

const supportedParameters = [
  'max_tokens',
  'reasoning',
  'include_reasoning',
  'response_format',
  'structured_outputs',
  'seed',
  'stop',
  'temperature',
  'top_p',
];

/** @param left dollars; null is "no limit". */
function describeKey(left: number | null) {
  const limit = left === null ? null : Math.max(10, left);
  const usage = limit === null ? 0 : limit - (left ?? 0);
  return {
    label: 'demo',
    limit,
    limit_remaining: left,
    limit_reset: null,
    usage,
    usage_daily: usage,
    usage_weekly: usage,
    usage_monthly: usage,
    byok_usage: 0,
    byok_usage_daily: 0,
    byok_usage_weekly: 0,
    byok_usage_monthly: 0,
    include_byok_in_limit: false,
    is_free_tier: false,
    is_management_key: false,
    is_provisioning_key: false,
    creator_user_id: null,
    organization_id: null,
    workspace_id: null,
    allowed_data_regions: ['global'],
    free_model_daily_requests: { limit: 1000, remaining: 1000, used: 0 },
    rate_limit: { requests: -1, interval: '10s', note: 'This field is deprecated and safe to ignore.' },
    expires_at: null,
  };
}
