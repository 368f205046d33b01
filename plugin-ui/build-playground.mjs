// What the page to try the plugin needs besides its own bundle: the plugin's UI as Figma would dress it, and the hashes
// by which the service's Content-Security-Policy lets these scripts and styles run, and no others.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = join(dirname(fileURLToPath(import.meta.url)), 'playground/page');

/** Adds what Figma itself writes into a plugin's page: its theme variables, and the script that follows the theme. */
export function addFigmaTheme(html) {
  const style = readFileSync(join(room, 'figma-theme.css'), 'utf8');
  const script = readFileSync(join(room, 'figma-theme.js'), 'utf8');
  return html.replace('<head>', () => `<head><style>${style}</style><script>${script}</script>`);
}

/** The sources `'sha256-...'` of all scripts and styles that are written into these pages. */
export function hashInline(...pages) {
  const hashes = (tag) => {
    const blocks = pages.flatMap((page) => [
      ...page.matchAll(new RegExp(`<${tag}\\b[^>]*>([\\s\\S]*?)</${tag}>`, 'g')),
    ]);
    return [...new Set(blocks.map(([, text]) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`))];
  };
  return { scripts: hashes('script'), styles: hashes('style') };
}
