import type { Picture } from '../images/picture.ts';
import { ProviderError, statusError } from './provider-error.ts';
import { findError, type ReportedError } from './read-error.ts';
import { hasRefusal, readMessage } from './read-message.ts';
import { readRefusal } from './read-refusal.ts';
import { unwrapBody } from './unwrap-body.ts';

export interface ChatAnswer {
  /** Never empty unless there are pictures. */
  readonly content: string;
  /** The model stopped at its output cap: the end of the content is missing. */
  readonly isCutShort: boolean;
  /** Pictures as they came, not checked. Owned by the call's memory: code that needs one longer retains it. */
  readonly pictures: readonly Picture[];
  /** The model that answered, which may be another than the one asked. */
  readonly model: string | undefined;
}

/** The model that answered, as the answer names it. */
export function modelOf(body: unknown): string | undefined {
  const model: unknown = isObject(body) ? body['model'] : undefined;
  return typeof model === 'string' ? model : undefined;
}

/** How providers say that a filter stopped the answer: OpenAI, Google, Anthropic, Azure. */
const filterReasons =
  /content_filter|safety|prohibited|blocklist|spii|recitation|refus|moderation|blocked|guardrail|sensitive|toxic/i;
const capReasons = /^(?:length|max_tokens|max_output_tokens|model_length|token_limit|model_context_window_exceeded)$/i;

/**
 * The answer in a reply of the provider. Errors come as a status, as `error` in a 200, or inside the first choice, in
 * any shape that {@link findError} knows.
 *
 * @param retryAfterMs what the header `retry-after` asks for.
 * @throws ProviderError; `refused` if a filter or the model refused, `empty` if the answer holds neither text nor
 * picture, `length` if the output cap was reached before the first word.
 */
export function answerOf(status: number, reply: unknown, retryAfterMs: number | undefined): ChatAnswer {
  const generated = status === 400 ? refusedText(reply) : undefined;
  if (generated !== undefined) return { content: generated, pictures: [], isCutShort: false, model: modelOf(reply) };
  const reported = findError(reply, status !== 200);
  const body = unwrapBody(reply);
  if (reported !== undefined) throw toProviderError(status, reported, retryAfterMs);
  if (status !== 200) {
    throw statusError(status, 'no JSON that explains it', { retryAfterMs, refusal: readRefusal(status, '') });
  }
  if (!isObject(body) || Array.isArray(body)) {
    throw new ProviderError('transport', 'a 200 whose body is not a completion', { status, retryable: true });
  }
  const choice = pickChoice(body);
  const reasons = reasonsOf(choice);
  const failed = findError({ error: choice['error'] }, false);
  if (failed !== undefined) throw toProviderError(200, failed, retryAfterMs);
  if (choice['finish_reason'] === 'error') throw statusError(502, 'finish_reason error', { retryAfterMs });
  const message = messageOf(choice);
  const { content, pictures } = readMessage(message, body);
  const answer = { content, pictures, isCutShort: reasons.some((reason) => capReasons.test(reason)) };
  throwIfRefused(message, body, reasons, answer);
  throwIfEmpty(answer, reasons);
  return { ...answer, model: modelOf(body) };
}

/**
 * The first choice that holds an answer, or else the first: some gateways put text and tool calls into one choice each.
 */
function pickChoice(body: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const lists = [body['choices'], body['candidates'], body['results']];
  const choices: unknown = lists.find((list) => Array.isArray(list));
  const all = (Array.isArray(choices) ? (choices as unknown[]) : [body]).filter(isObject);
  const [first = {}] = all;
  if (all.length < 2 || first['error'] !== undefined) return first;
  return all.find((choice) => holdsAnswer(readMessage(messageOf(choice), {}))) ?? first;
}

function holdsAnswer({ content, pictures }: Pick<Read, 'content' | 'pictures'>): boolean {
  return content.trim() !== '' || pictures.length > 0;
}

function messageOf(choice: Readonly<Record<string, unknown>>): unknown {
  const { message, delta, text, generated_text: generated, messages } = choice;
  const whole = [text, generated].find((one) => typeof one === 'string');
  const last: unknown = Array.isArray(messages) ? messages.at(-1) : undefined;
  return message ?? delta ?? last ?? (whole === undefined ? choice : { content: whole });
}

