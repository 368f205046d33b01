// Builds the plugin into plugin-ui/dist/, what Figma loads and the page to try it without Figma:
//   manifest.json  with the service's origin as the only domain that Figma lets the plugin reach
//   main.js        the main thread, one plain script for Figma's sandbox
//   ui.html        the UI, one file
//   try.html       the playground, which hosts both halves on the fake of Figma's API, one file
//   try-hashes.json  the hashes of its scripts and styles
// PLUGIN_SERVER_URL is the service's address, http://localhost:3000 by default; PLUGIN_ID the id that Figma assigned.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build as buildPage } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';
import { buildMain } from './build-main.mjs';
import { addFigmaTheme, hashInline, readFrames } from './build-playground.mjs';
import { addDomain, readPluginId, readServerUrl } from './server-address.mjs';

const room = dirname(fileURLToPath(import.meta.url));
const out = join(room, 'dist');

/** Stands in the built UI for the service's address, so that one build serves Figma and the page to try it. */
const ADDRESS_MARK = 'http://address-of-the-service.invalid';

const { serverUrl, id } = readEnvironment();
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const manifest = JSON.parse(readFileSync(join(room, 'manifest.json'), 'utf8'));
const [main, ui] = await Promise.all([buildMain(), buildHtml('src/ui')]);
writeFileSync(join(out, 'main.js'), main);
writeFileSync(join(out, 'ui.html'), ui.replaceAll(ADDRESS_MARK, serverUrl));
writeFileSync(join(out, 'manifest.json'), `${JSON.stringify(addDomain(manifest, serverUrl, id), null, 2)}\n`);
if (existsSync(join(room, 'playground/page/index.html'))) {
  // On the page to try it the plugin asks the service that the page came from, whatever its address is.
  const pluginUi = addFigmaTheme(ui.replaceAll(ADDRESS_MARK, ''));
  const frames = readFrames();
  const page = await buildHtml('playground/page', { default: pluginUi, frames });
  writeFileSync(join(out, 'try.html'), page);
  writeFileSync(join(out, 'try-hashes.json'), JSON.stringify(hashInline(page, pluginUi, frames)));
}

/** What to build for; a value that Figma would refuse ends the build, with the reason. */
function readEnvironment() {
  try {
    return { serverUrl: readServerUrl(process.env.PLUGIN_SERVER_URL), id: readPluginId(process.env.PLUGIN_ID) };
  } catch (error) {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** One page as one HTML text. `texts` is what the module `virtual:plugin-ui` exports, by name. */
async function buildHtml(page, texts = { default: '' }) {
  const root = join(room, page);
  const { output } = await buildPage({
    root,
    configFile: false,
    envFile: false,
    logLevel: 'error',
    publicDir: false,
    define: { PLUGIN_SERVER_URL: JSON.stringify(page === 'src/ui' ? ADDRESS_MARK : '') },
    esbuild: { jsx: 'automatic', jsxImportSource: 'preact', legalComments: 'none' },
    plugins: [virtualModule('virtual:plugin-ui', texts), viteSingleFile({ removeViteModuleLoader: true })],
    build: { write: false, target: 'es2022', assetsInlineLimit: () => true, modulePreload: false },
  });
  const html = output.find(({ fileName }) => fileName === 'index.html');
  const others = output.filter((file) => file !== html).map(({ fileName }) => fileName);
  if (html === undefined || others.length > 0) throw new Error(`${page} is not one file: ${others.join(', ')}`);
  return String(html.source);
}

function virtualModule(name, { default: main, ...others }) {
  const id = `\0${name}`;
  const named = Object.entries(others).map(([key, text]) => `export const ${key} = ${JSON.stringify(text)};`);
  return {
    name: 'plugin-ui-as-text',
    resolveId: (source) => (source === name ? id : undefined),
    load: (source) => (source === id ? [`export default ${JSON.stringify(main)};`, ...named].join('\n') : undefined),
  };
}
