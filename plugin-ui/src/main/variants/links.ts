import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../figma-api.ts';

/**
 * What a layer's properties are linked to, by the property: ids of styles and variables. Figma ends a link without a word
 * when its property is set, so links are read before and after each change.
 */
export type Links = Map<string, string>;

const styleFields = ['fillStyleId', 'strokeStyleId', 'effectStyleId', 'textStyleId'] as const;

export function readLinks(node: SceneNode): Links {
  const links: Links = new Map();
  for (const field of styleFields) {
    const id: unknown = field in node ? (node as unknown as Record<string, unknown>)[field] : '';
    if (typeof id === 'string' && id !== '') links.set(field, id);
  }
  const bound = node.boundVariables;
  if (bound === undefined) return links;
  for (const [field, aliases] of Object.entries(bound)) {
    if (field === 'componentProperties') continue;
    const list: unknown[] = Array.isArray(aliases) ? aliases : [aliases];
    list.forEach((alias, index) => {
      const id: unknown = typeof alias === 'object' && alias !== null ? (alias as { id?: unknown }).id : undefined;
      if (typeof id === 'string') links.set(`${field} ${index}`, id);
    });
  }
  return links;
}

/**
 * Ids of the links that are gone, each once. Each property counts by itself: a fill that lost its variable is said, even
 * if the outline still has the same one.
 */
export function lostLinks(before: Links, after: Links): string[] {
  const left = new Set(Array.from(after, ([field, id]) => `${propertyOf(field)} ${id}`));
  const lost = Array.from(before).filter(([field, id]) => !left.has(`${propertyOf(field)} ${id}`));
  return Array.from(new Set(lost.map(([, id]) => id)));
}

/** "fills" of "fills 0": paints may change places. */
function propertyOf(field: string): string {
  return field.replace(/ \d+$/, '');
}

/** Reads the names of styles and variables, since reading them waits and changes must not. */
export async function readLinkNames(figma: FigmaApi, nodes: readonly SceneNode[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const node of nodes) {
    for (const [field, id] of Array.from(readLinks(node))) {
      if (names.has(id)) continue;
      names.set(id, await readName(figma, id, field.slice(-2) === 'Id'));
    }
  }
  return names;
}

async function readName(figma: FigmaApi, id: string, isStyle: boolean): Promise<string> {
  try {
    const found = isStyle ? await figma.getStyleByIdAsync(id) : await figma.variables.getVariableByIdAsync(id);
    if (found !== null) return `the ${isStyle ? 'style' : 'variable'} ${found.name}`;
  } catch {
    // Its name is only for the note.
  }
  return isStyle ? 'a style' : 'a variable';
}

/** "no longer linked to the variable color/text and the style Card". */
export function describeLoss(names: readonly (string | undefined)[]): string {
  return `no longer linked to ${names.map((name) => name || 'a style or a variable').join(' and ')}`;
}
