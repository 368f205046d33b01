import type { Database } from '../database/database.ts';
import { type BudgetLimits, type Claim, type ClaimAnswer, claimBudget } from './budget-store.ts';

/** Claims on their way to the database. */
export type Claims = {
  /** @throws if the database does not answer in time */
  make(claim: Claim): Promise<ClaimAnswer>;
};

/** What {@link createClaims} needs. */
export type ClaimsDeps = {
  database: Database;
  limits: BudgetLimits;
  /** Time for a claim, its wait for those before it included. */
  timeoutMs: number;
  /** Called when the database takes some, and when it does not. */
  onContact: (reached: boolean) => void;
};

type Waiting = { claim: Claim; resolve: (answer: ClaimAnswer) => void; reject: (error: unknown) => void };

/** A claim takes Postgres some 0.3 ms: these fit the time that a request may wait. */
const maxBatch = 300;

/**
 * Sends claims one statement at a time, each with all that came meanwhile: two hundred jobs at once are two round
 * trips. Sent one by one, they would wait for each other's locks, the last of them too long.
 */
export function createClaims({ database, limits, timeoutMs, onContact }: ClaimsDeps): Claims {
  const waiting: Waiting[] = [];
  let sending = false;

  async function send(): Promise<void> {
    sending = true;
    while (waiting.length > 0) {
      const batch = waiting.splice(0, maxBatch);
      try {
        const claims = batch.map(({ claim }) => claim);
        const answers = await database.run(async (sql) => claimBudget(sql, limits, claims), timeoutMs);
        onContact(true);
        for (const { claim, resolve, reject } of batch) {
          const answer = answers.get(claim.jobId);
          if (answer === undefined) reject(new Error('a claim without an answer'));
          else resolve(answer);
        }
      } catch (error) {
        onContact(false);
        for (const { reject } of batch) reject(error);
      }
    }
    sending = false;
  }

  return {
    async make(claim) {
      let timer: NodeJS.Timeout | undefined;
      try {
        return await new Promise<ClaimAnswer>((resolve, reject) => {
          const entry = { claim, resolve, reject };
          waiting.push(entry);
          timer = setTimeout(() => {
            const place = waiting.indexOf(entry);
            if (place >= 0) waiting.splice(place, 1);
            reject(new Error(`no answer within ${timeoutMs} ms`));
          }, timeoutMs);
          if (!sending) void send();
        });
      } finally {
        clearTimeout(timer);
      }
    },
  };
}
