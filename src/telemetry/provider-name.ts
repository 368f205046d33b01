/** Names that the conventions give to well-known providers, by the end of their host. */
const wellKnown: readonly (readonly [host: string, name: string])[] = [
  ['openrouter.ai', 'openrouter'],
  ['api.openai.com', 'openai'],
  ['openai.azure.com', 'azure.ai.openai'],
  ['generativelanguage.googleapis.com', 'gcp.gemini'],
  ['aiplatform.googleapis.com', 'gcp.vertex_ai'],
  ['api.anthropic.com', 'anthropic'],
  ['api.mistral.ai', 'mistral_ai'],
  ['api.groq.com', 'groq'],
  ['api.deepseek.com', 'deepseek'],
  ['api.x.ai', 'x_ai'],
  ['api.perplexity.ai', 'perplexity'],
];

/**
 * `gen_ai.provider.name` (https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/): a well-known name
 * if the host has one, else `openai` for its protocol, as the conventions ask.
 */
export function providerNameOf(provider: 'openrouter' | 'demo', baseUrl: string): string {
  if (provider === 'demo') return 'demo';
  const { hostname } = new URL(baseUrl);
  return wellKnown.find(([host]) => hostname === host || hostname.endsWith(`.${host}`))?.[1] ?? 'openai';
}
