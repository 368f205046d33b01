import { randomUUID } from 'node:crypto';
import t from 'tap';
import type { Budget, BudgetDeps, JobEnding, Reservation } from '../../src/budget/budget.ts';
import { createBudget } from '../../src/budget/budget.ts';
import { learnFromJobs } from '../../src/budget/budget-store.ts';
import { type CostEstimate, createCostEstimate } from '../../src/budget/cost-estimate.ts';
import { createDatabase } from '../../src/database/database.ts';
import type { Sql } from '../../src/database/sql.ts';
import { aJob, insertJobs } from '../analytics/jobs.ts';
import { createKeptLog, type KeptLog } from '../helpers/logs.ts';
import { testDatabase } from '../helpers/postgres.ts';
import { startTcpProxy } from '../helpers/tcp-proxy.ts';
import { until } from '../helpers/until.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

const noon = new Date('2026-03-10T12:00:00Z');

/** A service's budget, as in a separate process. */
function aBudget(t: Teardown, url: string, deps: Partial<BudgetDeps>): { budget: Budget; log: KeptLog } {
  const database = createDatabase(url, { max: 2 });
  const log = createKeptLog();
  // Plenty of time: a busy machine must not turn a test of the database's count into one of the local count.
  const more = { database, log, clock: () => noon, claimTimeoutMs: 20_000 };
  const budget = createBudget({ dailyUsd: undefined, dailyUsdPerCaller: undefined, ...more, ...deps });
  t.teardown(async () => {
    await budget.close(2_000);
    await database.close();
  });
  return { budget, log };
}

const tiny = () => ({ dailyUsd: 0.05, estimates: aTenth() });

const near = (usd: number, wanted: number) => Math.abs(usd / wanted - 1) < 0.1;

const aClaim = (changes: Partial<Parameters<Budget['reserve']>[0]> = {}) => ({
  jobId: randomUUID(),
  type: 'rename-layers',
  caller: 'key:studio',
  units: 1,
  measure: () => ({ calls: 1, textBytes: 0, pictures: [] }),
  ...changes,
});

/** What the rows of the day say: the total, then each caller. */
async function used(sql: Sql): Promise<{ caller: string; spent: number; reserved: number }[]> {
  return sql`
    select caller, spent_usd::float8 as spent, reserved_usd::float8 as reserved from budget_days order by day, caller`;
}

async function untilSpent(sql: Sql, usd: number): Promise<void> {
  await until(`${usd} dollars are spent`, async () => {
    const [total] = await used(sql);
    return Math.abs((total?.spent ?? 0) - usd) < 1e-9;
  });
}

/** Knows from many jobs that a layer costs 0.1. */
function aTenth(): CostEstimate {
  const estimates = createCostEstimate();
  for (let n = 0; n < 100; n += 1) estimates.learn('rename-layers', 1, 0.1);
  return estimates;
}

await t.test('reserves an estimate from earlier jobs and replaces it with the real cost', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { budget } = aBudget(t, url, { dailyUsd: 10, dailyUsdPerCaller: 5, estimates: aTenth() });
  const reservation = await budget.reserve(aClaim({ units: 3 }));
  const before = await used(sql);
  t.match(before, [
    { caller: '', spent: 0 },
    { caller: 'key:studio', spent: 0 },
  ]);
  for (const { reserved } of before) t.ok(Math.abs(reserved - 0.3) < 0.01, `about three times 0.1: ${reserved}`);
  reservation.settle(0.42);
  reservation.settle(7);
  await untilSpent(sql, 0.42);
  t.same(
    await used(sql),
    [
      { caller: '', spent: 0.42, reserved: 0 },
      { caller: 'key:studio', spent: 0.42, reserved: 0 },
    ],
    'and settling twice counts once',
  );
});

