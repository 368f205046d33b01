import { randomUUID } from 'node:crypto';
import Fastify from 'fastify';
import t from 'tap';
import { type BudgetPluginOptions, budget } from '../../src/plugins/budget.ts';
import { clientAddress } from '../../src/plugins/client-address.ts';
import { database } from '../../src/plugins/database.ts';
import { errors } from '../../src/plugins/errors.ts';
import { testDatabase } from '../helpers/postgres.ts';

type Teardown = { teardown: (handler: () => Promise<void>) => void };

const measure = () => ({ calls: 1, textBytes: 0, pictures: [] });

async function anApp(t: Teardown, options: Partial<BudgetPluginOptions> & { databaseUrl: string }) {
  const app = Fastify();
  t.teardown(async () => app.close());
  await app.register(errors);
  await app.register(clientAddress, { trustProxy: ['loopback'] });
  await app.register(database, { databaseUrl: options.databaseUrl });
  await app.register(budget, {
    requestTimeoutMs: 1_000,
    dailyUsd: undefined,
    dailyUsdPerCaller: undefined,
    ...options,
  });
  app.route({
    method: 'GET',
    url: '/job',
    async handler(request) {
      const caller = app.budget.callerOf(request);
      const job = { jobId: randomUUID(), type: 'rename-layers', caller, units: 1, measure };
      const reservation = await app.budget.reserve(job);
      reservation.settle(1);
      return {};
    },
  });
  await app.ready();
  return app;
}

await t.test('without limits counts nothing and refuses nobody', async (t) => {
  const app = await anApp(t, { databaseUrl: 'off' });
  for (let n = 0; n < 3; n += 1) t.equal((await app.inject('/job')).statusCode, 200);
});

await t.test('replies 429 with retry-after over the limit and still serves another address', async (t) => {
  const { url, sql } = await testDatabase(t);
  const app = await anApp(t, { databaseUrl: url, dailyUsdPerCaller: 1 });
  const from = async (address: string) => app.inject({ url: '/job', headers: { 'x-forwarded-for': address } });
  t.equal((await from('192.0.2.1')).statusCode, 200);
  const refused = await from('192.0.2.1');
  t.equal(refused.statusCode, 429);
  t.match(refused.json(), { error: 'Budget exceeded', code: 'EXPORTER_BUDGET_EXCEEDED' });
  t.match(refused.json(), { message: /resets at 00:00 UTC/ });
  t.match(refused.headers, { 'retry-after': /^[1-9]\d*$/ });
  t.equal((await from('192.0.2.2')).statusCode, 200);
  await app.close();
  const days = await sql`select caller, spent_usd::int as spent from budget_days order by caller = '' desc, caller`;
  t.match(days, [{ caller: '', spent: 2 }, { spent: 1 }, { spent: 1 }], 'the close sends what was not settled yet');
  t.notMatch(JSON.stringify(days), /192\.0\.2/);
});

await t.test('with DATABASE_URL=off the process enforces the limit alone', async (t) => {
  const app = await anApp(t, { databaseUrl: 'off', dailyUsd: 1 });
  t.equal((await app.inject('/job')).statusCode, 200);
  t.equal((await app.inject('/job')).statusCode, 429);
});
