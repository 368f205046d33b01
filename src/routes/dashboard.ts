import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyPluginAsync } from 'fastify';
import { assetPath } from '../assets.ts';
import { projectRoot } from '../project-root.ts';
import { isPageFile, registerStaticPage } from './static-page.ts';

/**
 * The page calls only this server and runs only its own files. With trusted types no script can turn text into markup:
 * what comes from the record can be shown as text only.
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

/** The chart library (MIT). */
const library = ['uplot.js', 'uplot.css'];

/**
 * GET /dashboard: the analytics as charts. The page is open to anyone and holds no figure; it asks for the token and
 * calls GET /api/analytics with it.
 */
export const dashboardRoute: FastifyPluginAsync = async (app) => {
  const folder = join(projectRoot(), 'dashboard');
  registerStaticPage(app, {
    path: 'dashboard',
    headers: {
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=()',
    },
    async read() {
      const own = (await readdir(folder)).filter(isPageFile).map((name) => [name, join(folder, name)] as const);
      const paths = [...own, ...library.map((name) => [name, assetPath(name)] as const)];
      const files = await Promise.all(paths.map(async ([name, path]) => [name, await readFile(path)] as const));
      return { html: await readFile(join(folder, 'dashboard.html'), 'utf8'), files: new Map(files) };
    },
  });
};
