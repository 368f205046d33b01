import type { TSchema } from '@sinclair/typebox';
import type { LimitName } from '../limits/limit-name.ts';
import { errorExamples, replyExamples, requestExamples, streamExamples } from './examples.ts';

/** What the document says about a route: its schemas, and what a body's schema cannot express. */
export interface RouteFacts {
  /** The route's path. */
  readonly url?: string | undefined;
  readonly body?: TSchema | undefined;
  readonly replies?: Readonly<Record<string, TSchema>> | undefined;
  readonly limit?: LimitName | undefined;
  /** Schema of a line of its stream, if it has one. */
  readonly eventSchema?: TSchema | undefined;
  /** What `Authorization: Bearer` must contain. */
  readonly secret?: 'accessKey' | 'analyticsToken' | undefined;
  /** Whether what was made is kept under an `Idempotency-Key`. */
  readonly idempotent?: boolean | undefined;
}

export interface Operation {
  parameters?: object[];
  requestBody?: { required?: boolean; content: Record<string, object> };
  security?: object[];
  responses: Record<string, { description: string; headers?: object; content?: Record<string, object> }>;
}

/** Meaning of each status, for a person. */
const meanings: Readonly<Record<string, string>> = {
  200: 'Done.',
  400: 'Invalid request: `message` names the field.',
  401: 'The access key or token is missing or wrong.',
  408: 'The time limit passed before anything was finished.',
  411: 'The content-length header is missing.',
  413: 'The body is larger than BODY_LIMIT_MB.',
  415: 'The body is not application/json, or has a content-encoding.',
  429: 'Over a rate limit, or over a spending limit (`Budget exceeded`): retry after `retry-after` seconds.',
  500: 'Something went wrong on our side.',
  502: 'The AI provider refused, failed or gave an unusable answer.',
  503: 'Too many requests are waiting, the AI provider is unavailable or the service is shutting down: retry after `retry-after` seconds.',
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
const retryAfter = { 'retry-after': seconds('Seconds to wait before a retry.') };

const userHeader = {
  name: 'X-Figma-User',
  in: 'header',
  required: false,
  description: 'The user of an access key: each user has separate limits.',
  schema: { type: 'string', maxLength: 255 },
};
const idempotencyHeader = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description:
    'What was made under this key, names or variants, is used again for ten minutes: a retry pays only for the rest.',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
};

/**
 * Adds the route's schemas with their names, and describes headers, streams, secrets and the meaning of each status.
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
  // An empty requirement means that the key is optional.
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
    'Done: the whole reply, or with `Accept: application/x-ndjson` one event per line as soon as it is known. Ignore empty lines: they keep the connection open.';
  // A body's schema describes the whole body, here a text; the schema of its lines is next to it.
  const lines = {
    schema: { type: 'string', description: 'One event per line' },
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
