import type { RedisCounter } from '../limits/redis-counter.ts';
import type { SharedNames } from './name-memory.ts';

const prefix = 'figma-exporter:name:';

/** Names in Redis: digests as keys, a name as value, each with an end. Without Redis each machine has its own names. */
export function createRedisNames(redis: Pick<RedisCounter, 'run'>): SharedNames {
  return {
    async read(keys) {
      const found = await redis.run((client) => client.mget(keys.map((key) => prefix + key)));
      return Array.isArray(found) ? found.map((name) => name ?? undefined) : [];
    },
    write(entries, keepMs) {
      void redis.run((client) => {
        const pipeline = client.pipeline();
        for (const [key, name] of entries) pipeline.set(prefix + key, name, 'PX', keepMs);
        return pipeline.exec();
      });
    },
  };
}
