import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import t from 'tap';
import { startEmbeddedPostgres } from '../../demo/postgres/embedded-postgres.ts';
import { createSql, endSql, type Sql } from '../../src/database/sql.ts';
import { startApp } from '../helpers/app.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { postRename, renameBody, textLayers } from '../helpers/rename-requests.ts';
import { completion, startStubProvider } from '../helpers/stub-provider.ts';
import { until } from '../helpers/until.ts';

/** What every call costs, and so every job of one layer. */
const cents = 0.01;
const body = renameBody(textLayers(1));

/** A provider whose calls cost {@link cents}, and wait while `gate` is closed. */
async function startExpensiveProvider(t: Parameters<typeof startStubProvider>[0]) {
  const gate = { open: Promise.resolve() };
  const provider = await startStubProvider(t, async () => {
    await gate.open;
    return completion({ names: ['a_name'] }, { prompt_tokens: 1, completion_tokens: 1, cost: cents });
  });
  return { ...provider, gate };
}

/** Whether the day's spending comes to this within 20 s. */
async function spends(sql: Sql, usd: number): Promise<boolean> {
  for (const giveUpAt = performance.now() + 20_000; performance.now() < giveUpAt; await sleep(20)) {
    const [row] = await sql<{ spent: number; reserved: number }[]>`
      select spent_usd::float8 as spent, reserved_usd::float8 as reserved from budget_days where caller = ''`;
    if (row !== undefined && Math.abs(row.spent - usd) < 1e-9 && row.reserved === 0) return true;
  }
  return false;
}

t.test('two instances on one database together stay within the budget', async (t) => {
  const { url: databaseUrl, sql } = await testDatabase(t);
  const provider = await startExpensiveProvider(t);
  const env = { DATABASE_URL: databaseUrl, DAILY_BUDGET_USD: '0.155' };
  // Plenty of time: a busy machine must not turn the database's count into two local ones.
  const timing = { claimTimeoutMs: 20_000 };
  const apps = await Promise.all([1, 2].map(() => startApp(t, { env, providerUrl: provider.url, timing })));
  // The first job of each tells what such jobs cost.
  for (const { url } of apps) t.equal((await postRename(url, body)).status, 200);
  t.ok(await spends(sql, 2 * cents));

  let open!: () => void;
  provider.gate.open = new Promise((resolve) => (open = resolve));
  let answered = 0;
  const replies = Array.from({ length: 30 }, async (_, index) => {
    const { status } = await postRename(apps[index % 2]?.url ?? '', body);
    answered += 1;
    return status;
  });
  // All have their money or their refusal while nothing is settled yet.
  await until('each is at work or refused', () => answered + provider.calls.length - 2 === 30);
  open();
  const statuses = await Promise.all(replies);
  const letIn = statuses.filter((status) => status === 200).length;
  t.equal(statuses.filter((status) => status === 429).length, 30 - letIn, 'the others are told why');
  t.ok(letIn >= 8 && (letIn + 2) * cents <= 0.155, `${letIn} jobs`);
  t.ok(await spends(sql, (letIn + 2) * cents), 'and all of them are counted');
  await Promise.all(apps.map(async ({ app }) => app.jobs.flush(5000)));
  t.match(await sql`select sum(cost_usd)::float8 as usd from jobs`, [{ usd: (letIn + 2) * cents }]);
});

t.test('keeps within the budget while Postgres is killed, and writes what it counted afterwards', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'budget-'));
  await chmod(folder, 0o755);
  t.teardown(async () => rm(folder, { recursive: true, force: true }));
  const dataDir = join(folder, 'pg');
  const first = await startEmbeddedPostgres({ dataDir });
  const provider = await startExpensiveProvider(t);
  const env = { DATABASE_URL: first.url, DAILY_BUDGET_USD: '0.105' };
  const { app, url } = await startApp(t, { env, providerUrl: provider.url });
  const post = async (): Promise<number> => (await postRename(url, body)).status;
  for (let jobs = 0; jobs < 5; jobs += 1) t.equal(await post(), 200);

  process.kill(first.pid, 'SIGKILL');
  const statuses = await Promise.all(Array.from({ length: 12 }, post));
  const letIn = statuses.filter((status) => status === 200).length;
  t.ok(statuses.every((status) => status === 200 || status === 429));
  t.ok(letIn >= 3 && (5 + letIn) * cents <= 0.105, `${letIn} more jobs`);

  const second = await startEmbeddedPostgres({ dataDir, port: first.port });
  t.teardown(async () => {
    await first.stop();
    await second.stop();
  });
  const sql = createSql(second.url, { max: 1 });
  t.ok(await spends(sql, (5 + letIn) * cents), 'the count of the outage is in the table');
  t.ok(await app.jobs.flush(20_000));
  t.match(await sql`select sum(cost_usd)::float8 as usd from jobs`, [{ usd: (5 + letIn) * cents }]);
  await endSql(sql);
});
