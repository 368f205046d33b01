import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';
import { assetPath } from '../assets.ts';
import { type PageFile, sendPageFile, toPageFile, versionOf } from './page-file.ts';

/** The page calls only this server and runs only its own files. Swagger UI draws its icons from data: URLs. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // It writes style attributes, which no hash can name.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const securityHeaders = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cache-control': 'no-cache',
};

// No file of the network, no validator elsewhere: what is tried out goes to this server, with what was typed.
const initializer = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
`;

const library: Readonly<Record<string, string>> = {
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'swagger-ui.css': 'text/css; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

interface DocsPage {
  readonly page: PageFile;
  readonly files: ReadonlyMap<string, PageFile>;
  readonly version: string;
}

/**
 * GET /docs: the OpenAPI document for people, by Swagger UI. Its files, 2 MB, are read and zipped at the first visit,
 * so that a start does not wait for them, and are counted by no limit: a page and its document are two requests of the
 * visitor's minute, however many files they bring.
 */
export const docsPageRoute: FastifyPluginAsync = async (app) => {
  let reading: Promise<DocsPage> | undefined;
  const read = async (): Promise<DocsPage> => {
    reading ??= readDocsPage();
    try {
      return await reading;
    } catch (error) {
      // The next visit retries.
      reading = undefined;
      throw error;
    }
  };

  app.get('/docs', { schema: { hide: true }, config: { limit: 'page' } }, async (request, reply) => {
    const { page } = await read();
    return sendPageFile(request, reply.headers(securityHeaders), page);
  });

  // The page's addresses are relative, so that they hold behind a proxy that adds a path: the slash would break them.
  app.get('/docs/', { schema: { hide: true }, config: { limit: 'page' } }, async (_request, reply) => {
    return reply.redirect('../docs', 308);
  });

  app.get<{ Params: { version: string; name: string } }>(
    '/docs/:version/:name',
    { schema: { hide: true } },
    async (request, reply) => {
      const { files, version } = await read();
      const file = files.get(request.params.name);
      if (file === undefined) return reply.callNotFound();
      // While machines of two versions run, one may be asked for the other's files: what it has will do for a while.
      const current = request.params.version === version;
      reply.header('cache-control', current ? 'public, max-age=31536000, immutable' : 'no-cache');
      return sendPageFile(request, reply.header('x-content-type-options', 'nosniff'), file);
    },
  );
};

async function readDocsPage(): Promise<DocsPage> {
  const read = Object.entries(library).map(
    async ([name, type]) => [name, await toPageFile(type, await readFile(assetPath(name)))] as const,
  );
  const files = new Map(await Promise.all(read));
  files.set('start.js', await toPageFile('text/javascript; charset=utf-8', Buffer.from(initializer)));
  const version = versionOf(files);
  return { page: await toPageFile('text/html; charset=utf-8', Buffer.from(htmlOf(`docs/${version}`))), files, version };
}

function htmlOf(folder: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Figma Exporter AI: the API</title>
    <link rel="icon" type="image/png" href="${folder}/favicon-32x32.png">
    <link rel="stylesheet" href="${folder}/swagger-ui.css">
  </head>
  <body style="margin: 0">
    <div id="swagger-ui"></div>
    <noscript>This page needs JavaScript; the same is at <a href="openapi.json">openapi.json</a>.</noscript>
    <script src="${folder}/swagger-ui-bundle.js"></script>
    <script src="${folder}/start.js"></script>
  </body>
</html>
`;
}