/** Why the answer ended, in the words of every protocol. */
function reasonsOf(choice: Readonly<Record<string, unknown>>): string[] {
  const { incomplete_details: incomplete } = choice;
  return [
    choice['finish_reason'],
    choice['native_finish_reason'],
    choice['finishReason'],
    choice['stop_reason'],
    choice['stopReason'],
    choice['done_reason'],
    isObject(incomplete) ? incomplete['reason'] : undefined,
  ].filter((reason) => typeof reason === 'string');
}

/**
 * Groq answers 400 (`json_validate_failed`) to what its model wrote if that is not quite the schema, and sends it along:
 * a tolerant reader can use it.
 */
function refusedText(body: unknown): string | undefined {
  const error = isObject(body) ? body['error'] : undefined;
  const text = isObject(error) && error['code'] === 'json_validate_failed' ? error['failed_generation'] : undefined;
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

type Read = Pick<ChatAnswer, 'content' | 'pictures' | 'isCutShort'>;

function throwIfRefused(
  message: unknown,
  body: Readonly<Record<string, unknown>>,
  reasons: readonly string[],
  answer: Read,
): void {
  const isEmpty = !holdsAnswer(answer);
  const blocked = JSON.stringify(body['promptFeedback'] ?? body['prompt_feedback'] ?? '').includes('lock');
  const isFiltered =
    reasons.includes('content_filter') ||
    (isEmpty && (blocked || reasons.some((reason) => filterReasons.test(reason))));
  if (!isFiltered && !hasRefusal(message) && !(isEmpty && hasRefusal({ content: body['output'] }))) return;
  const why = reasons.find((reason) => filterReasons.test(reason));
  throw new ProviderError('refused', `the model refused${why === undefined ? '' : ` (${why.slice(0, 40)})`}`, {
    retryable: false,
  });
}

function throwIfEmpty({ isCutShort, ...answer }: Read, reasons: readonly string[]): void {
  if (holdsAnswer(answer)) return;
  if (isCutShort) {
    throw new ProviderError('length', 'the output cap was reached before the answer began', { retryable: false });
  }
  const why = reasons.length === 0 ? '' : ` (${reasons.join(', ').slice(0, 80)})`;
  throw new ProviderError('empty', `an answer with neither text nor picture${why}`, { retryable: true });
}

function toProviderError(status: number, reported: ReportedError, retryAfterMs: number | undefined): ProviderError {
  // A code may speak of the rate to whose limit the call is too large: sent again, it still is.
  const effective = status === 413 ? 413 : (reported.status ?? (status === 200 ? 502 : status));
  // The words of moderation quote the input, so they are left out. A 403 without it is about the key: a limit, a model
  // not allowed.
  const isAboutCall = reported.status === undefined && status === 200;
  if (reported.isFlagged && (isAboutCall || [400, 403, 422, 424, 446, 451].includes(effective))) {
    return new ProviderError('refused', `the provider answered ${effective}: its moderation flagged the content`, {
      status: effective,
      retryable: false,
    });
  }
  const words = wordsOf(reported);
  // Money reserved for running calls becomes free again; an account without credit stays empty, whatever the status.
  const isPassing = words.includes('in_flight_budget');
  const refusal = isPassing ? undefined : readRefusal(effective, words);
  const retryable =
    reported.retryable ??
    (isPassing ? true : refusal?.kind === 'credit' || refusal?.kind === 'key_limit' ? false : undefined);
  return statusError(effective, reported.message, {
    retryAfterMs: reported.retryAfterMs ?? retryAfterMs,
    refusal,
    ...(retryable === undefined ? {} : { retryable }),
  });
}

/** The message and whatever else names the reason: the field at fault, a code, the details that OpenRouter adds. */
function wordsOf({ message, field = '', codes, metadata }: ReportedError): string {
  const { error_type: type, limit_source: source } = metadata;
  return [message, field, ...codes, type, source].filter((word) => typeof word === 'string' && word !== '').join(' ');
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
