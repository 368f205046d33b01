import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

const MOST_SCREENS = 50;

/** What the buttons do, by the manifest's commands, as Figma shows it beside them. */
const buttons = { name: 'Name new layers', quick: 'Name and apply at once', variants: '' };

/** Puts the plugin's buttons into Figma's side panel for the screens of these layers, as far as Figma lets it. */
export function offerRelaunch(nodes: readonly BaseNode[]): void {
  const offered = new Set<string>();
  for (const node of nodes) {
    if (offered.size >= MOST_SCREENS) return;
    try {
      if (node.removed || node.type === 'PAGE' || node.type === 'DOCUMENT') continue;
      const screen = screenOf(node);
      if (offered.has(screen.id)) continue;
      offered.add(screen.id);
      if (Object.keys(screen.getRelaunchData()).length === 0) screen.setRelaunchData(buttons);
    } catch {
      // Names matter more than buttons.
    }
  }
}

function screenOf(layer: SceneNode): SceneNode {
  const { parent } = layer;
  if (parent === null || parent.type === 'PAGE' || parent.type === 'DOCUMENT' || parent.type === 'SECTION')
    return layer;
  return screenOf(parent);
}
