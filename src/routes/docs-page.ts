import { readFile } from 'node:fs/promises';
import type { FastifyPluginAsync } from 'fastify';
import { assetPath } from '../assets.ts';
import { registerStaticPage } from './static-page.ts';

/** The page calls only this server and runs only its own files. Swagger UI draws its icons from data: URLs. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  // It writes style attributes, which hashes cannot allow.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Files of Swagger UI (Apache-2.0). */
const library = ['swagger-ui-bundle.js', 'swagger-ui.css', 'favicon-32x32.png'];

// No validator elsewhere: what is tried out goes to this server only.
const start = `window.ui = SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#swagger-ui',
  deepLinking: true,
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  validatorUrl: null,
});
`;

const html = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Figma Exporter AI: the API</title>
    <link rel="icon" type="image/png" href="docs/files/favicon-32x32.png">
    <link rel="stylesheet" href="docs/files/swagger-ui.css">
  </head>
  <body style="margin: 0">
    <div id="swagger-ui"></div>
    <noscript>This page needs JavaScript; the same is at <a href="openapi.json">openapi.json</a>.</noscript>
    <script src="docs/files/swagger-ui-bundle.js"></script>
    <script src="docs/files/start.js"></script>
  </body>
</html>
`;

/** GET /docs: the OpenAPI document for people, by Swagger UI. */
export const docsPageRoute: FastifyPluginAsync = async (app) => {
  registerStaticPage(app, {
    path: 'docs',
    headers: {
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
    },
    async read() {
      const files = library.map(async (name) => [name, await readFile(assetPath(name))] as const);
      return { html, files: new Map([...(await Promise.all(files)), ['start.js', Buffer.from(start)]]) };
    },
  });
};
