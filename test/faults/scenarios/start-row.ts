import { setTimeout as sleep } from 'node:timers/promises';
import { startApp } from '../../helpers/app.ts';
import { testDatabase } from '../../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { type FaultScenario, none } from '../scenario.ts';

/** After that a row counts as one that never came. */
const patienceMs = 20_000;

export const startRow: FaultScenario = {
  name: 'start-row',
  title: 'Jobs under way, looked for in the table',
  promise: 'a start row is written within 100 ms',
  async run(stage, { short }) {
    const jobs = short ? 5 : 50;
    const { url: databaseUrl, sql } = await testDatabase(stage);
    const { url, provider } = await startApp(stage, { env: { DATABASE_URL: databaseUrl }, demo: { look: false } });
    // The first opens the connections.
    await postRename(url, renameBody(textLayers(1)));
    provider.setLatency({ latencyMs: 3_600_000 });
    const tookMs: number[] = [];
    for (let job = 0; job < jobs; job += 1) {
      const startedAt = performance.now();
      const userEmail = `job-${job}@example.com`;
      // Under way until its row was found.
      const leaving = new AbortController();
      const reply = postRename(url, renameBody(textLayers(1), { userEmail }), { signal: leaving.signal });
      reply.catch(() => undefined);
      let found = false;
      while (!found && performance.now() - startedAt < patienceMs) {
        [found] = (
          await sql<{ found: boolean }[]>`
          select exists (select 1 from jobs where user_email = ${userEmail} and status = 'processing') as found`
        ).map((row) => row.found) as [boolean];
        await sleep(2);
      }
      tookMs.push(found ? performance.now() - startedAt : Number.NaN);
      leaving.abort();
      await reply.catch(() => undefined);
    }
    const sorted = tookMs.toSorted((a, b) => a - b);
    return {
      setting: `${jobs} jobs one after the other, from the request's first byte until the row can be read.`,
      figures: [
        none('start rows that never came', tookMs.filter(Number.isNaN).length),
        { what: 'median', measured: sorted[Math.floor(jobs / 2)] ?? Number.NaN, limit: 100, unit: 'ms' },
        { what: 'slowest', measured: sorted.at(-1) ?? Number.NaN, limit: 100, unit: 'ms' },
      ],
    };
  },
};
