import type { TSchema } from '@sinclair/typebox';
import type { LimitName } from '../limits/limit-name.ts';
import { errorExamples, replyExamples, requestExamples, streamExamples } from './examples.ts';

/** What the document tells of a route: its own schemas as they are, and what no schema of a body can tell. */
export interface RouteFacts {
  /** The route's path. */
  readonly url?: string | undefined;
  readonly body?: TSchema | undefined;
  readonly replies?: Readonly<Record<string, TSchema>> | undefined;
  readonly limit?: LimitName | undefined;
  /** The lines of its stream, where it has one. */
  readonly eventSchema?: TSchema | undefined;
  /** What `Authorization: Bearer` must hold. */
  readonly secret?: 'accessKey' | 'analyticsToken' | undefined;
  /** Whether names already made are kept under an `Idempotency-Key`. */
  readonly idempotent?: boolean | undefined;
}

export interface Operation {
  parameters?: object[];
  requestBody?: { required?: boolean; content: Record<string, object> };
  security?: object[];
  responses: Record<string, { description: string; headers?: object; content?: Record<string, object> }>;
}

/** Why a route answers so, for a person. */
const meanings: Readonly<Record<string, string>> = {
  200: 'Done.',
  400: 'A field does not fit: `message` names it.',
  401: 'The access key or token is missing or wrong.',
  408: 'The time limit passed with nothing finished.',
  411: 'There is no content-length.',
  413: 'The body is larger than BODY_LIMIT_MB.',
  415: 'The body is not application/json, or has a content-encoding.',
  429: 'Over a rate limit, or over a spending limit (`Budget exceeded`): `retry-after` tells when to come again.',
  500: 'Something went wrong on our side.',
  502: 'The AI provider refused, failed or answered nonsense.',
  503: 'Too much is waiting, the AI provider rests or the service is shutting down: `retry-after` tells when to come again.',
};

const seconds = (description: string) => ({ description, schema: { type: 'integer', minimum: 0 } });
const limitHeaders = {
  ratelimit: {
    description:
      'Requests left and seconds until the minute ends, as the current IETF draft has them: `"rename";r=9;t=50`.',
    schema: { type: 'string' },
  },
  'ratelimit-policy': {
    description: 'Requests in how many seconds, as the current IETF draft has it: `"rename";q=10;w=60`.',
    schema: { type: 'string' },
  },
  'ratelimit-limit': { description: 'Requests a minute.', schema: { type: 'integer', minimum: 1 } },
  'ratelimit-remaining': { description: 'Requests left in this minute.', schema: { type: 'integer', minimum: 0 } },
  'ratelimit-reset': seconds('Seconds until the minute ends.'),
};
const retryAfter = { 'retry-after': seconds('Seconds after which another try makes sense.') };

const userHeader = {
  name: 'X-Figma-User',
  in: 'header',
  required: false,
  description: "Which of an access key's users this is: each has limits of its own.",
  schema: { type: 'string', maxLength: 255 },
};
const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'For ten minutes the names already made under it are reused, so that a second try pays for the rest alone.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/**
 * Puts the route's own schemas in, with their names, and tells of headers, streams, secrets and why each reply comes.
 *
 * @param operation as @fastify/swagger makes it: changed here
 */
export function describeOperation(operation: Operation, facts: RouteFacts, keysAreOn: boolean): void {
  for (const [status, response] of Object.entries(operation.responses)) describeResponse(status, response, facts);
  const { body, secret, idempotent = false } = facts;
  if (body !== undefined) {
    const example = requestExamples[facts.url as keyof typeof requestExamples];
    operation.requestBody = { required: true, content: { 'application/json': { schema: body, example } } };
  }
  operation.security = [];
  if (secret === 'analyticsToken') operation.security = [{ analyticsToken: [] }];
  // An empty requirement says that it may be left out.
  if (secret === 'accessKey') operation.security = keysAreOn ? [{ accessKey: [] }] : [{}, { accessKey: [] }];
  const headers = [...(secret === 'accessKey' ? [userHeader] : []), ...(idempotent ? [idempotencyHeader] : [])];
  if (headers.length > 0) operation.parameters = [...(operation.parameters ?? []), ...headers];
}

function describeResponse(status: string, response: Operation['responses'][string], facts: RouteFacts): void {
  const { limit, eventSchema, replies } = facts;
  response.content = { 'application/json': { schema: replies?.[status] ?? {}, ...examplesOf(status, facts) } };
  if (response.description === 'Default Response') response.description = meanings[status] ?? 'Done.';
  const counted = limit !== undefined && status !== '401' && status !== '500';
  const headers = {
    ...(counted ? limitHeaders : {}),
    ...(limit !== undefined && ['429', '503'].includes(status) ? retryAfter : {}),
  };
  if (Object.keys(headers).length > 0) response.headers = headers;
  if (status !== '200' || eventSchema === undefined) return;
  response.description =
    'Done: the reply as a whole, or with `Accept: application/x-ndjson` one event a line, each as soon as it is known. Empty lines mean nothing: they keep the connection open.';
  // The schema of a body describes all of it: here a text, and the lines in it beside.
  const lines = {
    schema: { type: 'string', description: 'One event a line' },
    'x-line-schema': eventSchema,
    example: streamExamples[facts.url ?? ''],
  };
  response.content = { ...response.content, 'application/x-ndjson': lines };
}

function examplesOf(status: string, { url = '', replies }: RouteFacts): object {
  if (status === '200') return replyExamples[url] === undefined ? {} : { example: replyExamples[url] };
  const isError = (replies?.[status] as { $id?: string } | undefined)?.$id === 'ErrorReply';
  return isError ? { examples: errorExamples(status) } : {};
}
