import fp from 'fastify-plugin';
import { join } from 'node:path';
import { createDatabase, type Database } from '../database/database.ts';
import { createHealthProbe } from '../database/health-probe.ts';
import { startMigrating } from '../database/start-migrating.ts';
import { startHousekeeping } from '../jobs/housekeeping.ts';
import { projectRoot } from '../project-root.ts';

/** `ok` only once the migrations have run; `disabled` where the service runs without a database. */
export type DatabaseStatus = 'ok' | 'error' | 'disabled';

/** What the plugin gives to others. */
export type DatabaseAccess = {
  /** For reports: two connections, time limits on every query. Undefined where the database is off. */
  reports: Database | undefined;
  /** For records alone, so that none waits behind a report. Undefined where the database is off. */
  records: Database | undefined;
  /** Asks the server, at most once a second and for at most a second. */
  status(): Promise<DatabaseStatus>;
};

declare module 'fastify' {
  interface FastifyInstance {
    database: DatabaseAccess;
  }
}

/** Options of the plugin. */
export type DatabasePluginOptions = {
  /** A `postgres://` URL, or `off`. */
  databaseUrl: string;
  /** The time limit of a request: a job that runs much longer has lost its process. */
  requestTimeoutMs: number;
  /** Default: `db/migrations` of the project. */
  migrationsDirectory?: string;
};

const noDatabase: DatabaseAccess = {
  reports: undefined,
  records: undefined,
  status: async () => 'disabled',
};

/**
 * Connects to Postgres and brings its schema up to date, behind the start: an unreachable server neither delays nor
 * fails it, a migration that fails does. Four connections in all.
 */
export const database = fp<DatabasePluginOptions>(
  async (app, options) => {
    const { databaseUrl: url } = options;
    if (url === 'off') {
      app.log.warn({}, 'DATABASE_URL=off: nothing is recorded');
      app.decorate('database', noDatabase);
      return;
    }

    const reports = createDatabase(url, { max: 2 });
    // The server gives up a second before the writer does: a slow statement then ends, instead of going on unwatched.
    const records = createDatabase(url, { max: 1, statementTimeoutMs: 4_000 });
    const health = createDatabase(url, { max: 1, statementTimeoutMs: 1_000 });
    const probe = createHealthProbe({ database: health });
    let housekeeping: { stop(): void } | undefined;
    const migrating = startMigrating({
      url,
      directory: options.migrationsDirectory ?? join(projectRoot(), 'db/migrations'),
      log: app.log,
      onMigrated: () => {
        housekeeping = startHousekeeping({ database: reports, requestTimeoutMs: options.requestTimeoutMs, log: app.log });
      },
    });

    app.decorate('database', {
      reports,
      records,
      status: async () => (migrating.isDone() && (await probe()) ? 'ok' : 'error'),
    });
    // Waited for here and not above, so that it goes on while the rest of the service is put together.
    app.addHook('onReady', async () => migrating.settled);
    app.addHook('onClose', async () => {
      await migrating.stop();
      housekeeping?.stop();
      await Promise.all([reports.close(), records.close(), health.close()]);
    });
  },
  { name: 'database', fastify: '5.x' },
);

export default database;
