import { Type } from '@sinclair/typebox';
import { count, err, type LogEvent, reason, words } from './fields.ts';

/** Events of the database, its schema and the job records. */
export const recordEvents = {
  'database.off': { about: '`DATABASE_URL=off`: jobs are not recorded.', levels: ['warn'], of: 'process', fields: {} },
  'database.embedded': {
    about: 'The embedded development Postgres is ready.',
    levels: ['info'],
    of: 'process',
    fields: { url: words('URL'), dataDir: words('folder') },
  },
  'database.embedded_restarted': {
    about: 'The embedded Postgres stopped and was restarted.',
    levels: ['warn'],
    of: 'process',
    fields: { restarts: count('in a row') },
  },
  'database.embedded_down': {
    about: 'The embedded Postgres stopped and could not be restarted yet; the next attempt follows.',
    levels: ['warn'],
    of: 'process',
    fields: { restarts: count('in a row'), err },
  },
  'database.embedded_lost': {
    about: 'The embedded Postgres keeps stopping: restart the service.',
    levels: ['error'],
    of: 'process',
    fields: { restarts: count('in a row') },
  },
  'database.unreachable': {
    about: 'The database is unreachable at startup: jobs work, records wait in memory.',
    levels: ['warn'],
    of: 'process',
    fields: { reason, attempts: count('attempts so far') },
  },
  'database.refused': {
    about: 'The server refuses: wrong password, missing database or missing rights. The message says what to do.',
    levels: ['error'],
    of: 'process',
    fields: { reason, attempts: count('attempts so far') },
  },
  'database.encoding': {
    about: 'The database is not UTF8: jobs whose names it cannot store go to the log. Create it with UTF8.',
    levels: ['warn'],
    of: 'process',
    fields: { encoding: words('as the server reports it') },
  },
  'database.migrating': {
    about: 'Migrations run, in the background if they take over 2 s.',
    levels: ['info'],
    of: 'process',
    fields: { migrations: Type.Array(Type.String(), { description: 'file names' }) },
  },
  'database.reached': {
    about: 'The database became reachable.',
    levels: ['info'],
    of: 'process',
    fields: { attempts: count('attempts needed') },
  },
  'database.migrated': {
    about: 'Migrations finished.',
    levels: ['info'],
    of: 'process',
    fields: { migrations: Type.Array(Type.String(), { description: 'file names' }) },
  },
  'database.newer': {
    about: 'The database has a migration that this release does not know: a newer release ran or is running.',
    levels: ['warn'],
    of: 'process',
    fields: { version: Type.Integer({ description: 'number of the migration' }), name: words('its name') },
  },
  'database.migration_failed': {
    about:
      'A migration failed in the background; it is retried every 30 s. During startup it is `service.start_failed`.',
    levels: ['error'],
    of: 'process',
    fields: { err },
  },
  'records.waiting': {
    about: 'The database does not accept records: they wait in memory, up to 20,000 or 16 MiB.',
    levels: ['warn'],
    of: 'process',
    fields: { reason, queued: count('records waiting') },
  },
  'records.resumed': {
    about: 'The database accepts records again.',
    levels: ['info'],
    of: 'process',
    fields: { queued: count('records waiting') },
  },
  'jobs.abandoned': {
    about: 'Jobs of a dead process are marked failed.',
    levels: ['warn'],
    of: 'process',
    fields: { jobs: count('jobs') },
  },
  'api_calls.no_partitions': {
    about: "The next months' partitions could not be created; rows go to the default partition.",
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
  'rollups.done': {
    about: 'Days of `usage_stats` were updated.',
    levels: ['info'],
    of: 'process',
    fields: {
      changes: count('job changes included'),
      days: Type.Array(Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d$' }), { description: 'YYYY-MM-DD each' }),
    },
  },
  'rollups.waiting': {
    about: 'A rollup failed; the next round retries. Reports stay complete.',
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
  'retention.waiting': {
    about: 'Deleting old rows failed; the next round retries.',
    levels: ['warn'],
    of: 'process',
    fields: { reason },
  },
} as const satisfies Record<string, LogEvent>;
