import { Type } from '@sinclair/typebox';
import { count, dollars, err, type LogEvent, logLevels, model, reason, status, words } from './fields.ts';

const url = words('URL');
const port = Type.Integer({ minimum: 1, maximum: 65_535, description: 'TCP port' });

/** Events of the process: start, checks at startup, stop. */
export const serviceEvents = {
  'service.started': {
    about: 'The service listens.',
    levels: ['info'],
    of: 'process',
    fields: { url, provider: words('openrouter or demo') },
  },
  'service.stopping': {
    about: 'The service stops: requests in progress are finished, new ones get 503.',
    levels: ['info'],
    of: 'process',
    fields: { signal: Type.Optional(words('SIGTERM, SIGINT ...; none after a crash')) },
  },
  'service.stopped': {
    about: 'Everything is answered and written; the process exits.',
    levels: ['info'],
    of: 'process',
    fields: {},
  },
  'service.crashed': {
    about: 'An uncaught error: the process stops and exits 1.',
    levels: ['fatal'],
    of: 'process',
    fields: { err },
  },
  'service.start_failed': {
    about: 'The service could not start and exits 1; without `err` the message names a port or host to change.',
    levels: ['fatal'],
    of: 'process',
    fields: { err: Type.Optional(err) },
  },
  'metrics.started': { about: 'Metrics are served.', levels: ['info'], of: 'process', fields: { port } },
  'demo.provider': {
    about: 'No key is set: the local demo provider makes the names, without a model.',
    levels: ['warn'],
    of: 'process',
    fields: { url },
  },
  'key.refused': {
    about: 'At startup: the provider refuses the key. No call will succeed.',
    levels: ['warn'],
    of: 'process',
    fields: { status: { ...status, description: "the provider's status" } },
  },
  'key.low': {
    about: 'At startup: the key has less than a dollar left.',
    levels: ['warn'],
    of: 'process',
    fields: { limitRemainingUsd: Type.Number({ description: 'what is left, US dollars' }) },
  },
  'model.unknown': {
    about: 'At startup: the provider does not have this model.',
    levels: ['warn'],
    of: 'process',
    fields: { model },
  },
  'model.ending': {
    about: 'At startup: the provider removes a model within 60 days.',
    levels: ['warn'],
    of: 'process',
    fields: { model, endsOn: words('YYYY-MM-DD'), days: Type.Integer({ description: 'days until then' }) },
  },
  'provider.unchecked': {
    about: 'At startup: the list of models could not be read from the provider.',
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
    about: 'Redis is connected: rate limits are shared by all machines that use it.',
    levels: ['info'],
    of: 'process',
    fields: {},
  },
  'limits.local': {
    about: 'Redis is unavailable: rate limits count in this process only until it is back.',
    levels: ['warn'],
    of: 'process',
    fields: { reason: { ...reason, description: "the system's error code, else Redis' or its client's message" } },
  },
  'budget.local': {
    about: 'The database does not answer: this process counts spending on its own.',
    levels: ['warn'],
    of: 'process',
    fields: {},
  },
  'budget.lost': {
    about: 'Spending could not be stored and is missing from the daily budget.',
    levels: ['warn'],
    of: 'process',
    fields: { jobs: count('jobs'), usd: dollars('in all'), reason },
  },
  'prompts.changed': {
    about: 'Prompts were added, changed or removed; at startup, the existing ones.',
    levels: ['info'],
    of: 'process',
    fields: {
      changed: Type.Array(Type.String(), { description: 'file names' }),
      removed: Type.Array(Type.String(), { description: 'file names' }),
    },
  },
  'prompts.unusable': {
    about: 'A prompt file cannot be used; its previous text stays in use.',
    levels: ['warn'],
    of: 'process',
    fields: { promptFile: words('file name; `.` is the folder'), reason: words('what is wrong with it') },
  },
  library: {
    about: 'A message from a library, such as a connection error.',
    levels: logLevels,
    of: 'process',
    fields: { err: Type.Optional(err) },
  },
} as const satisfies Record<string, LogEvent>;
