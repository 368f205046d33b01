import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type Budget, type BudgetDeps, createBudget, createNoBudget } from '../budget/budget.ts';
import type { BudgetLimits } from '../budget/budget-store.ts';
import { budgetCaller } from '../budget/caller.ts';
import { createDatabase } from '../database/database.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Money is set aside here before a job and settled after it. Without limits it is nothing at all. */
    budget: Budget & {
      /** Who a request's cost counts for. */
      callerOf(request: FastifyRequest): string;
    };
  }
}

/** Options of the plugin. */
export type BudgetPluginOptions = BudgetLimits & {
  /** A `postgres://` URL, or `off`: then this process counts on its own. */
  databaseUrl: string;
  /** The time limit of a request: what is reserved for longer belongs to a process that died. */
  requestTimeoutMs: number;
  /** See `BudgetDeps.guess`. */
  guess?: BudgetDeps['guess'];
  /** See `BudgetDeps.claimTimeoutMs`. */
  claimTimeoutMs?: number | undefined;
};

/** Time past the limit of a request after which its reservation expires: the settlement is sent behind the reply. */
const graceMs = 60_000;

const flushFirstMs = 1_000;
const closeTimeoutMs = 2_000;

/** Two separate connections: a reservation must not wait behind a report. */
const poolOptions = { max: 2, statementTimeoutMs: 1_000 };

function callerOf({ accessKeyName, clientAddress }: FastifyRequest): string {
  return budgetCaller(accessKeyName, clientAddress);
}

/** Limits on what a day may cost, in all and by caller. */
export const budget = fp<BudgetPluginOptions>(
  async (app, { databaseUrl, requestTimeoutMs, dailyUsd, dailyUsdPerCaller, guess, claimTimeoutMs }) => {
    if (dailyUsd === undefined && dailyUsdPerCaller === undefined) {
      app.decorate('budget', { ...createNoBudget(), callerOf: () => '' });
      return;
    }
    const database = databaseUrl === 'off' ? undefined : createDatabase(databaseUrl, poolOptions);
    const lifetimeMs = requestTimeoutMs + graceMs;
    const budget = createBudget({
      database,
      dailyUsd,
      dailyUsdPerCaller,
      log: app.log,
      lifetimeMs,
      ...(guess && { guess }),
      ...(claimTimeoutMs !== undefined && { claimTimeoutMs }),
    });
    app.decorate('budget', { ...budget, callerOf });
    app.addHook('preClose', async () => budget.flush(flushFirstMs));
    app.addHook('onClose', async () => {
      await budget.close(closeTimeoutMs);
      await database?.close();
    });
  },
  { name: 'budget', dependencies: ['database', 'client-address'], fastify: '5.x' },
);
