import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from './figma-api.ts';
import { tryTo } from './try-to.ts';

/** The key under which a layer keeps its old names. It goes with the file, so that Revert works after a restart. */
const KEY = 'renames';

/** Older names are forgotten: the file should not grow for ever. */
const MOST_KEPT = 10;

/** Figma's limit is 100 kB, and a letter may take three bytes. */
const LARGEST_ENTRY = 30_000;

/** One renaming of a layer by the plugin. */
export interface Renaming {
  /** The same for all layers of one apply; later ones have greater numbers. */
  batch: number;
  oldName: string;
  newName: string;
  /** Whether a text's name came from its words. */
  wasAuto: boolean;
}

/** A layer's renamings, the oldest first; empty if there are none or they cannot be read. */
export function readRenamings(node: SceneNode): Renaming[] {
  const text = node.getPluginData(KEY);
  if (text === '') return [];
  try {
    const kept: unknown = JSON.parse(text);
    return Array.isArray(kept) ? kept.filter(isRenaming) : [];
  } catch {
    return [];
  }
}

/** Keeps the newest renamings with the layer. @throws Error of Figma's */
export function writeRenamings(node: SceneNode, renamings: readonly Renaming[]): void {
  const kept = renamings.slice(-MOST_KEPT);
  while (kept.length > 1 && JSON.stringify(kept).length > LARGEST_ENTRY) kept.shift();
  node.setPluginData(KEY, kept.length === 0 ? '' : JSON.stringify(kept));
}

/** A copy's layers have no history: Revert must not reach into variants. What Figma refuses stays: it names no layer. */
export function forgetRenamings(root: SceneNode): void {
  tryTo(() => readRenamings(root).length > 0 && writeRenamings(root, []));
  if (!('findAllWithCriteria' in root)) return;
  for (const node of root.findAllWithCriteria({ pluginData: { keys: [KEY] } })) tryTo(() => writeRenamings(node, []));
}

/** What Revert would do on the current page. */
export interface Revertable {
  /** The layers of the last apply that has any to give back, with its renaming. */
  layers: { node: SceneNode; id: string; renaming: Renaming; isRenamedSince: boolean }[];
  batch: number;
}

/** Finds the last apply on the current page of which at least one layer still has the name it got. */
export function findRevertable(figma: FigmaApi): Revertable {
  const nodes = figma.currentPage.findAllWithCriteria({ pluginData: { keys: [KEY] } });
  const layers = nodes.map(readLast).filter((last) => last !== undefined);
  let batch = 0;
  for (const { renaming, isRenamedSince } of layers) if (!isRenamedSince) batch = Math.max(batch, renaming.batch);
  return { layers: batch === 0 ? [] : layers.filter(({ renaming }) => renaming.batch >= batch), batch };
}

/** The number of the last apply on the current page; 0 if there is none, or the page cannot be searched. */
export function latestBatch(figma: FigmaApi): number {
  return tryTo(() => findRevertable(figma).batch) ?? 0;
}

/** A layer's last renaming; undefined if it has none, or Figma does not let it be read. */
function readLast(node: SceneNode): Revertable['layers'][number] | undefined {
  return tryTo(() => {
    const renaming = lastOf(readRenamings(node));
    return renaming && { node, id: node.id, renaming, isRenamedSince: renaming.newName !== node.name };
  });
}

/** How many layers Revert would give their old names back; 0 if the page cannot be searched. */
export function countRevertable(figma: FigmaApi): number {
  try {
    return findRevertable(figma).layers.filter(({ isRenamedSince }) => !isRenamedSince).length;
  } catch {
    return 0;
  }
}

function lastOf(renamings: readonly Renaming[]): Renaming | undefined {
  return renamings[renamings.length - 1];
}

function isRenaming(value: unknown): value is Renaming {
  if (typeof value !== 'object' || value === null) return false;
  const { batch, oldName, newName, wasAuto } = value as Partial<Renaming>;
  const areNames = typeof oldName === 'string' && typeof newName === 'string';
  return typeof batch === 'number' && areNames && typeof wasAuto === 'boolean';
}
