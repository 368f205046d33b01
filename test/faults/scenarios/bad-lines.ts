import { startDemoProvider } from '../../../demo/provider/provider.ts';
import { startApp } from '../../helpers/app.ts';
import { testDatabase } from '../../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../../helpers/rename-requests.ts';
import { startTcpProxy, type TcpProxy } from '../../helpers/tcp-proxy.ts';
import { type FaultScenario, none } from '../scenario.ts';

const spoilers: readonly ((proxy: TcpProxy) => void)[] = [
  (proxy) => void (proxy.delayMs = 80),
  (proxy) => void (proxy.dripBytes = 40),
  (proxy) => void (proxy.cutAfterBytes = 600),
  (proxy) => proxy.resetAll(),
  (proxy) => void (proxy.mode = 'hang-up'),
  (proxy) => void (proxy.mode = 'reset'),
];

function heal(proxy: TcpProxy): void {
  Object.assign(proxy, { delayMs: 0, dripBytes: 0, cutAfterBytes: Number.POSITIVE_INFINITY, mode: 'pass' });
  proxy.resetAll();
}

export const badLines: FaultScenario = {
  name: 'bad-lines',
  title:
    'The lines to the provider and to Postgres are slow, drip, are cut in the middle of an answer, reset or hang up',
  promise: 'no crash, no 500, nothing held; whole jobs again once the line is mended, no record lost',
  async run(stage, { short }) {
    const jobs = short ? 6 : 40;
    const provider = await startDemoProvider({ latencyMs: 20, look: false });
    stage.teardown(() => provider.close());
    const { url: databaseUrl, sql } = await testDatabase(stage);
    const lines = {
      provider: await startTcpProxy(stage, provider.url),
      database: await startTcpProxy(stage, databaseUrl),
    };
    let wrong = 0;
    let lost = 0;
    let answered = 0;
    for (const spoilt of ['provider', 'database'] as const) {
      for (const spoil of spoilers) {
        // A new service for each, since the circuit remembers the previous fault.
        const { app, url } = await startApp(stage, {
          env: { DATABASE_URL: lines.database.through(databaseUrl) },
          providerUrl: lines.provider.through(provider.url),
        });
        const post = () => postRename(url, renameBody(textLayers(10)));
        await post();
        spoil(lines[spoilt]);
        const replies = await Promise.all(Array.from({ length: jobs }, post));
        const allowed = spoilt === 'database' ? [200] : [200, 502, 503];
        wrong += replies.filter(({ status }) => !allowed.includes(status)).length;
        answered += replies.filter(({ status }) => status === 200).length;
        heal(lines[spoilt]);
        if (!(await app.jobs.flush(20_000))) lost += 1;
        lost += app.jobs.stats().overflowed + app.byteLimit.usedBytes + app.ai.queue.running;
      }
    }
    const [row] = await sql<{ open: number; completed: number }[]>`
      select count(*) filter (where status = 'processing')::int as open,
        count(*) filter (where status = 'completed')::int as completed
      from jobs`;
    const posted = 2 * spoilers.length * jobs;
    // Beside those, one job before each fault. A request that is refused has no row: it was no job.
    const expected = answered + 2 * spoilers.length;
    return {
      setting: `${spoilers.length} faults on each line, ${jobs} jobs of ten layers under each; ${answered} of ${posted} were named.`,
      figures: [
        none('replies that were neither 200 nor a clear 502 or 503', wrong),
        none('records, bytes or calls lost or held', lost),
        none('rows missing or left processing', expected - (row?.completed ?? 0) + (row?.open ?? 0)),
      ],
    };
  },
};
