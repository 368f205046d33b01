/** A refusal as it is sent. */
export interface Refusal {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** OpenRouter's own error. */
export function routerError(status: number, message: string, metadata?: Readonly<Record<string, unknown>>): Refusal {
  return { status, body: { error: { code: status, message, ...(metadata && { metadata }) }, user_id: 'user_demo' } };
}

/** What the provider behind OpenRouter refused. */
export function behind(provider: string, raw: string): Refusal {
  return routerError(400, 'Provider returned error', { raw, provider_name: provider, is_byok: false });
}

/** The error of an OpenAI-compatible base. */
export function openaiError(message: string, code: string, param: string | null = null): Refusal {
  return { status: 400, body: { error: { message, type: 'invalid_request_error', param, code } } };
}
