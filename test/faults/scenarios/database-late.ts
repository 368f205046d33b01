import { startApp } from '../../helpers/app.ts';
import { testDatabase } from '../../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { type ProxyMode, startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { until } from '../../helpers/until.ts';
import { type FaultScenario, none } from '../scenario.ts';

export const databaseLate: FaultScenario = {
  name: 'database-late',
  title: 'Postgres is out of reach at the start: it resets, hangs up or stays silent, and comes later',
  promise: 'jobs work; records are written when it comes',
  async run(stage, { short }) {
    const modes: readonly ProxyMode[] = ['reset', 'hang-up', 'silent'];
    const jobs = short ? 10 : 200;
    let failed = 0;
    let missing = 0;
    let healthyEarly = 0;
    let slowestWriteMs = 0;
    for (const mode of modes) {
      const { url: databaseUrl, sql } = await testDatabase(stage, { empty: true });
      const proxy = await startTcpProxy(stage, databaseUrl);
      proxy.mode = mode;
      const { app, url } = await startApp(stage, {
        env: { DATABASE_URL: proxy.through(databaseUrl) },
        demo: { look: false },
      });
      const replies = await Promise.all(Array.from({ length: jobs }, () => postRename(url, renameBody(textLayers(5)))));
      failed += replies.filter(({ status }) => status !== 200).length;
      if ((await app.inject({ url: '/health' })).statusCode !== 503) healthyEarly += 1;

      proxy.mode = 'pass';
      proxy.resetAll();
      const cameAt = performance.now();
      await until('the records are written', () => app.jobs.stats().queued === 0, 30_000);
      slowestWriteMs = Math.max(slowestWriteMs, performance.now() - cameAt);
      const [row] = await sql<{ count: number }[]>`select count(*)::int from jobs where status = 'completed'`;
      missing += jobs - (row?.count ?? 0) + app.jobs.stats().overflowed;
    }
    return {
      setting: `${jobs} jobs while it resets connections, hangs up, or takes them and says nothing; then it is there.`,
      figures: [
        none('requests that failed', failed),
        none('records missing afterwards', missing),
        none('starts that called themselves healthy without it', healthyEarly),
        { what: 'until all records were written', measured: slowestWriteMs / 1000, limit: 15, unit: 's' },
      ],
    };
  },
};
