import { join } from 'node:path';
import fp from 'fastify-plugin';
import { createDatabase, type Database } from '../database/database.ts';
import { createHealthProbe } from '../database/health-probe.ts';
import { startMigrating } from '../database/start-migrating.ts';
import { projectRoot } from '../project-root.ts';
import type { DatabaseStatus } from '../schemas/health.ts';

/** What the plugin gives to others. */
export type DatabaseAccess = {
  /** For reports: two connections, time limits on every query. Undefined if the database is off. */
  reports: Database | undefined;
  /** Only for records, so that none waits behind a report. Undefined if the database is off. */
  records: Database | undefined;
  /**
   * Asks the server, at most once a second and for at most a second. `ok` only once the migrations have run; `disabled`
   * if the service runs without a database.
   */
  check(): Promise<DatabaseStatus>;
  /** Calls back once the schema is up to date, immediately if it already is. Never if the database is off. */
  whenMigrated(callback: () => void): void;
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
  /** Default: `db/migrations` of the project. */
  migrationsDirectory?: string;
};

const noDatabase: DatabaseAccess = {
  reports: undefined,
  records: undefined,
  check: async () => 'disabled',
  whenMigrated: () => {},
};

/**
 * Connects to Postgres and brings its schema up to date in the background: an unreachable server neither delays nor
 * fails the start, a failed migration does. Four connections in all.
 */
export const database = fp<DatabasePluginOptions>(
  async (app, options) => {
    const { databaseUrl: url } = options;
    if (url === 'off') {
      app.log.warn({ event: 'database.off' }, 'DATABASE_URL=off: jobs are not recorded');
      app.decorate('database', noDatabase);
      return;
    }

    const reports = createDatabase(url, { max: 2 });
    // The server gives up a second before the writer does: a slow statement then ends instead of running on unnoticed.
    const records = createDatabase(url, { max: 1, statementTimeoutMs: 4_000 });
    const health = createDatabase(url, { max: 1, statementTimeoutMs: 1_000 });
    const probe = createHealthProbe({ database: health });
    const waiting: (() => void)[] = [];
    const migrating = startMigrating({
      url,
      directory: options.migrationsDirectory ?? join(projectRoot(), 'db/migrations'),
      log: app.log,
      onMigrated: () => waiting.splice(0).forEach((callback) => callback()),
    });

    app.decorate('database', {
      reports,
      records,
      check: async () => (migrating.isDone() && (await probe()) ? 'ok' : 'error'),
      whenMigrated: (callback: () => void) => {
        if (migrating.isDone()) callback();
        else waiting.push(callback);
      },
    });
    // Awaited here and not above, so that migrations run while the rest of the service is set up.
    app.addHook('onReady', async () => migrating.settled);
    app.addHook('onClose', async () => {
      await migrating.stop();
      await Promise.all([reports.close(), records.close(), health.close()]);
    });
  },
  { name: 'database', fastify: '5.x' },
);
