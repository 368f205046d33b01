import { createHash } from 'node:crypto';
import type { FastifyBaseLogger } from 'fastify';
import type { Redis as RedisClient } from 'ioredis';
import type { Count } from './local-counter.ts';

/** Where all machines count together. */
export interface RedisCounter {
  /**
   * Counts one request, in a window that begins with the first request anywhere.
   *
   * @param key `<limit>:<caller>`
   * @returns undefined, at once, while Redis is unavailable; within a quarter of a second if the connection was just
   * lost.
   */
  count(key: string, windowMs: number): Promise<Count | undefined>;
  /**
   * Runs other commands on the same connection.
   *
   * @returns undefined, at once, while Redis is unavailable, and if the commands fail: callers must work without them.
   */
  run<T>(command: (redis: RedisClient) => Promise<T>): Promise<T | undefined>;
  close(): void;
}

export interface RedisCounterOptions {
  /** `redis://` or `rediss://`, with user, password and number of the database as needed. */
  readonly url: string;
  readonly log: FastifyBaseLogger;
  /** How often a connection is used at least. Milliseconds, default 60,000. */
  readonly keepAliveMs?: number;
}

/** A nearby Redis answers in one or two milliseconds. One request waits this long; later ones count locally at once. */
const commandTimeoutMs = 250;
const connectTimeoutMs = 1000;
/** How often Redis is retried while it is unavailable or refuses to count. */
const retryMs = 500;
/** Hosted servers close connections that were idle for five minutes: one that is merely unused must not be lost. */
const defaultKeepAliveMs = 60_000;
const probeKey = 'figma-exporter:limit:probe';

/** A key always gets its expiry, even one that lost it, for example in a restored backup. */
const countScript = `
local current = redis.call('INCR', KEYS[1])
local ttl = redis.call('PTTL', KEYS[1])
if ttl < 0 then
  redis.call('PEXPIRE', KEYS[1], ARGV[1])
  ttl = tonumber(ARGV[1])
end
return {current, ttl}`;

/**
 * Connects in the background: nobody waits for Redis. Whether the limits are shared or local is logged once a change,
 * with an error's code or words, never its command, which may hold the password.
 */
export async function connectRedisCounter(options: RedisCounterOptions): Promise<RedisCounter> {
  const { url, log, keepAliveMs = defaultKeepAliveMs } = options;
  // Takes 40 ms to load, which a service without Redis saves at its start.
  // Its names are known only once it has run, so a bundle offers them through `default` alone.
  const { default: ioredis } = await import('ioredis');
  const redis = new ioredis.Redis(url, {
    connectionName: 'figma-exporter',
    disableClientInfo: true,
    connectTimeout: connectTimeoutMs,
    commandTimeout: commandTimeoutMs,
    disconnectTimeout: commandTimeoutMs,
    // A request that was counted, and whose answer was lost, must not be counted again.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    enableOfflineQueue: false,
    retryStrategy: () => retryMs,
    scripts: { countRequest: { lua: countScript, numberOfKeys: 1 } },
  });
  const { countRequest } = redis as unknown as {
    readonly countRequest: (key: string, windowMs: number) => Promise<[number, number]>;
  };
  let [shared, told, closed] = [false, false, false];
  let lastError = 'closed';

  function away(reason: string): void {
    const news = shared || !told;
    [shared, told] = [false, true];
    if (news && !closed)
      log.warn({ event: 'limits.local', reason }, 'Redis unavailable: rate limits count in this process only');
  }

  let nextProbe: NodeJS.Timeout | undefined;

  function probeIn(ms: number): void {
    clearTimeout(nextProbe);
    nextProbe = setTimeout(() => void probe(), ms).unref();
  }

  /** Shared only after one successful count: a full Redis or a replica accepts connections but refuses to count. */
  async function probe(): Promise<void> {
    if (closed || redis.status !== 'ready') return;
    try {
      // The client selects the database too, but after a refusal it would go on in database 0.
      const { db = 0 } = redis.options;
      if (db !== 0) await redis.select(db);
      await countRequest.call(redis, probeKey, 1000);
      if (!shared) log.info({ event: 'limits.shared' }, 'rate limits are shared by all machines with this Redis');
      [shared, told, lastError] = [true, true, 'closed'];
      probeIn(keepAliveMs);
    } catch (error) {
      failed(error as Error);
    }
  }

  function failed(error: Error): void {
    away(reasonOf(error));
    if (error.name === 'ReplyError') {
      // The connection works, but Redis refuses.
      probeIn(retryMs);
    } else if (redis.status === 'ready') {
      // A silent connection would stay open for minutes: a new one shows whether Redis is up.
      redis.disconnect(true);
    }
  }

  redis.on('ready', () => void probe());
  redis.on('error', (error: Error) => {
    lastError = reasonOf(error);
    away(lastError);
  });
  redis.on('close', () => away(lastError));

  return {
    async count(key, windowMs) {
      if (!shared) return undefined;
      try {
        const [current, ttlMs] = await countRequest.call(redis, redisKey(key), windowMs);
        return { current, ttlMs };
      } catch (error) {
        if (shared) failed(error as Error);
        return undefined;
      }
    },
    async run(command) {
      return shared ? command(redis).catch(() => undefined) : undefined;
    },
    close() {
      closed = true;
      clearTimeout(nextProbe);
      redis.disconnect();
    },
  };
}

/** Addresses and the users that a plugin names are hashed: Redis only needs to distinguish them. */
function redisKey(key: string): string {
  const colon = key.indexOf(':');
  const [limit, caller] = [key.slice(0, colon), key.slice(colon + 1)];
  return `figma-exporter:limit:${limit}:${createHash('sha256').update(caller).digest('base64url').slice(0, 22)}`;
}

function reasonOf(error: Error & { readonly code?: string }): string {
  return (error.code ?? error.message).slice(0, 200);
}
