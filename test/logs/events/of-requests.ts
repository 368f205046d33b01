import { Type } from '@sinclair/typebox';
import { count, dollars, err, jobType, type LogEvent, milliseconds, model, reason, status, words } from './fields.ts';

const oneOf = (names: readonly string[]) =>
  Type.Union(
    names.map((name) => Type.Literal(name)),
    { description: names.join(', ') },
  );

/** Events of requests, their jobs and their model calls. */
export const requestEvents = {
  'request.done': {
    about: 'A request ended, answered or not. Successful health checks are logged at debug.',
    levels: ['info', 'debug'],
    of: 'request',
    fields: {
      method: words('HTTP method'),
      route: words("the route's pattern; none if no route matches"),
      status: {
        ...status,
        description: 'status of the reply; 499 if the client disconnected before the reply was complete',
      },
      durationMs: milliseconds('from arrival to the last byte or the disconnect'),
    },
  },
  'request.failed': {
    about: 'An internal error: the client got a plain 500.',
    levels: ['error'],
    of: 'request',
    fields: { err: Type.Optional(err) },
  },
  'overload.refused': {
    about: 'A job was refused (503) because memory or the event loop is overloaded.',
    levels: ['warn'],
    of: 'request',
    fields: {
      type: words('eventLoopDelay, heapUsedBytes, rssBytes or eventLoopUtilization'),
      value: Type.Optional(Type.Number({ description: 'measured value, ms or bytes' })),
    },
  },
  'job.too_late': {
    about: 'A job was refused (503): with the current queue its first call would start after its deadline.',
    levels: ['warn'],
    of: 'request',
    fields: { lateMs: milliseconds('how long after the deadline its first call would start') },
  },
  'analytics.unavailable': {
    about: 'A report could not be read (503): the database is down or slow.',
    levels: ['warn'],
    of: 'request',
    fields: { reason },
  },
  'job.started': {
    about: 'A valid request became a job.',
    levels: ['info'],
    of: 'job',
    fields: { type: jobType, layers: count('requested layers') },
  },
  'job.ended': {
    about: 'A job ended.',
    levels: ['info'],
    of: 'job',
    fields: {
      type: jobType,
      status: oneOf(['completed', 'failed', 'cancelled']),
      durationMs: milliseconds('since its start'),
      errorCode: Type.Optional(Type.String({ pattern: '^EXPORTER_', description: 'why it failed or was cancelled' })),
      layersRenamed: Type.Optional(count('renamed layers')),
      promptFile: Type.Optional(words('the prompt that was used')),
      modelCalls: count('model calls, each attempt counted'),
      promptTokens: count('input tokens'),
      completionTokens: count('output tokens'),
      costUsd: dollars('as the provider reports it'),
      unpricedCalls: count('calls that did not report their cost'),
      imagesMade: count('generated pictures'),
    },
  },
  'provider.failed': {
    about: 'A model call failed after all retries; its layers keep their names or its picture is missing.',
    levels: ['warn'],
    of: 'job',
    fields: {
      fault: Type.Optional(oneOf(['transport', 'status', 'refused', 'empty', 'length', 'circuit'])),
      status: Type.Optional({ ...status, description: "the provider's status" }),
      reason: Type.String({
        maxLength: 400,
        description: "the provider's message, shortened, without long runs of letters",
      }),
    },
  },
  'model.adapted': {
    about: 'A model rejected a request option; calls to it change from now on.',
    levels: ['warn'],
    of: 'process',
    fields: {
      model,
      change: words('what is sent instead'),
      reason: words("the provider's message, without any part of the request"),
    },
  },
  'circuit.changed': {
    about: 'The circuit breaker of a model opened (no calls), half-opened (one test call) or closed (normal).',
    levels: ['info', 'warn'],
    of: 'process',
    fields: { model, state: oneOf(['open', 'half-open', 'closed']) },
  },
} as const satisfies Record<string, LogEvent>;
