import { createHash, timingSafeEqual } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { clientOf } from '../addresses.ts';
import type { AccessKey } from '../config/secrets.ts';
import { type ErrorCode, ExporterError } from '../errors.ts';
import type { LimitName } from '../limits/limit-name.ts';
import { createLimitStore } from '../limits/limit-store.ts';
import { connectRedisCounter, type RedisCounter } from '../limits/redis-counter.ts';

export interface LimitsOptions {
  /** Requests per minute, each kind counted separately. */
  readonly perMinute: Readonly<Record<Exclude<LimitName, 'page'>, number>>;
  /** Requests a minute over all users of an access key. */
  readonly perKey: number;
  /** Without keys the service is open and limits each address. */
  readonly accessKeys: readonly AccessKey[];
  /** The Redis that several machines share. Undefined: each process counts on its own. */
  readonly redisUrl?: string | undefined;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The connection that the limits use, for other state that machines share. */
    redis: RedisCounter | undefined;
  }
  interface FastifyRequest {
    /** The name of the access key of the request, if keys are on and the route requires one. */
    accessKeyName: string | undefined;
  }
  interface FastifyContextConfig {
    /** Which of the limits counts for the route. None: it is not limited. */
    limit?: LimitName;
  }
}

const exceeded: Readonly<Record<LimitName, readonly [ErrorCode, string]>> = {
  api: ['EXPORTER_RATE_LIMITED', 'Please wait before making more requests'],
  page: ['EXPORTER_RATE_LIMITED', 'Please wait before loading more pages'],
  rename: ['EXPORTER_RENAME_RATE_LIMITED', 'Please wait before renaming more layers'],
  edits: ['EXPORTER_EDITS_RATE_LIMITED', 'Please wait before generating more variants'],
};

/** Who may call, and how often: decided before a byte of a body is read. */
export const limits = fp<LimitsOptions>(
  async (app, { perMinute, perKey, accessKeys, redisUrl }) => {
    app.decorateRequest('accessKeyName', undefined);
    const redis = redisUrl === undefined ? undefined : await connectRedisCounter({ url: redisUrl, log: app.log });
    app.decorate('redis', redis);
    app.addHook('onClose', () => redis?.close());
    const store = createLimitStore(redis);
    await app.register(rateLimit, { global: false, enableDraftSpec: true, timeWindow: 60_000, store });
    const digests = accessKeys.map(({ name, key }) => ({ name, digest: digestOf(key) }));
    const keyLimit = app.createRateLimit({
      max: perKey,
      keyGenerator: (request) => `key:${request.accessKeyName ?? ''}`,
    });

    async function identify(request: FastifyRequest): Promise<void> {
      if (digests.length > 0) request.accessKeyName = nameOfKey(digests, request.headers.authorization);
    }

    /** After the user's own limit: what that refuses must not use up the others' share of the key. */
    async function countForKey(request: FastifyRequest, reply: FastifyReply): Promise<void> {
      if (request.accessKeyName === undefined) return;
      const used = await keyLimit(request);
      if (used.isAllowed || !used.isExceeded) return;
      const retryAfterSeconds = used.ttlInSeconds;
      reply.headers({ 'ratelimit-limit': perKey, 'ratelimit-remaining': 0, 'ratelimit-reset': retryAfterSeconds });
      throw new ExporterError('EXPORTER_RATE_LIMITED', exceeded.api[1], { retryAfterSeconds });
    }

    /** One counter for all routes of a kind, including HEAD next to GET. */
    function createLimit(name: LimitName) {
      const [code, message] = exceeded[name];
      return app.rateLimit({
        max: perMinute[name === 'page' ? 'api' : name],
        keyGenerator: (request) => `${name}:${callerOf(request)}`,
        errorResponseBuilder: (_request, { ttl }) =>
          new ExporterError(code, message, { retryAfterSeconds: Math.ceil(ttl / 1000) }),
      });
    }
    const limitOf = {
      api: createLimit('api'),
      page: createLimit('page'),
      rename: createLimit('rename'),
      edits: createLimit('edits'),
    };

    app.addHook('onSend', async (request, reply) => addDraftHeaders(reply, request.routeOptions.config.limit));

    app.addHook('onRoute', (route) => {
      const name = route.config?.limit;
      if (name === undefined) return;
      const first = name === 'api' || name === 'page' ? [limitOf[name]] : [identify, limitOf[name], countForKey];
      route.onRequest = [...first, ...[route.onRequest ?? []].flat()];
    });
  },
  { name: 'limits', dependencies: ['client-address'] },
);

/**
 * The same in the form of the current draft (draft-ietf-httpapi-ratelimit-headers-10): what is left of which policy.
 * The three headers of its earlier versions stay for clients that know those.
 */
function addDraftHeaders(reply: FastifyReply, name: LimitName | undefined): void {
  const [limit, left, seconds] = ['ratelimit-limit', 'ratelimit-remaining', 'ratelimit-reset'].map((header) =>
    reply.getHeader(header),
  );
  if (limit === undefined || name === undefined) return;
  reply.header('ratelimit-policy', `"${name}";q=${String(limit)};w=60`);
  reply.header('ratelimit', `"${name}";r=${String(left)};t=${String(seconds)}`);
}

/** An office shares one address, so with access keys each user of a key has a separate count. */
export function callerOf(request: FastifyRequest): string {
  if (request.accessKeyName === undefined) return clientOf(request.clientAddress);
  const user = request.headers['x-figma-user'];
  return `${request.accessKeyName}\n${typeof user === 'string' ? user.slice(0, 255) : ''}`;
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** Every key is compared, each in constant time, so that timing reveals neither which one was close nor how close. */
function nameOfKey(
  digests: readonly { readonly name: string; readonly digest: Buffer }[],
  authorization: string | undefined,
): string {
  const shown = digestOf(/^Bearer (.+)$/i.exec(authorization ?? '')?.[1] ?? '');
  let found: string | undefined;
  for (const { name, digest } of digests) {
    if (timingSafeEqual(digest, shown)) found = name;
  }
  if (found === undefined) throw new ExporterError('EXPORTER_UNAUTHORIZED', 'A valid access key is required');
  return found;
}
