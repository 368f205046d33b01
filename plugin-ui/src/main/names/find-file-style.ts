import type { PageNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import { tryTo } from '../try-to.ts';
import { isDefaultName } from './is-default-name.ts';

/** Enough to recognize a habit, and few enough to read at once. */
const MOST_LAYERS_READ = 600;
const LEAST_NAMES = 3;
const LEAST_SHARE = 0.5;

/** The style in which most names of the page are written: names somebody gave, of several words. */
export function findFileStyle(page: PageNode): NamingStyle | null {
  const counts = new Map<NamingStyle, number>();
  let total = 0;
  for (const name of readNames(page)) {
    const style = styleOf(name);
    if (style === undefined) continue;
    total += 1;
    counts.set(style, (counts.get(style) ?? 0) + 1);
  }
  if (total < LEAST_NAMES) return null;
  for (const [style, count] of counts) if (count >= LEAST_NAMES && count / total >= LEAST_SHARE) return style;
  return null;
}

/** Level by level, so that screens and their parts come before what is deep inside one of them. */
function readNames(page: PageNode): string[] {
  const names: string[] = [];
  const queue: SceneNode[] = page.children.slice(0, MOST_LAYERS_READ);
  for (let index = 0; index < queue.length; index += 1) {
    const node = queue[index];
    if (node === undefined) continue;
    tryTo(() => {
      const { name, type } = node;
      if (type !== 'TEXT' && type !== 'TEXT_PATH' && !isDefaultName(name, type)) names.push(name.trim());
      if (queue.length >= MOST_LAYERS_READ || type === 'INSTANCE' || !('children' in node)) return;
      queue.push(...node.children.slice(0, MOST_LAYERS_READ - queue.length));
    });
  }
  return names;
}

/** The style of a name of several words; undefined if it has one word, or mixes styles. */
export function styleOf(name: string): NamingStyle | undefined {
  if (name.indexOf('=') !== -1 || /\d{4}/.test(name)) return undefined;
  const hasSpace = name.indexOf(' ') !== -1;
  if (/^[^\s/]+(?: ?\/ ?[^/]+)+$/.test(name)) return 'Slash/Case';
  if (name.indexOf('_') > 0 && !hasSpace) return name === name.toLowerCase() ? 'snake_case' : undefined;
  if (name.indexOf('-') > 0 && !hasSpace) return name === name.toLowerCase() ? 'kebab-case' : undefined;
  if (hasSpace) return name.split(' ').every(isCapitalized) ? 'Title Case' : undefined;
  if (/^[a-z][a-z0-9]*(?:[A-Z][a-z0-9]+)+$/.test(name)) return 'camelCase';
  if (/^(?:[A-Z][a-z0-9]+){2,}$/.test(name)) return 'PascalCase';
  return undefined;
}

function isCapitalized(word: string): boolean {
  const first = word.charAt(0);
  return /\d/.test(first) || (first === first.toUpperCase() && first !== first.toLowerCase());
}
