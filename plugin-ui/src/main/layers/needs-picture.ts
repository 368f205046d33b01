import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

/** Whether a picture says more of the layer than its words, size and place do: a text is what it says. */
export function needsPicture(node: SceneNode): boolean {
  return !((node.type === 'TEXT' || node.type === 'TEXT_PATH') && node.characters.trim() !== '');
}
