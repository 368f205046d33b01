import type { SceneNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../figma-api.ts';
import { tryTo } from '../try-to.ts';

/**
 * What a layer's properties are linked to, by the property: ids of styles and variables. Figma ends a link without a
 * word when its property is set, so links are read before and after each change.
 */
export type Links = Map<string, string>;

const paintFields = ['fills', 'strokes', 'effects'] as const;
const styleFields = ['fillStyleId', 'strokeStyleId', 'effectStyleId', 'textStyleId'] as const;

/** Reads the links of one layer. */
export function readLinks(node: SceneNode): Links {
  const links: Links = new Map();
  const values = node as unknown as Readonly<Record<string, unknown>>;
  for (const field of styleFields) if (field in node) keepStyle(links, field, values[field]);
  for (const [field, aliases] of Object.entries(node.boundVariables ?? {})) {
    if (field !== 'componentProperties') keepAliases(links, field, aliases);
  }
  // Colors of gradients and effects are linked stop by stop, which the layer's own list leaves out.
  for (const field of paintFields) if (field in node) keepAliases(links, field, values[field]);
  if (node.type === 'TEXT' || node.type === 'TEXT_PATH') readSegmentLinks(links, node);
  return links;
}

/** The links of a text whose letters differ: there the text itself has only `figma.mixed`. */
function readSegmentLinks(links: Links, text: TextNode | TextPathNode): void {
  const isMixed = [text.fills, text.fillStyleId, text.textStyleId].some((value) => typeof value === 'symbol');
  if (!isMixed) return;
  for (const segment of text.getStyledTextSegments(['fills', 'fillStyleId', 'textStyleId'])) {
    keepAliases(links, 'fills', segment.fills);
    keepStyle(links, 'fillStyleId', segment.fillStyleId);
    keepStyle(links, 'textStyleId', segment.textStyleId);
  }
}

function keepStyle(links: Links, field: string, id: unknown): void {
  if (typeof id === 'string' && id !== '') links.set(`${field} ${links.size}`, id);
}

/** Keeps every alias of a variable in a value, at any depth. */
function keepAliases(links: Links, field: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { type, id } = value as { type?: unknown; id?: unknown };
  if (type === 'VARIABLE_ALIAS' && typeof id === 'string') links.set(`${field} ${links.size}`, id);
  else for (const inner of Object.values(value)) keepAliases(links, field, inner);
}

/**
 * Ids of the links that are gone, each once. Each property counts by itself: a fill that lost its variable is said,
 * even if the outline still has the same one.
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
    for (const [field, id] of tryTo(() => Array.from(readLinks(node))) ?? []) {
      if (names.has(id)) continue;
      names.set(id, await readName(figma, id, /Id \d+$/.test(field)));
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
