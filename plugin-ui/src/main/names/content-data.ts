import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

/** The key under which a layer keeps the hash of what its name was made from. */
const KEY = 'content';

/** '' if the plugin has not named the layer. */
export function readContentHash(node: SceneNode): string {
  return node.getPluginData(KEY);
}

/** Keeps the hash with the layer; writes only if it differs. @throws Error of Figma's */
export function writeContentHash(node: SceneNode, hash: string): void {
  if (node.getPluginData(KEY) !== hash) node.setPluginData(KEY, hash);
}
