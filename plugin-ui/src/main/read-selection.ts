import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from './figma-api.ts';

/**
 * What is selected, as far as it can be read. A layer that is hidden inside an instance can be selected in the layer
 * panel, while Figma throws at every look at it, since the plugin has it skip such layers. A layer that lies in another
 * selected one is left out: it comes with that one.
 */
export function readSelection(figma: FigmaApi): readonly SceneNode[] {
  const readable = figma.currentPage.selection.filter(isReadable);
  if (readable.length < 2) return readable;
  const ids = new Set(readable.map(({ id }) => id));
  return readable.filter((node) => !isInside(node, ids));
}

function isInside(node: SceneNode, ids: ReadonlySet<string>): boolean {
  for (let parent: BaseNode | null = node.parent; parent !== null; { parent } = parent) {
    if (ids.has(parent.id)) return true;
  }
  return false;
}

function isReadable(node: SceneNode): boolean {
  try {
    return typeof node.name === 'string';
  } catch {
    return false;
  }
}
