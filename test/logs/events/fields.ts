import { type TSchema, Type } from '@sinclair/typebox';

/** The levels of pino, as the lines name them. */
export const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
export type LogLevel = (typeof logLevels)[number];

/** One event of the log: what its lines tell, and nothing else. */
export interface LogEvent {
  readonly about: string;
  readonly levels: readonly LogLevel[];
  /**
   * Whose lines these are: the process', a request's (with `requestId`), or a job's (with `requestId` and `jobId`). A
   * request's lines are its job's too where it has begun one.
   */
  readonly of: 'process' | 'request' | 'job';
  /** Beside those that every line has. */
  readonly fields: Readonly<Record<string, TSchema>>;
}

const uuid = '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$';

/** What lines have in common; which of them a line has, its event says. */
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
  event: Type.String({ description: 'which of the events below' }),
  msg: Type.String({ description: 'for a person; may change with any release' }),
  requestId: Type.String({ pattern: uuid, description: 'the `requestId` of an error reply' }),
  jobId: Type.String({ pattern: uuid, description: 'the `jobId` of a reply, `id` in the table `jobs`' }),
  user: Type.String({
    pattern: '^[0-9a-f]{16}$',
    description: 'with `LOG_USER=hash` alone: a mark of the e-mail address',
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
export const model = words('as the settings name it');
export const jobType = Type.Union([Type.Literal('rename-layers'), Type.Literal('generate-edits')], {
  description: 'rename-layers, generate-edits',
});

/** An error of the program's own, for its developers. */
export const err = Type.Object(
  {
    type: words('class'),
    message: Type.String({ maxLength: 4000 }),
    stack: Type.String({ maxLength: 4000 }),
    code: Type.Optional(Type.String()),
  },
  { additionalProperties: false, description: '{ type, message, stack, code? }' },
);
