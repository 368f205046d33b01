import { isFlagging, statusIn } from './error-words.ts';
import { readWait } from './read-wait.ts';

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

const maxDepth = 4;
const messageKeys =
  'message Message msg error_msg status_msg errorMessage detail details error error_description reason title'.split(
    ' ',
  );

/**
 * Finds the error in an answer's body: `{error: {code, message, metadata}}` (OpenRouter, OpenAI), `{error: "text"}`,
 * `{error: true, message}`, `[{error: ...}]` (Google), `{object: "error", message}` (vLLM), `{type: "error", error}`
 * (Anthropic), `{detail}` (FastAPI), `{errors: [...]}`, `{title, detail, status}` (RFC 9457), `{base_resp}` (MiniMax),
 * `{error_code, error_msg}` (Baidu), `{code, message}` (Alibaba), `{message}`, or text.
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
  const message = [messageOf(error) ?? messageOf(outer), reasonBehind(metadata)]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
  return {
    status: statusIn(
      [
        fields['code'],
        fields['status'],
        fields['statusCode'],
        fields['status_code'],
        fields['error_code'],
        outer['code'],
        outer['status'],
        outer['statusCode'],
      ],
      words,
    ),
    message,
    isFlagged:
      Array.isArray(metadata['reasons']) || typeof metadata['flagged_input'] === 'string' || isFlagging(words, message),
    ...readWait(fields, metadata, message),
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
  const hasAnswer = Array.isArray(body['choices']);
  // Some gateways send the fields of an error with every answer, all of them empty.
  if (hasAnswer && isBlank(error)) return undefined;
  if (isObject(error))
    return (
      locate(error, false, depth + 1) ?? { error: Array.isArray(error) ? (error[0] as unknown) : error, outer: body }
    );
  if (error !== undefined && error !== null && error !== false && error !== '') return { error, outer: body };
  const [first] = Array.isArray(body['errors']) ? (body['errors'] as unknown[]) : [];
  if (first !== undefined) return locate(first, true, depth + 1) ?? { error: first, outer: body };
  const { base_resp: outcome } = body;
  if (isObject(outcome) && Number(outcome['status_code'] ?? 0) !== 0) return { error: outcome, outer: {} };
  const saysError =
    body['object'] === 'error' ||
    body['type'] === 'error' ||
    body['status'] === 'error' ||
    body['success'] === false ||
    (!hasAnswer && (typeof body['error_msg'] === 'string' || hasFailureCode(body)));
  const hasDetail = body['detail'] !== undefined && body['detail'] !== null;
  if (saysError || (!hasAnswer && hasDetail)) return { error: body, outer: {} };
  return isFailure && messageOf(body) !== undefined ? { error: body, outer: {} } : undefined;
}

/** `{code: "429", message}`, `{code: "Throttling.RateQuota", message}`; a code of 0, 200 or "success" is none. */
function hasFailureCode({ code, message, data, result }: Readonly<Record<string, unknown>>): boolean {
  if (typeof message !== 'string' || message === '' || isObject(data) || isObject(result)) return false;
  return typeof code === 'number' || typeof code === 'string'
    ? !/^(?:|0|2\d\d|ok|success\w*)$/i.test(String(code))
    : false;
}

function isBlank(value: unknown): boolean {
  if (isObject(value)) return Object.values(value).every(isBlank);
  return value === undefined || value === null || value === false || value === '' || value === 0 || value === '0';
}

/** The words of an error; of a validation (`detail: [{msg, loc}]`) those of its first fault. */
function messageOf(error: unknown, depth = 0): string | undefined {
  if (typeof error === 'string') return error;
  if (!isObject(error) || depth > maxDepth) return undefined;
  if (Array.isArray(error)) return messageOf(error[0], depth + 1);
  for (const key of messageKeys) {
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
