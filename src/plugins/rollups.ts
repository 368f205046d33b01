import fp from 'fastify-plugin';
import { createDatabase } from '../database/database.ts';
import { rollupsPool, startRollups } from '../jobs/rollups.ts';

/** Options of the plugin. */
export type RollupsPluginOptions = {
  /** A `postgres://` URL, or `off`. */
  databaseUrl: string;
  /** Time between two rounds. Default 30,000 ms. */
  everyMs?: number;
};

/** Keeps the sums of jobs and the table `usage_stats` up to date, behind the requests. One connection of its own. */
export const rollupsPlugin = fp<RollupsPluginOptions>(
  async (app, { databaseUrl, everyMs = 30_000 }) => {
    if (databaseUrl === 'off') return;
    const database = createDatabase(databaseUrl, rollupsPool);
    let rollups: { stop(): void } | undefined;
    app.database.whenMigrated(() => {
      rollups = startRollups({ database, log: app.log, everyMs });
    });
    app.addHook('onClose', async () => {
      rollups?.stop();
      await database.close();
    });
  },
  { name: 'rollups', dependencies: ['database'], fastify: '5.x' },
);
