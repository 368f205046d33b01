import { type DemoOptions, defaultModels } from './options.ts';

/** What GET /models or GET /key answers; undefined for any other path. */
export function answerLookup(path: string, options: DemoOptions): { data: unknown } | undefined {
  if (path.endsWith('/models')) return { data: (options.models ?? defaultModels).map(describeModel) };
  if (!path.endsWith('/key')) return undefined;
  const left = options.limitRemaining ?? null;
  const limit = left === null ? null : Math.max(10, left);
  const usage = limit === null ? 0 : limit - (left ?? 0);
  return { data: { label: 'demo', limit, limit_remaining: left, usage, is_free_tier: false } };
}

function describeModel(model: { id: string; expirationDate?: string }) {
  const pictures = model.id.includes('image');
  return {
    id: model.id,
    name: model.id,
    created: 1_767_225_600,
    context_length: 1_000_000,
    architecture: {
      input_modalities: ['text', 'image'],
      output_modalities: pictures ? ['image', 'text'] : ['text'],
    },
    pricing: { prompt: '0.0000003', completion: '0.0000025', image: '0', request: '0' },
    expiration_date: model.expirationDate ?? null,
  };
}
