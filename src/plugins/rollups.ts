import fp from 'fastify-plugin';
import { createDatabase } from '../database/database.ts';
import { startRetention } from '../jobs/retention.ts';
import { rollupsPool, startRollups } from '../jobs/rollups.ts';

/** Options of the plugin. */
export type RollupsPluginOptions = {
  /** A `postgres://` URL, or `off`. */
  databaseUrl: string;
  /** Days that requests and the addresses of jobs are kept. */
  retentionDays: number;
  /** Time between two rounds of the roll-up. Default 30,000 ms. */
  everyMs?: number;
};

/**
 * Keeps the sums of jobs and the table `usage_stats` up to date, and deletes old rows, in the background.
 * Uses a separate connection, since both may take long.
 */
export const rollups = fp<RollupsPluginOptions>(
  async (app, { databaseUrl, retentionDays, everyMs = 30_000 }) => {
    if (databaseUrl === 'off') return;
    const database = createDatabase(databaseUrl, rollupsPool);
    const rounds: { stop(): void }[] = [];
    app.database.whenMigrated(() => {
      rounds.push(startRollups({ database, log: app.log, everyMs }));
      rounds.push(startRetention({ database, retentionDays, log: app.log }));
    });
    app.addHook('onClose', async () => {
      for (const { stop } of rounds) stop();
      await database.close();
    });
  },
  { name: 'rollups', dependencies: ['database'], fastify: '5.x' },
);
