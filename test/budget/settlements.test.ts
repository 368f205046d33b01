import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import t from 'tap';
import { createSettlements } from '../../src/budget/settlements.ts';
import type { Database } from '../../src/database/database.ts';
import { createKeptLog } from '../helpers/logs.ts';

const aSettlement = () => ({ jobId: randomUUID(), caller: 'key:studio', moment: new Date(), usd: 0.1 });

await t.test('sends a settlement that arrives just as the previous batch ends', async (t) => {
  // The moment is one of the first microtasks after the database's answer: each of them is tried.
  for (let microtasks = 0; microtasks < 12; microtasks += 1) {
    let sent = 0;
    const answered = new Promise<void>((resolve) => {
      const database = {
        run: async () => {
          sent += 1;
          if (sent === 1) resolve();
          return [];
        },
        close: async () => undefined,
      } as unknown as Database;
      const settlements = createSettlements({ database, log: createKeptLog(), onContact: () => undefined });
      settlements.add(aSettlement());
      void (async () => {
        for (let passed = 0; passed < microtasks; passed += 1) await Promise.resolve();
        settlements.add(aSettlement());
      })();
    });
    await answered;
    await nextTurn();
    t.equal(sent, 2, `${microtasks} microtasks later`);
  }
});
