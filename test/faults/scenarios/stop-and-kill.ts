import { startDemoProvider } from '../../../demo/provider/provider.ts';
import { testDatabase } from '../../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { until } from '../../helpers/until.ts';
import { type FaultScenario, none, type Stage } from '../scenario.ts';
import { startService } from '../service-process.ts';

/** A service with this many jobs in flight, each of which its provider holds. */
async function inFlight(stage: Stage, jobs: number, latencyMs: number) {
  const { url: databaseUrl, sql } = await testDatabase(stage);
  const provider = await startDemoProvider({ latencyMs, look: false });
  stage.teardown(() => provider.close());
  const env = {
    DATABASE_URL: databaseUrl,
    AI_PROVIDER: 'openrouter',
    OPENROUTER_API_KEY: 'none',
    OPENROUTER_BASE_URL: provider.url,
  };
  const service = await startService(stage, env);
  const replies = Array.from({ length: jobs }, () =>
    postRename(service.url, renameBody(textLayers(5))).then(
      ({ status }) => status,
      () => 0,
    ),
  );
  await until('every job is in flight', () => provider.stats.inFlight === jobs);
  return { service, env, sql, replies, provider };
}

export const sigterm: FaultScenario = {
  name: 'sigterm',
  title: 'SIGTERM with 30 jobs in flight',
  promise: 'all answered, exit 0, no row left `processing`',
  async run(stage) {
    const { service, sql, replies } = await inFlight(stage, 30, 4000);
    service.kill('SIGTERM');
    const statuses = await Promise.all(replies);
    const code = await service.ended;
    const [row] = await sql<{ open: number; all: number }[]>`
      select count(*) filter (where status <> 'completed')::int as open, count(*)::int as all from jobs`;
    return {
      setting: 'Thirty jobs of five layers wait for a provider of 4 s as the signal comes.',
      figures: [
        none('jobs not answered 200', statuses.filter((status) => status !== 200).length),
        none('exit code', typeof code === 'number' ? code : Number.NaN),
        none('rows not completed, or missing', (row?.open ?? 30) + 30 - (row?.all ?? 0)),
      ],
    };
  },
};

export const killNine: FaultScenario = {
  name: 'kill-9',
  title: 'kill -9 with jobs in flight, then another start',
  promise: 'rows `processing` for longer than `REQUEST_TIMEOUT_MS` + 5 s are marked failed, at start and every 30 s',
  async run(stage) {
    const { service, env, sql, replies, provider } = await inFlight(stage, 10, 60_000);
    const count = async (): Promise<number> => (await sql`select 1 from jobs where status = 'processing'`).length;
    let begun = await count();
    for (const giveUpAt = performance.now() + 5000; begun < 10 && performance.now() < giveUpAt; ) begun = await count();
    service.kill('SIGKILL');
    await Promise.all([service.ended, ...replies]);
    // As if the limit of 1 s and the 5 s beyond it had passed for all but one, which may still be alive elsewhere.
    await sql`update jobs set created_at = now() - interval '7 seconds' where id <> (select id from jobs limit 1)`;
    await sql`update jobs set created_at = now() + interval '1 minute' where created_at > now() - interval '7 seconds'`;
    const startedAt = performance.now();
    await startService(stage, { ...env, REQUEST_TIMEOUT_MS: '1000' });
    const abandoned = async (): Promise<number> =>
      (
        await sql`select 1 from jobs where status = 'failed' and error_code = 'EXPORTER_ABANDONED' and completed_at is not null`
      ).length;
    let marked = await abandoned();
    for (const giveUpAt = performance.now() + 10_000; marked < 9 && performance.now() < giveUpAt; )
      marked = await abandoned();
    const markedMs = performance.now() - startedAt;
    return {
      setting: `Ten jobs in flight; ${provider.stats.aborted} of their calls ended with the process.`,
      figures: [
        none('start rows that were missing at the kill', 10 - begun),
        none('rows past the limit not marked failed', 9 - marked),
        none('rows within the limit that were marked', 1 - (await count())),
        {
          what: 'from the start of the process until they were marked',
          measured: markedMs / 1000,
          limit: 30,
          unit: 's',
        },
      ],
    };
  },
};
