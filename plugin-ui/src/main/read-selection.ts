import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from './figma-api.ts';

/**
 * What is selected, as far as it can be read. A layer that is hidden inside an instance can be selected in the layer
 * panel, while Figma throws at every look at it, since the plugin has it skip such layers.
 */
export function readSelection(figma: FigmaApi): readonly SceneNode[] {
  return figma.currentPage.selection.filter(isReadable);
}

function isReadable(node: SceneNode): boolean {
  try {
    return typeof node.name === 'string';
  } catch {
    return false;
  }
}
