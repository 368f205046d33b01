import type { BaseNode, PageNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { NamingScope } from '../../messages.ts';
import type { FigmaApi } from '../figma-api.ts';
import { readSelection } from '../read-selection.ts';

/** Where a run, or a count, begins. */
export interface Roots {
  /** As in the layer panel: front first. */
  nodes: readonly SceneNode[];
  /** What to call them; '' if there is nothing. */
  name: string;
}

/** The layers of a scope that lie in no other one. Pages that are not loaded yet are loaded. */
export async function findRoots(figma: FigmaApi, scope: NamingScope): Promise<Roots> {
  if (scope === 'selection') {
    const nodes = readSelection(figma);
    return { nodes, name: nameSelection(nodes) };
  }
  if (scope === 'page') return { nodes: frontFirst(figma.currentPage), name: figma.currentPage.name };
  const nodes: SceneNode[] = [];
  for (const page of figma.root.children) {
    await page.loadAsync();
    nodes.push(...frontFirst(page));
  }
  return { nodes, name: figma.root.name };
}

function frontFirst(page: PageNode): SceneNode[] {
  const { children } = page;
  const reversed: SceneNode[] = [];
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const child = children[index];
    if (child !== undefined) reversed.push(child);
  }
  return reversed;
}

/** Name of the one selected layer, or of the frame around the first of several. */
function nameSelection(selection: readonly SceneNode[]): string {
  const [first, second] = selection;
  if (first === undefined) return '';
  if (second === undefined) return first.name;
  const parent: BaseNode | null = first.parent;
  return parent === null ? first.name : parent.name;
}
