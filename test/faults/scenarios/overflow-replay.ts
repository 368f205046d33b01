import { spawnSync } from 'node:child_process';
import { bundled } from '../../helpers/bundled.ts';
import { testDatabase } from '../../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { startTcpProxy } from '../../helpers/tcp-proxy.ts';
import { type FaultScenario, none } from '../scenario.ts';
import { startService } from '../service-process.ts';

export const overflowReplay: FaultScenario = {
  name: 'overflow-replay',
  title: 'The service stops while Postgres is away: its records have no memory left to be in',
  promise: 'each is in the log as one JSON line, and `npm run replay < log` writes them',
  async run(stage, { short }) {
    const jobs = short ? 20 : 500;
    const { url: databaseUrl, sql } = await testDatabase(stage);
    const proxy = await startTcpProxy(stage, databaseUrl);
    const service = await startService(stage, {
      DATABASE_URL: proxy.through(databaseUrl),
      AI_PROVIDER: 'demo',
      MAX_MODEL_CALLS: '500',
    });
    proxy.mode = 'reset';
    proxy.resetAll();
    const replies = await Promise.all(
      Array.from({ length: jobs }, () => postRename(service.url, renameBody(textLayers(2)))),
    );
    service.kill('SIGTERM');
    const code = await service.ended;
    const [before] = await sql<{ count: number }[]>`select count(*)::int from jobs`;

    const replay = () =>
      spawnSync(process.execPath, [bundled('cli/replay.js')], {
        input: service.output(),
        encoding: 'utf8',
        env: { PATH: process.env['PATH'] ?? '', DATABASE_URL: databaseUrl },
      });
    const first = replay();
    const second = replay();
    const ids = replies.flatMap(({ json }) => json.jobId ?? []);
    const rows = await sql<
      { count: number }[]
    >`select count(*)::int from jobs where status = 'completed' and id::text in ${sql(ids)}`;
    const calls = await sql<{ count: number }[]>`select count(*)::int from api_calls`;
    return {
      setting: `${jobs} jobs, ${before?.count ?? 0} of them in the table before the replay, which runs twice.`,
      figures: [
        none('requests that failed', replies.filter(({ status }) => status !== 200).length),
        none(
          'exit codes of the service and of both replays',
          Number(code) + (first.status ?? 1) + (second.status ?? 1),
        ),
        none('jobs missing afterwards', jobs - (rows[0]?.count ?? 0)),
        none('rows of requests missing, or there twice', Math.abs(jobs - (calls[0]?.count ?? 0))),
      ],
    };
  },
};
