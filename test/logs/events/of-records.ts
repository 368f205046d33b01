import { Type } from '@sinclair/typebox';
import { count, err, type LogEvent, reason, words } from './fields.ts';

/** What the database, its schema and the record tell. */
export const recordEvents = {
  'database.off': { about: '`DATABASE_URL=off`: nothing is recorded.', levels: ['warn'], of: 'process', fields: {} },
  'database.embedded': {
    about: 'The Postgres of a development machine is ready.',
    levels: ['info'],
    of: 'process',
    fields: { url: words('URL'), dataDir: words('folder') },
  },
  'database.embedded_restarted': {
    about: 'The Postgres of a development machine was gone and runs again.',
    levels: ['warn'],
    of: 'process',
    fields: { restarts: count('in a row') },
  },
  'database.embedded_down': {
    about: 'It is gone and did not start; it is tried again.',
    levels: ['warn'],
    of: 'process',
    fields: { restarts: count('in a row'), err },
  },
  'database.embedded_lost': {
    about: 'It does not stay up: start the service anew.',
    levels: ['error'],
    of: 'process',
    fields: { restarts: count('in a row') },
  },
  'database.unreachable': {
    about: 'No database at start: jobs work, records are kept until it comes.',
    levels: ['warn'],
    of: 'process',
    fields: { reason, attempts: count('attempts so far') },
  },
  'database.refused': {
    about:
      'The server answers and says no: a wrong password, a missing database or missing rights. The line says what to do.',
    levels: ['error'],
    of: 'process',
    fields: { reason, attempts: count('attempts so far') },
  },
  'database.encoding': {
    about: 'The database is not UTF8: jobs whose names it cannot hold go to the log. Create it with UTF8.',
    levels: ['warn'],
    of: 'process',
    fields: { encoding: words('as the server names it') },
  },
  'database.migrating': {
    about: 'The schema is brought up to date, behind the start if it takes over 2 s.',
    levels: ['info'],
    of: 'process',
    fields: { migrations: Type.Array(Type.String(), { description: 'file names' }) },
  },
  'database.reached': {
    about: 'The database came after all.',
    levels: ['info'],
    of: 'process',
    fields: { attempts: count('tries it took') },
  },
  'database.migrated': {
    about: 'The schema was brought up to date.',
    levels: ['info'],
    of: 'process',
    fields: { migrations: Type.Array(Type.String(), { description: 'file names' }) },
  },
  'database.newer': {
    about: 'The database has a migration that this release does not know: a newer one ran, or runs beside it.',
    levels: ['warn'],
    of: 'process',
    fields: { version: Type.Integer({ description: 'number of the migration' }), name: words('its name') },
  },
  'database.migration_failed': {
    about:
      'A migration failed behind the start; it is tried again every 30 s. At the start it is `service.start_failed`.',
    levels: ['error'],
    of: 'process',
    fields: { err },
  },
  'records.waiting': {
    about: 'The database does not take records: they wait in memory, 20,000 or 16 MiB of them.',
    levels: ['warn'],
    of: 'process',
    fields: { reason, queued: count('records that wait') },
  },
  'records.resumed': {
    about: 'It takes them again.',
    levels: ['info'],
    of: 'process',
    fields: { queued: count('records that wait') },
  },
  'jobs.abandoned': {
    about: 'Jobs of a process that died are marked failed.',
    levels: ['warn'],
    of: 'process',
    fields: { jobs: count('jobs') },
  },
  'api_calls.no_partitions': {
    about: "The next months' partitions could not be made; rows go to the default one.",
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
  'rollups.done': {
    about: 'Days of `usage_stats` were summed up.',
    levels: ['info'],
    of: 'process',
    fields: {
      changes: count('changes of jobs folded in'),
      days: Type.Array(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }), { description: 'YYYY-MM-DD each' }),
    },
  },
  'rollups.waiting': {
    about: 'A round of sums failed; the next makes up for it, and reports miss nothing.',
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
  'retention.waiting': {
    about: 'A round of clearing old rows failed; the next makes up for it.',
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
} as const satisfies Record<string, LogEvent>;
