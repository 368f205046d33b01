import { type TSchema, Type } from '@sinclair/typebox';

/** The levels of pino, as the lines name them. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One log event and the fields of its lines; other fields are not allowed. */
export interface LogEvent {
  readonly about: string;
  readonly levels: readonly LogLevel[];
  /**
   * What these lines belong to: the process, a request (with `requestId`) or a job (with `requestId` and `jobId`). A
   * request's lines also have the `jobId` once its job has started.
   */
  readonly of: 'process' | 'request' | 'job';
  /** In addition to those of every line. */
  readonly fields: Readonly<Record<string, TSchema>>;
}

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** Common fields; the event decides which of them a line has. */
export const commonFields = {
  level: Type.Union(
    logLevels.map((level) => Type.Literal(level)),
    { description: 'trace, debug, info, warn, error, fatal' },
  ),
  time: Type.String({
    pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$',
    description: 'ISO 8601, UTC, milliseconds',
  }),
  service: Type.Literal('figma-exporter-ai', { description: 'always figma-exporter-ai' }),
  event: Type.String({ description: 'one of the events below' }),
  msg: Type.String({ description: 'for a person; may change with any release' }),
  requestId: Type.String({ pattern: uuid, description: 'the `requestId` of an error reply' }),
  jobId: Type.String({ pattern: uuid, description: 'the `jobId` of a reply, `id` in the table `jobs`' }),
  user: Type.String({
    pattern: '^[0-9a-f]{16}$',
    description: 'only with `LOG_USER=hash`: a hash of the e-mail address',
  }),
};

export const count = (description: string) => Type.Integer({ minimum: 0, description });
export const milliseconds = (description: string) => Type.Integer({ minimum: 0, description: `${description}, ms` });
export const dollars = (description: string) => Type.Number({ minimum: 0, description: `${description}, US dollars` });
export const words = (description: string) => Type.String({ maxLength: 1000, description });

export const reason = Type.String({
  maxLength: 400,
  description: "the database's or the system's error code, else a message",
});
export const status = Type.Integer({ minimum: 100, maximum: 599, description: 'status of the reply' });
export const model = words('as in the settings');
export const jobType = Type.Union([Type.Literal('rename-layers'), Type.Literal('generate-edits')], {
  description: 'rename-layers, generate-edits',
});

/** A JavaScript error. */
export const err = Type.Object(
  {
    type: words('class'),
    message: Type.String({ maxLength: 4000 }),
    stack: Type.String({ maxLength: 4000 }),
    code: Type.Optional(Type.String()),
  },
  { additionalProperties: false, description: '{ type, message, stack, code? }' },
);
