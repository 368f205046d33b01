/** What a provider says about a failure, in any of the known shapes. */
export interface ReportedError {
  /** 400 to 599; undefined if the error does not say. */
  readonly status: number | undefined;
  /** For the operator's log: may quote the request. The reason behind the provider (`metadata.raw`) included. */
  readonly message: string;
  /** The content was flagged: by moderation, a safety filter, a usage policy. */
  readonly isFlagged: boolean;
  /** Whether the provider itself says that another attempt can succeed, and after how many milliseconds. */
  readonly retryable: boolean | undefined;
  readonly retryAfterMs: number | undefined;
  /** The field of the request at fault, as OpenAI (`param`) and FastAPI (`loc`) name it. */
  readonly field: string | undefined;
  /** Codes and types in words, such as `insufficient_quota`. */
  readonly codes: readonly string[];
  /** OpenRouter's details, such as `limit_source` of a 402. */
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** Errors that name no status: OpenAI's codes, Anthropic's types and gRPC's, which Google answers with. */
const statusByWord: Readonly<Record<string, number>> = {
  invalid_argument: 400,
  invalid_request_error: 400,
  invalid_request: 400,
  bad_request: 400,
  context_length_exceeded: 400,
  failed_precondition: 400,
  authentication_error: 401,
  invalid_api_key: 401,
  unauthenticated: 401,
  insufficient_quota: 402,
  insufficient_credits: 402,
  billing_error: 402,
  permission_error: 403,
  permission_denied: 403,
  not_found_error: 404,
  not_found: 404,
  model_not_found: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  rate_limit_exceeded: 429,
  too_many_requests: 429,
  resource_exhausted: 429,
  internal: 500,
  api_error: 500,
  server_error: 500,
  internal_server_error: 500,
  unavailable: 503,
  service_unavailable: 503,
  deadline_exceeded: 504,
  overloaded_error: 529,
  overloaded: 529,
};

const flagged =
  /content_policy|content_filter|contentfilter|responsibleai|moderation|safety|prohibited_content|blocklist/i;
const maxDepth = 4;

/**
 * Finds the error in an answer's body: `{error: {code, message, metadata}}` (OpenRouter, OpenAI), `{error: "text"}`,
 * `{error: true, message}`, `[{error: ...}]` (Google), `{object: "error", message}` (vLLM), `{type: "error", error}`
 * (Anthropic), `{detail}` (FastAPI), `{errors: [...]}`, `{title, detail, status}` (RFC 9457), `{message}`, or text.
 *
 * @param isFailure whether the status said that the call failed: then any message of the body counts.
 * @returns undefined if the body reports no error.
 */
export function findError(body: unknown, isFailure: boolean): ReportedError | undefined {
  const found = locate(body, isFailure, 0);
  if (found === undefined) return undefined;
  const { error, outer } = found;
  const fields = isObject(error) ? error : {};
  const metadata = isObject(fields['metadata']) ? fields['metadata'] : {};
  const words = [
    fields['code'],
    fields['type'],
    fields['status'],
    fields['error_type'],
    metadata['error_type'],
    outer['code'],
    outer['type'],
  ];
  return {
    status: statusIn(
      [
        fields['code'],
        fields['status'],
        fields['statusCode'],
        fields['status_code'],
        outer['code'],
        outer['status'],
        outer['statusCode'],
      ],
      words,
    ),
    message: [messageOf(error) ?? messageOf(outer), reasonBehind(metadata)]
      .filter((part) => part !== undefined && part !== '')
      .join(': '),
    isFlagged:
      Array.isArray(metadata['reasons']) ||
      typeof metadata['flagged_input'] === 'string' ||
      words.some((word) => typeof word === 'string' && flagged.test(word)),
    ...availability(fields),
    field: fieldOf(fields),
    codes: words.filter((word) => typeof word === 'string'),
    metadata,
  };
}

function fieldOf({ param, detail }: Readonly<Record<string, unknown>>): string | undefined {
  if (typeof param === 'string') return param;
  const [first] = Array.isArray(detail) ? (detail as unknown[]) : [];
  const loc = isObject(first) ? first['loc'] : undefined;
  return Array.isArray(loc) ? loc.join('.') : undefined;
}

function locate(
  body: unknown,
  isFailure: boolean,
  depth: number,
): { error: unknown; outer: Record<string, unknown> } | undefined {
  if (typeof body === 'string') return isFailure && body !== '' ? { error: body, outer: {} } : undefined;
  if (!isObject(body) || depth > maxDepth) return undefined;
  if (Array.isArray(body)) return body.length === 0 ? undefined : locate(body[0], isFailure, depth + 1);
  const { error } = body;
  if (isObject(error))
    return (
      locate(error, false, depth + 1) ?? { error: Array.isArray(error) ? (error[0] as unknown) : error, outer: body }
    );
  if (error !== undefined && error !== null && error !== false && error !== '') return { error, outer: body };
  const [first] = Array.isArray(body['errors']) ? (body['errors'] as unknown[]) : [];
  if (first !== undefined) return locate(first, true, depth + 1) ?? { error: first, outer: body };
  const saysError =
    body['object'] === 'error' || body['type'] === 'error' || body['status'] === 'error' || body['success'] === false;
  const hasAnswer = Array.isArray(body['choices']);
  const hasDetail = body['detail'] !== undefined && body['detail'] !== null;
  if (saysError || (!hasAnswer && hasDetail)) return { error: body, outer: {} };
  return isFailure && messageOf(body) !== undefined ? { error: body, outer: {} } : undefined;
}

/** The words of an error; of a validation (`detail: [{msg, loc}]`) those of its first fault. */
function messageOf(error: unknown, depth = 0): string | undefined {
  if (typeof error === 'string') return error;
  if (!isObject(error) || depth > maxDepth) return undefined;
  if (Array.isArray(error)) return messageOf(error[0], depth + 1);
  const keys = ['message', 'Message', 'msg', 'detail', 'details', 'error', 'error_description', 'reason', 'title'];
  for (const key of keys) {
    const message = messageOf(error[key], depth + 1);
    if (message !== undefined && message !== '') return message;
  }
  return undefined;
}

/** OpenRouter passes on what the provider behind it said: a text, or JSON in a text. */
function reasonBehind(metadata: Readonly<Record<string, unknown>>): string | undefined {
  const { raw } = metadata;
  if (raw === undefined || raw === null) return undefined;
  const inner = typeof raw === 'string' ? parse(raw) : raw;
  const found = findError(inner, true)?.message;
  const reason = found === undefined || found === '' ? (typeof raw === 'string' ? raw : undefined) : found;
  if (reason === undefined) return undefined;
  return typeof metadata['provider_name'] === 'string' ? `${metadata['provider_name']}: ${reason}` : reason;
}

function statusIn(numbers: readonly unknown[], words: readonly unknown[]): number | undefined {
  const number = numbers.map(Number).find((code) => Number.isInteger(code) && code >= 400 && code < 600);
  if (number !== undefined) return number;
  for (const word of words) {
    const status = typeof word === 'string' ? statusByWord[word.toLowerCase()] : undefined;
    if (status !== undefined) return status;
  }
  return undefined;
}

function availability(fields: Readonly<Record<string, unknown>>): Pick<ReportedError, 'retryable' | 'retryAfterMs'> {
  const said = isObject(fields['availability']) ? fields['availability'] : {};
  const seconds = said['retry_after'] ?? fields['retry_after'];
  return {
    retryable: typeof said['retryable'] === 'boolean' ? said['retryable'] : undefined,
    retryAfterMs: typeof seconds === 'number' && seconds >= 0 ? seconds * 1000 : retryDelayMs(fields['details']),
  };
}

/** Google's `details: [{ "@type": ".../RetryInfo", "retryDelay": "7s" }]`. */
function retryDelayMs(details: unknown): number | undefined {
  if (!Array.isArray(details)) return undefined;
  const delays = details.map((detail: unknown) => (isObject(detail) ? detail['retryDelay'] : undefined));
  const delay = delays.find((value) => typeof value === 'string' && /^\d+(?:\.\d+)?s$/.test(value));
  return delay === undefined ? undefined : Number.parseFloat(delay as string) * 1000;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
