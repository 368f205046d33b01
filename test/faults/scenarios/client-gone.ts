import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../../helpers/app.ts';
import { testDatabase } from '../../helpers/postgres.ts';
import { postRename, renameBody, streamRename, textLayers } from '../../helpers/rename-requests.ts';
import { until } from '../../helpers/until.ts';
import { type FaultScenario, none } from '../scenario.ts';

export const clientGone: FaultScenario = {
  name: 'client-gone',
  title: 'Clients leave in the middle of their jobs',
  promise: 'calls cancelled within 0.3 s, none follow, job `cancelled`',
  async run(stage, { short }) {
    const jobs = short ? 6 : 40;
    const { url: databaseUrl, sql } = await testDatabase(stage);
    const { app, url, provider } = await startApp(stage, {
      env: { DATABASE_URL: databaseUrl, LAYERS_PER_CALL: '1', MAX_MODEL_CALLS: '1000' },
      demo: { latencyMs: 60_000, look: false },
    });
    const controllers = Array.from({ length: jobs }, () => new AbortController());
    const replies = controllers.map(async ({ signal }, index) => {
      const post = index % 2 === 0 ? postRename : streamRename;
      await post(url, renameBody(textLayers(30)), { signal }).catch(() => undefined);
    });
    // Ten calls of each run, twenty wait for their turn.
    await until('all calls run', () => provider.stats.inFlight === jobs * 10);
    // One by one: the time is that of a client that leaves, not of forty that leave in the same instant.
    let slowestMs = 0;
    for (const [index, controller] of controllers.entries()) {
      const leftAt = performance.now();
      controller.abort();
      await until('the provider sees its calls end', () => provider.stats.inFlight === (jobs - 1 - index) * 10);
      slowestMs = Math.max(slowestMs, performance.now() - leftAt);
    }
    await Promise.all(replies);
    await sleep(short ? 200 : 1000);
    const followed = provider.stats.calls - jobs * 10;
    await app.jobs.flush(5000);
    const rows = await sql<{ status: string; count: number }[]>`select status, count(*)::int from jobs group by status`;
    const cancelled = rows.find(({ status }) => status === 'cancelled')?.count ?? 0;
    return {
      setting: `${jobs} clients, half of them reading a stream, leave with 10 calls running and 20 waiting each.`,
      figures: [
        {
          what: 'until the calls of a client had ended, the slowest',
          measured: slowestMs / 1000,
          limit: 0.3,
          unit: 's',
        },
        none('calls begun afterwards', followed),
        none('jobs not recorded as cancelled', jobs - cancelled),
        none('bytes and calls still held', app.byteLimit.usedBytes + app.ai.queue.running + app.ai.queue.waiting),
      ],
    };
  },
};
