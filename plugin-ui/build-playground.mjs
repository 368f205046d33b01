// What the playground needs in addition to its bundle: the plugin's UI with Figma's theme, and the hashes with which the
// service's Content-Security-Policy allows only these scripts and styles.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const room = join(dirname(fileURLToPath(import.meta.url)), 'playground/page');

/**
 * Adds what Figma writes before a plugin's page, doctype included: its theme variables and the script that follows it.
 */
export function addFigmaTheme(html) {
  const style = readFileSync(join(room, 'figma-theme.css'), 'utf8');
  const script = readFileSync(join(room, 'figma-theme.js'), 'utf8');
  return `<script>${script}</script><style>${style}</style>${html}`;
}

/** The page of each of the three frames in which Figma shows a plugin. */
export function readFrames() {
  return readFileSync(join(room, 'plugin-frames.html'), 'utf8');
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