await t.test('starts the estimate from the last recorded jobs, those with pictures separately', async (t) => {
  const { sql } = await testDatabase(t);
  const jobs = Array.from({ length: 60 }, (_, n) => ({ created_at: new Date(noon.getTime() - (n + 1) * 1000) }));
  await insertJobs(
    sql,
    jobs.map((job) => aJob({ ...job, layer_count: 10, cost_usd: 0.5 })),
  );
  await insertJobs(
    sql,
    jobs.map((job) => aJob({ ...job, type: 'generate-edits', cost_usd: 0.4 })),
  );
  await sql`update jobs set variant_count = 4, images_made = 3 where type = 'generate-edits'`;
  await insertJobs(
    sql,
    Array.from({ length: 50 }, () => aJob({ created_at: noon, status: 'failed', cost_usd: 99 })),
  );
  const estimates = createCostEstimate();
  await learnFromJobs(sql, estimates);
  t.ok(near(estimates.estimate('rename-layers', 20).usd, 1));
  t.ok(near(estimates.estimate('generate-edits+pictures', 2).usd, 0.2));
  t.equal(estimates.estimate('generate-edits', 1).known, false);
});

await t.test('two processes that reserve at the same time never exceed the limits together', async (t) => {
  const { url, sql } = await testDatabase(t);
  const limits = { dailyUsd: 2.05, dailyUsdPerCaller: 0.75 };
  const processes = [1, 2].map(() => aBudget(t, url, { ...limits, estimates: aTenth() }));
  const callers = ['key:a', 'key:b', 'key:c', 'address:192.0.2.1'];
  const answers = await Promise.allSettled(
    Array.from({ length: 120 }, async (_, n) =>
      processes[n % 2]?.budget.reserve(aClaim({ caller: callers[n % 4] ?? '' })),
    ),
  );
  const let_in = answers.filter(({ status }) => status === 'fulfilled').length;
  t.equal(let_in, 20, 'twenty at 0.1 fit into 2.05, from any caller');
  const rows = await used(sql);
  t.equal(rows.length, 5);
  for (const { caller, reserved } of rows) t.ok(reserved <= (caller === '' ? 2.05 : 0.75), `${caller} ${reserved}`);
  for (const { log } of processes) t.same(log.lines, [], 'and none was decided without the database');
});

await t.test('refuses over the limit with 429 and the hour when it ends', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { budget } = aBudget(t, url, { dailyUsd: 1, dailyUsdPerCaller: 0.5 });
  (await budget.reserve(aClaim({ units: 50 }))).settle(0.5);
  await untilSpent(sql, 0.5);
  await t.rejects(budget.reserve(aClaim()), {
    code: 'EXPORTER_BUDGET_EXCEEDED',
    statusCode: 429,
    title: 'Budget exceeded',
    retryAfterSeconds: 43_200,
    message: /^Your daily budget is used up .* resets at 00:00 UTC, in 12 h 0 min$/,
  });
  (await budget.reserve(aClaim({ caller: 'key:agency' }))).settle(0.5);
  await untilSpent(sql, 1);
  await t.rejects(budget.reserve(aClaim({ caller: 'key:third' })), { message: /^The daily budget of this service/ });
});

await t.test('a limit of zero admits nothing', async (t) => {
  const { url } = await testDatabase(t);
  const { budget } = aBudget(t, url, { dailyUsd: 0 });
  await t.rejects(budget.reserve(aClaim()), { code: 'EXPORTER_BUDGET_EXCEEDED' });
});

await t.test('starts anew each day, and charges a job to the day it began', async (t) => {
  const { url, sql } = await testDatabase(t);
  let now = new Date('2026-03-10T23:59:59Z');
  const { budget } = aBudget(t, url, { dailyUsd: 1, clock: () => now });
  const late = await budget.reserve(aClaim());
  now = new Date('2026-03-11T00:00:00Z');
  late.settle(1);
  await untilSpent(sql, 1);
  await t.resolves(budget.reserve(aClaim()));
  const days = await sql`select day::text, spent_usd::float8 as spent from budget_days where caller = '' order by day`;
  t.match(days, [
    { day: '2026-03-10', spent: 1 },
    { day: '2026-03-11', spent: 0 },
  ]);
});

