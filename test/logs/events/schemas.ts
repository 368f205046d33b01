import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { commonFields, type LogEvent } from './fields.ts';
import { recordEvents } from './of-records.ts';
import { requestEvents } from './of-requests.ts';
import { serviceEvents } from './of-service.ts';

/** Every event that the logger writes, by name. docs/logs.md is generated from it, and every line must match it. */
export const logEvents: Readonly<Record<string, LogEvent>> = { ...requestEvents, ...serviceEvents, ...recordEvents };

/**
 * The one line that bypasses the logger, so that no level hides it: a complete row that could not be written,
 * e-mail address included, for `npm run replay`.
 */
export const overflowLine = Type.Object(
  {
    level: Type.Literal('error'),
    time: commonFields.time,
    event: Type.Literal('record.overflow'),
    reason: Type.Union([Type.Literal('buffer_full'), Type.Literal('refused'), Type.Literal('closed')], {
      description: 'buffer full (buffer_full), refused by the server (refused), still unwritten at shutdown (closed)',
    }),
    sqlState: Type.Optional(
      Type.String({ pattern: '^[0-9A-Z]{5}$', description: "the server's error code, if it refused" }),
    ),
    table: Type.Union([Type.Literal('jobs'), Type.Literal('api_calls')], { description: 'jobs, api_calls' }),
    record: Type.Record(
      Type.String({ pattern: '^[a-z_]+$' }),
      Type.Union([Type.String(), Type.Number(), Type.Null()]),
      {
        description: 'the row, by column',
      },
    ),
  },
  { additionalProperties: false },
);

/** The schema of one event's line, as JSON Schema. */
export function schemaOf(name: string, { levels, of, fields }: LogEvent): TObject {
  const { time, service, msg, requestId, jobId, user } = commonFields;
  const inRequest: Record<string, TSchema> = { requestId, jobId: Type.Optional(jobId), user: Type.Optional(user) };
  const scopes: Record<LogEvent['of'], Record<string, TSchema>> = {
    // A library's line may come from within a request.
    process: name === 'library' ? { ...inRequest, requestId: Type.Optional(requestId) } : {},
    request: inRequest,
    job: { ...inRequest, jobId },
  };
  const level = Type.Union(levels.map((each) => Type.Literal(each)));
  const line = { level, time, service, event: Type.Literal(name), msg, ...scopes[of], ...fields };
  return Type.Object(line, { additionalProperties: false });
}

/** The schema of every line, by the name of its event. */
export function lineSchemas(): ReadonlyMap<string, TObject> {
  const schemas = new Map<string, TObject>(
    Object.entries(logEvents).map(([name, event]) => [name, schemaOf(name, event)]),
  );
  return schemas.set('record.overflow', overflowLine);
}
