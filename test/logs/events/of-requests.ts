import { Type } from '@sinclair/typebox';
import { count, dollars, err, jobType, type LogEvent, milliseconds, model, reason, status, words } from './fields.ts';

const oneOf = (names: readonly string[]) =>
  Type.Union(
    names.map((name) => Type.Literal(name)),
    { description: names.join(', ') },
  );

/** What requests, their jobs and their model calls tell. */
export const requestEvents = {
  'request.done': {
    about: 'A request is over, answered or not. Health checks that go well are told at debug.',
    levels: ['info', 'debug'],
    of: 'request',
    fields: {
      method: words('HTTP method'),
      route: words("the route's pattern; none where there is no such route"),
      status: {
        ...status,
        description: 'status of the reply; 499 where the connection ended before the reply was whole',
      },
      durationMs: milliseconds('from arrival to the last byte, or to the leaving'),
    },
  },
  'request.failed': {
    about: 'A fault of the service itself: the client got a plain 500.',
    levels: ['error'],
    of: 'request',
    fields: { err: Type.Optional(err) },
  },
  'overload.refused': {
    about: 'A job was refused (503) to keep the process alive.',
    levels: ['warn'],
    of: 'request',
    fields: {
      type: words('eventLoopDelay, heapUsedBytes, rssBytes or eventLoopUtilization'),
      value: Type.Optional(Type.Number({ description: 'what was measured, ms or bytes' })),
    },
  },
  'job.too_late': {
    about: 'A job was refused (503): so many wait that not even its first call would start in its time.',
    levels: ['warn'],
    of: 'request',
    fields: { lateMs: milliseconds('its first call would start after the deadline') },
  },
  'analytics.unavailable': {
    about: 'A report could not be read (503): the database is away or slow.',
    levels: ['warn'],
    of: 'request',
    fields: { reason },
  },
  'job.started': {
    about: 'A checked request became a job: its row is on the way.',
    levels: ['info'],
    of: 'job',
    fields: { type: jobType, layers: count('layers asked for') },
  },
  'job.ended': {
    about: 'A job is over.',
    levels: ['info'],
    of: 'job',
    fields: {
      type: jobType,
      status: oneOf(['completed', 'failed', 'cancelled']),
      durationMs: milliseconds('from its start'),
      errorCode: Type.Optional(Type.String({ pattern: '^EXPORTER_', description: 'why it failed or was cancelled' })),
      layersRenamed: Type.Optional(count('layers that have a new name')),
      promptFile: Type.Optional(words('the style that was used')),
      modelCalls: count('calls to models, tries counted each'),
      promptTokens: count('tokens sent'),
      completionTokens: count('tokens answered'),
      costUsd: dollars('what the provider counted'),
      unpricedCalls: count('calls that did not report their cost'),
      imagesMade: count('pictures made'),
    },
  },
  'provider.failed': {
    about: 'A model call failed for good; its layers or its picture go without.',
    levels: ['warn'],
    of: 'job',
    fields: {
      fault: Type.Optional(oneOf(['transport', 'status', 'refused', 'empty', 'length', 'circuit'])),
      status: Type.Optional({ ...status, description: "the provider's status" }),
      reason: Type.String({ maxLength: 400, description: "the provider's words, cut, long runs of letters left out" }),
    },
  },
  'model.adapted': {
    about: 'A model does not take what it was asked for; calls to it change from now on.',
    levels: ['warn'],
    of: 'process',
    fields: {
      model,
      change: words('what is asked instead'),
      reason: words("the provider's words, without anything of the request"),
    },
  },
  'circuit.changed': {
    about: 'A model is left alone (open), tried again (half-open) or asked as usual (closed).',
    levels: ['info', 'warn'],
    of: 'process',
    fields: { model, state: oneOf(['open', 'half-open', 'closed']) },
  },
} as const satisfies Record<string, LogEvent>;
