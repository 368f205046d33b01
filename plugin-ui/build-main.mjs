import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const room = dirname(fileURLToPath(import.meta.url));

/** The main thread as one plain script for Figma's sandbox. Returns its text. */
export async function buildMain() {
  const { outputFiles } = await build({
    entryPoints: [join(room, 'src/main/main.ts')],
    write: false,
    bundle: true,
    format: 'iife',
    // Older than what the sandbox runs today: the plugin is used in desktop apps of several ages.
    target: 'es2017',
    charset: 'utf8',
    minify: true,
    legalComments: 'none',
    logLevel: 'warning',
    tsconfigRaw: {},
  });
  return outputFiles[0].text;
}
