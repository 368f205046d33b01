import type { FastifyPluginAsync } from 'fastify';
import { readDashboard } from './dashboard-files.ts';
import { sendPageFile } from './page-file.ts';

/**
 * The page calls only this server and runs only its own files. With trusted types there is no way for a script
 * to turn text into markup: what comes from the record can be shown as text only.
 */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=()',
};

export interface DashboardRouteOptions {
  /** Default: `dashboard` of the project. */
  readonly directory?: string;
}

/**
 * GET /dashboard: the analytics as charts. The page is open to anyone and holds no figure; it asks for the token and
 * calls GET /api/analytics with it. Its files are counted by no limit: they are few, small and in memory.
 */
export const dashboardRoute: FastifyPluginAsync<DashboardRouteOptions> = async (app, { directory }) => {
  const { page, files, version } = await readDashboard(directory);

  app.get('/dashboard', { schema: { hide: true }, config: { limit: 'page' } }, async (request, reply) => {
    return sendPageFile(request, reply.headers(securityHeaders).header('cache-control', 'no-cache'), page);
  });

  // The page's addresses are relative, so that they hold behind a proxy that adds a path: the slash would break them.
  app.get('/dashboard/', { schema: { hide: true }, config: { limit: 'page' } }, async (_request, reply) => {
    return reply.redirect('../dashboard', 308);
  });

  app.get<{ Params: { version: string; name: string } }>(
    '/dashboard/:version/:name',
    { schema: { hide: true } },
    async (request, reply) => {
      const file = files.get(request.params.name);
      if (file === undefined) return reply.callNotFound();
      // While machines of two versions run, one may be asked for the other's files: what it has will do for a while.
      const current = request.params.version === version;
      reply.header('cache-control', current ? 'public, max-age=31536000, immutable' : 'no-cache');
      return sendPageFile(request, reply.header('x-content-type-options', 'nosniff'), file);
    },
  );
};
