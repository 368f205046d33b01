import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox';
import type { FastifyRequest } from 'fastify';
import { readAnalytics } from '../analytics/read-analytics.ts';
import type { Database } from '../database/database.ts';
import { ExporterError } from '../errors.ts';
import { AnalyticsQuery, AnalyticsReply } from '../schemas/analytics.ts';
import { reportErrors } from '../schemas/replies.ts';

export interface AnalyticsRouteOptions {
  /** What `Authorization: Bearer` must hold. */
  readonly token: string;
  /** Default: the machine's. */
  readonly clock?: () => Date;
}

const defaultDays = '7';

export const analyticsRoute: FastifyPluginAsyncTypebox<AnalyticsRouteOptions> = async (app, options) => {
  const { token, clock = () => new Date() } = options;
  const schema = {
    tags: ['Watching'],
    operationId: 'getAnalytics',
    summary: 'Jobs, users, durations and costs',
    description: 'Requires `Authorization: Bearer $ANALYTICS_TOKEN`. Counts are exact and include running jobs.',
    querystring: AnalyticsQuery,
    response: { 200: AnalyticsReply, ...reportErrors },
  };
  const onRequest = createTokenCheck(token);
  app.get(
    '/api/analytics',
    { schema, onRequest, config: { limit: 'api', docs: { secret: 'analyticsToken' } } },
    async (request, reply) => {
      const days = Number(request.query.days ?? defaultDays);
      const { reports } = app.database;
      if (reports === undefined) throw unavailable('This service runs without a database: analytics are not available');
      void reply.header('cache-control', 'no-store');
      return read(reports, days, request);
    },
  );

  async function read(reports: Database, days: number, request: FastifyRequest): Promise<AnalyticsReply> {
    try {
      return await readAnalytics(reports, days, clock());
    } catch (error) {
      const { code, message } = error as { code?: string; message?: string };
      if (isOurFault(code)) throw error;
      const fields = { event: 'analytics.unavailable', reason: code ?? message };
      request.log.warn(fields, 'analytics unavailable: the database is down or slow');
      throw unavailable('Analytics are not available right now: please try again');
    }
  }
};

/**
 * Refuses requests without the token. Compares digests in constant time: they have one length, so timing reveals
 * neither how long the token is nor how much of it was right.
 */
function createTokenCheck(token: string): (request: FastifyRequest) => Promise<void> {
  const expected = digestOf(token);
  return async (request) => {
    const shown = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? '';
    if (timingSafeEqual(digestOf(shown), expected) && shown !== '') return;
    throw new ExporterError('EXPORTER_UNAUTHORIZED', 'A valid analytics token is required');
  };
}

function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

function unavailable(message: string): ExporterError {
  return new ExporterError('EXPORTER_BUSY', message, { retryAfterSeconds: 5 });
}

/** A statement that the server can never accept, unless its tables do not exist yet; or not a database error. */
function isOurFault(code: string | undefined): boolean {
  return code === undefined || (/^(?:42|22)/.test(code) && !['42P01', '42703', '42883'].includes(code));
}
