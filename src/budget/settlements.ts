import type { Database } from '../database/database.ts';
import { type Settlement, settleBudget } from './budget-store.ts';

/** Settlements on their way to the database. */
export type Settlements = {
  add(settlement: Settlement): void;
  /** Sends what waits, for at most `timeoutMs`; the rest keeps waiting. */
  flush(timeoutMs: number): Promise<void>;
  /** Sends what waits, at most `timeoutMs`; what is left then is logged and lost. */
  close(timeoutMs: number): Promise<void>;
};

/** What {@link createSettlements} needs. */
export type SettlementsDeps = {
  database: Database;
  log: { warn: (fields: object, message: string) => void };
  /** Called when the database takes one, and when it does not. */
  onContact: (reached: boolean) => void;
  /** Pause after a failure. Default 1,000 ms. */
  retryMs?: number;
};

/** At ten jobs a second this is half an hour without a database, and some 4 MB. */
const maxWaiting = 20_000;

/** Sends settlements one after the other, in their order, each until it succeeds; a repeated one counts once. */
export function createSettlements(deps: SettlementsDeps): Settlements {
  const { database, log, onContact, retryMs = 1_000 } = deps;
  const waiting: Settlement[] = [];
  let sending: Promise<void> | undefined;
  let closing = false;
  let closed = false;
  let wake: (() => void) | undefined;

  function lose(lost: readonly Settlement[], reason: string): void {
    const usd = lost.reduce((sum, settlement) => sum + settlement.usd, 0);
    log.warn({ event: 'budget.lost', jobs: lost.length, usd, reason }, 'spending was not counted against the budget');
  }

  async function send(): Promise<void> {
    for (let next = waiting[0]; next !== undefined; next = waiting[0]) {
      const settlement = next;
      try {
        await database.run(async (sql) => settleBudget(sql, settlement), 2_000);
        onContact(true);
        // A full queue may have dropped it meanwhile.
        if (waiting[0] === settlement) waiting.shift();
      } catch (error) {
        onContact(false);
        const { code = '' } = error as { code?: string };
        if (/^(?:22|23|42)/.test(code) && code !== '42883' && waiting[0] === settlement) {
          // A retry would not change the answer; the others must not wait for it.
          lose([settlement], code);
          waiting.shift();
        } else if (closing) {
          return;
        } else {
          await pause();
        }
      }
    }
  }

  async function pause(): Promise<void> {
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, retryMs).unref();
      wake = () => (clearTimeout(timer), resolve());
    });
    wake = undefined;
  }

  function start(): void {
    sending ??= send().finally(() => {
      sending = undefined;
      // One may have come after the last look at the queue and before this.
      if (waiting.length > 0 && !closing) start();
    });
  }

  async function waitForSending(timeoutMs: number): Promise<void> {
    wake?.();
    if (waiting.length > 0) start();
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([sending, new Promise<void>((resolve) => (timer = setTimeout(resolve, timeoutMs)))]);
    clearTimeout(timer);
  }

  return {
    flush: waitForSending,
    add(settlement) {
      if (closed) return lose([settlement], 'closed');
      waiting.push(settlement);
      if (waiting.length > maxWaiting) lose(waiting.splice(0, 1), 'too many settlements are waiting');
      start();
    },
    async close(timeoutMs) {
      closing = true;
      await waitForSending(timeoutMs);
      closed = true;
      if (waiting.length > 0) lose(waiting.splice(0), 'closed');
    },
  };
}
