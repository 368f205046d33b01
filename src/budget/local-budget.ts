import type { BudgetLimits, ClaimAnswer, RefusedBy } from './budget-store.ts';

/** The day's spending as this process knows it; used while the database is unavailable. */
export type LocalBudget = {
  /** Takes over what the database said of `day`. */
  saw(day: string, caller: string, answer: ClaimAnswer): void;
  /** Reserves `usd` in this process only, by the same rules as `reserve_budget` of the database. */
  claim(day: string, caller: string, usd: number, mayShrink: boolean): { refusedBy?: RefusedBy; reservedUsd: number };
  /** Adds what a job of `day` cost over what was reserved for it, or takes off what it cost less. */
  adjust(day: string, caller: string, usd: number): void;
};

/** Callers remembered; the least recently seen one is dropped first. 10,000 are about a megabyte. */
const maxCallers = 10_000;

/** Makes a {@link LocalBudget}. Only the latest day is kept. */
export function createLocalBudget({ dailyUsd = Infinity, dailyUsdPerCaller = Infinity }: BudgetLimits): LocalBudget {
  let today = '';
  let dayUsd = 0;
  const callers = new Map<string, number>();

  function turnTo(day: string): boolean {
    if (day > today) {
      today = day;
      dayUsd = 0;
      callers.clear();
    }
    return day === today;
  }

  function keep(caller: string, usd: number): void {
    callers.delete(caller);
    callers.set(caller, usd);
    if (callers.size > maxCallers) callers.delete(callers.keys().next().value ?? '');
  }

  function adjust(day: string, caller: string, usd: number): void {
    if (!turnTo(day)) return;
    dayUsd = Math.max(0, dayUsd + usd);
    keep(caller, Math.max(0, (callers.get(caller) ?? 0) + usd));
  }

  return {
    adjust,
    saw(day, caller, answer) {
      if (!turnTo(day)) return;
      dayUsd = answer.dayUsd;
      keep(caller, answer.callerUsd);
    },
    claim(day, caller, usd, mayShrink) {
      turnTo(day);
      const left = dailyUsd - dayUsd;
      const leftToCaller = dailyUsdPerCaller - (callers.get(caller) ?? 0);
      const reservedUsd = Math.min(usd, ...(mayShrink ? [left, leftToCaller] : [dailyUsd, dailyUsdPerCaller]));
      if (left <= 0 || reservedUsd > left) return { refusedBy: 'day', reservedUsd: 0 };
      if (leftToCaller <= 0 || reservedUsd > leftToCaller) return { refusedBy: 'caller', reservedUsd: 0 };
      adjust(day, caller, reservedUsd);
      return { reservedUsd };
    },
  };
}
