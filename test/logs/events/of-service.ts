import { Type } from '@sinclair/typebox';
import { count, dollars, err, type LogEvent, logLevels, model, reason, status, words } from './fields.ts';

const url = words('URL');
const port = Type.Integer({ minimum: 1, maximum: 65_535, description: 'TCP port' });

/** What the process tells of its start, its end and what it found then. */
export const serviceEvents = {
  'service.started': {
    about: 'It listens.',
    levels: ['info'],
    of: 'process',
    fields: { url, provider: words('openrouter or demo') },
  },
  'service.stopping': {
    about: 'It was told to stop: requests under way are answered, new ones get 503.',
    levels: ['info'],
    of: 'process',
    fields: { signal: Type.Optional(words('SIGTERM, SIGINT ...; none after a crash')) },
  },
  'service.stopped': {
    about: 'All is answered and written; the process ends.',
    levels: ['info'],
    of: 'process',
    fields: {},
  },
  'service.crashed': {
    about: 'An error that nobody caught: the process stops and exits 1.',
    levels: ['fatal'],
    of: 'process',
    fields: { err },
  },
  'service.start_failed': {
    about: 'It could not start, and exits 1; without `err` it is a port that is taken.',
    levels: ['fatal'],
    of: 'process',
    fields: { err: Type.Optional(err) },
  },
  'metrics.started': { about: 'Prometheus finds the metrics.', levels: ['info'], of: 'process', fields: { port } },
  'demo.provider': {
    about: 'No key is set: names are made on this machine, by no model.',
    levels: ['warn'],
    of: 'process',
    fields: { url },
  },
  'key.refused': {
    about: 'At start: the provider refuses the key. No call will succeed.',
    levels: ['warn'],
    of: 'process',
    fields: { status: { ...status, description: "the provider's status" } },
  },
  'key.low': {
    about: 'At start: the key has less than a dollar left.',
    levels: ['warn'],
    of: 'process',
    fields: { limitRemainingUsd: Type.Number({ description: 'what is left, US dollars' }) },
  },
  'model.unknown': {
    about: 'At start: the provider has no such model.',
    levels: ['warn'],
    of: 'process',
    fields: { model },
  },
  'model.ending': {
    about: 'At start: the provider takes a model away within 60 days.',
    levels: ['warn'],
    of: 'process',
    fields: { model, endsOn: words('YYYY-MM-DD'), days: Type.Integer({ description: 'days till then' }) },
  },
  'provider.unchecked': {
    about: 'At start: the provider could not be asked for its models.',
    levels: ['warn'],
    of: 'process',
    fields: {
      reason: Type.Optional(reason),
      status: Type.Optional({ ...status, description: "the provider's status" }),
    },
  },
  'telemetry.failed': {
    about: 'Traces and metrics could not be sent to the collector; reported again only after it has worked.',
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
  'limits.shared': {
    about: 'Redis is reached: limits count for all machines that share it.',
    levels: ['info'],
    of: 'process',
    fields: {},
  },
  'limits.local': {
    about: 'Redis is away: limits count in this process alone until it is back.',
    levels: ['warn'],
    of: 'process',
    fields: { reason: { ...reason, description: "the system's error code, else Redis' or its client's message" } },
  },
  'budget.local': {
    about: 'The database does not answer: this process counts spending by itself.',
    levels: ['warn'],
    of: 'process',
    fields: {},
  },
  'budget.lost': {
    about: 'Spending that was not counted against the day: the database took it no more.',
    levels: ['warn'],
    of: 'process',
    fields: { jobs: count('jobs'), usd: dollars('in all'), reason },
  },
  'prompts.changed': {
    about: 'Styles came, changed or went; at start, those that are there.',
    levels: ['info'],
    of: 'process',
    fields: {
      changed: Type.Array(Type.String(), { description: 'file names' }),
      removed: Type.Array(Type.String(), { description: 'file names' }),
    },
  },
  'prompts.unusable': {
    about: 'A style cannot be used; the text it had before stays.',
    levels: ['warn'],
    of: 'process',
    fields: { promptFile: words('file name; `.` is the folder'), reason: words('what is wrong with it') },
  },
  library: {
    about: 'What a library says: Fastify that it listens, an error of a connection.',
    levels: logLevels,
    of: 'process',
    fields: { err: Type.Optional(err) },
  },
} as const satisfies Record<string, LogEvent>;