await t.test('frees reservations of a dead process when they expire', async (t) => {
  const { url, sql } = await testDatabase(t);
  let now = noon;
  const deps = { dailyUsd: 0.15, clock: () => now, lifetimeMs: 60_000, estimates: aTenth() };
  const dead = aBudget(t, url, deps).budget;
  const { budget } = aBudget(t, url, deps);
  await dead.reserve(aClaim());
  now = new Date(noon.getTime() + 59_000);
  await t.rejects(budget.reserve(aClaim({ caller: 'key:b' })), { code: 'EXPORTER_BUDGET_EXCEEDED' });
  now = new Date(noon.getTime() + 61_000);
  await t.resolves(budget.reserve(aClaim({ caller: 'key:b' })));
  t.match(await used(sql), [{ caller: '' }, { caller: 'key:b' }, { caller: 'key:studio', reserved: 0 }]);
});

await t.test('charges the estimate for aborted calls, which are billed', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { budget } = aBudget(t, url, { dailyUsd: 100, estimates: aTenth() });
  const settle = async (usd: number, end: JobEnding) => (await budget.reserve(aClaim())).settle(usd, end);
  await settle(0.04, 'cut-off');
  await settle(0.5, 'cut-off');
  await settle(0.04, 'failed');
  await until('three jobs are settled', async () => {
    return (await sql`select 1 from budget_jobs where cost_usd is not null`).length === 3;
  });
  const [total] = await used(sql);
  t.ok(Math.abs((total?.spent ?? 0) - 0.64) < 0.01, `0.1 for the first, 0.5, and 0.04: ${total?.spent}`);
});

await t.test('learns nothing from failed jobs, which cost too little', async (t) => {
  const estimates = aTenth();
  const deps = { dailyUsd: 1, dailyUsdPerCaller: undefined, estimates, database: undefined, log: createKeptLog() };
  const budget = createBudget(deps);
  for (let n = 0; n < 50; n += 1) (await budget.reserve(aClaim())).settle(0, 'failed');
  t.ok(near(estimates.estimate('rename-layers', 1).usd, 0.1));
  for (let n = 0; n < 50; n += 1) (await budget.reserve(aClaim())).settle(0);
  t.ok(estimates.estimate('rename-layers', 1).usd < 0.02);
});

await t.test('reserves what is left instead of refusing while costs are unknown', async (t) => {
  const { url, sql } = await testDatabase(t);
  const { budget } = aBudget(t, url, { dailyUsd: 0.0001 });
  const first = await budget.reserve(aClaim({ units: 50 }));
  t.match(await used(sql), [{ reserved: 0.0001 }, { reserved: 0.0001 }]);
  await t.rejects(budget.reserve(aClaim()), { code: 'EXPORTER_BUDGET_EXCEEDED' }, 'which leaves nothing to others');
  first.settle(0.00004);
  await untilSpent(sql, 0.00004);
  await t.resolves(budget.reserve(aClaim()));
});

await t.test('admits a job above the daily limit only if nothing is spent, and no other with it', async (t) => {
  const { url, sql } = await testDatabase(t);
  const budgets = [aBudget(t, url, tiny()), aBudget(t, url, { ...tiny(), database: undefined })];
  for (const { budget } of budgets) {
    await t.resolves(budget.reserve(aClaim()));
    await t.rejects(budget.reserve(aClaim({ caller: 'key:other' })), { code: 'EXPORTER_BUDGET_EXCEEDED' });
  }
  t.match(await used(sql), [{ caller: '', reserved: 0.05 }]);
});

