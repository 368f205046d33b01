// Builds dist/, all that runs in production: each command as one file with the packages it needs, and what the pages
// show. The image therefore has no node_modules, and a start reads few files instead of a thousand.
import { copyFileSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, context } from 'esbuild';

process.chdir(dirname(dirname(fileURLToPath(import.meta.url))));

/** Files of packages that the dashboard and /docs serve, by the name they have there. */
const assets = {
  'uplot.js': 'uplot/dist/uPlot.iife.min.js',
  'uplot.css': 'uplot/dist/uPlot.min.css',
  'swagger-ui-bundle.js': '@fastify/swagger-ui/static/swagger-ui-bundle.js',
  'swagger-ui.css': '@fastify/swagger-ui/static/swagger-ui.css',
  'favicon-32x32.png': '@fastify/swagger-ui/static/favicon-32x32.png',
};

const commands = ['doctor', 'forget', 'migrate', 'replay', 'smoke'].filter((name) => existsSync(`src/cli/${name}.ts`));
const outdir = 'dist';

/** The parts of undici that `src/` uses. Its index loads fetch, WebSocket, mocks and caches too: half a megabyte. */
const undiciParts = {
  name: 'undici-parts',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^undici$/ }, () => ({ path: 'undici', namespace: 'parts' }));
    onLoad({ filter: /.*/, namespace: 'parts' }, () => ({
      resolveDir: process.cwd(),
      contents: [
        "import api from 'undici/lib/api/index.js';",
        "import Dispatcher from 'undici/lib/dispatcher/dispatcher.js';",
        "export { default as buildConnector } from 'undici/lib/core/connect.js';",
        "export { default as Client } from 'undici/lib/dispatcher/client.js';",
        "export { default as Pool } from 'undici/lib/dispatcher/pool.js';",
        'export { Dispatcher };',
        // As its index does: without it a dispatcher has no request(), stream(), connect() ...
        'Object.assign(Dispatcher.prototype, api);',
      ].join('\n'),
    }));
  },
};

rmSync(outdir, { recursive: true, force: true });
const options = {
  entryPoints: {
    server: 'src/server.ts',
    ...Object.fromEntries(commands.map((name) => [`cli/${name}`, `src/cli/${name}.ts`])),
  },
  outdir,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  chunkNames: 'chunks/[name]-[hash]',
  sourcemap: 'linked',
  legalComments: 'none',
  // V8 keeps the source in memory, at two bytes a character if one of them is beyond Latin-1, as some comments have.
  minifyWhitespace: true,
  lineLimit: 120,
  plugins: [undiciParts],
  logLevel: 'warning',
  // Only for a terminal in development.
  external: ['pino-pretty'],
  // Packages in CommonJS call require() for Node's own modules.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
};
if (process.argv.includes('--watch')) await (await context(options)).watch();
else await build(options);
mkdirSync(join(outdir, 'assets'), { recursive: true });
for (const [name, path] of Object.entries(assets)) copyFileSync(resolveFile(path), join(outdir, 'assets', name));

/** A file of a package, whatever its package.json exports. */
function resolveFile(path) {
  const name = path
    .split('/')
    .slice(0, path.startsWith('@') ? 2 : 1)
    .join('/');
  return join('node_modules', name, path.slice(name.length + 1));
}
