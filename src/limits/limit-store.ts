import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import { type Count, createLocalCounter } from './local-counter.ts';
import type { RedisCounter } from './redis-counter.ts';

type Done = Parameters<FastifyRateLimitStore['incr']>[1];

/**
 * Where the limits count: keys are `<limit>:<caller>`. With Redis the counters are those of all machines; the local
 * ones run beside them, so that they are up to date when Redis becomes unavailable.
 */
export function createLimitStore(redis: RedisCounter | undefined): FastifyRateLimitStoreCtor {
  return class LimitStore implements FastifyRateLimitStore {
    readonly #countHere = createLocalCounter();

    incr(key: string, done: Done, windowMs: number): void {
      const here = this.#countHere(key, windowMs);
      if (redis === undefined) {
        done(null, { current: here.current, ttl: here.ttlMs });
        return;
      }
      void tellEverywhere(redis.count(key, windowMs), here, done);
    }

    child(): LimitStore {
      return new LimitStore();
    }
  };
}

async function tellEverywhere(counted: Promise<Count | undefined>, here: Count, done: Done): Promise<void> {
  const { current, ttlMs } = (await counted) ?? here;
  done(null, { current, ttl: ttlMs });
}