await t.test('stores an address as a digest that cannot be reversed after its day', async (t) => {
  const { url, sql } = await testDatabase(t);
  let now = noon;
  const { budget } = aBudget(t, url, { dailyUsd: 1, clock: () => now });
  const caller = 'address:192.0.2.7';
  for (let n = 0; n < 2; n += 1) (await budget.reserve(aClaim({ caller }))).settle(0.1);
  await untilSpent(sql, 0.2);
  const rows = await used(sql);
  t.match(rows, [{ caller: '' }, { caller: /^address:[0-9a-f]{64}$/, spent: 0.2 }], 'the same one within a day');
  now = new Date('2026-03-12T12:00:00Z');
  await budget.reserve(aClaim({ caller }));
  const later = await used(sql);
  t.match(later, [{ caller: '', spent: 0.2 }, { caller: '' }, { caller: /^address:/ }], 'only the total stays');
  t.match(await sql`select day::text from budget_salts`, [{ day: '2026-03-12' }]);
});

await t.test('counts alone while the database is down and settles when it is back', async (t) => {
  const { url, sql } = await testDatabase(t);
  const proxy = await startTcpProxy(t, url);
  const { budget, log } = aBudget(t, proxy.through(url), { dailyUsd: 1, claimTimeoutMs: 200, estimates: aTenth() });
  proxy.mode = 'reset';
  proxy.resetAll();
  const taken: Reservation[] = [];
  for (let n = 0; n < 3; n += 1) taken.push(await budget.reserve(aClaim()));
  for (const reservation of taken) reservation.settle(0.2);
  const last = await budget.reserve(aClaim());
  last.settle(0.5);
  await t.rejects(budget.reserve(aClaim()), { code: 'EXPORTER_BUDGET_EXCEEDED' }, '1.1 are spent');
  t.match(log.lines, [{ fields: { event: 'budget.local' } }], 'told once');
  proxy.mode = 'pass';
  await untilSpent(sql, 1.1);
  t.match(await used(sql), [{ reserved: 0 }, { caller: 'key:studio', reserved: 0 }]);
});

await t.test('releases a reservation whose reply never came', async (t) => {
  const { url, sql } = await testDatabase(t);
  const proxy = await startTcpProxy(t, url);
  const { budget } = aBudget(t, proxy.through(url), { dailyUsd: 1, claimTimeoutMs: 400, estimates: aTenth() });
  (await budget.reserve(aClaim())).settle(0);
  proxy.freezeAll();
  const answers = await Promise.all([budget.reserve(aClaim()), budget.reserve(aClaim())]);
  for (const reservation of answers) reservation.settle(0.25);
  await untilSpent(sql, 0.5);
  t.match(await used(sql), [{ reserved: 0 }, { reserved: 0 }]);
});

await t.test('counts alone without a database', async (t) => {
  const log = createKeptLog();
  const limits = { dailyUsd: undefined, dailyUsdPerCaller: 0.5 };
  let now = noon;
  const budget = createBudget({ ...limits, database: undefined, log, clock: () => now });
  (await budget.reserve(aClaim())).settle(0.5);
  await t.rejects(budget.reserve(aClaim()), { code: 'EXPORTER_BUDGET_EXCEEDED' });
  await t.resolves(budget.reserve(aClaim({ caller: 'key:other' })));
  now = new Date('2026-03-11T00:00:00Z');
  await t.resolves(budget.reserve(aClaim()));
  await budget.close(1);
});

await t.test('logs what it cannot settle at shutdown', async (t) => {
  const { budget, log } = aBudget(t, 'postgres://postgres@127.0.0.1:1/none', { dailyUsd: 1, claimTimeoutMs: 500 });
  const late = await budget.reserve(aClaim());
  (await budget.reserve(aClaim())).settle(0.25);
  await budget.close(100);
  t.match(log.lines.at(-1), { fields: { event: 'budget.lost', jobs: 1, usd: 0.25 } });
  late.settle(0.5);
  t.match(log.lines.at(-1), { fields: { event: 'budget.lost', jobs: 1, usd: 0.5 } });
});
