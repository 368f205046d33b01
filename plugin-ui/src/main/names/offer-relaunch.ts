import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

const MOST_SCREENS = 50;

/** What the buttons do, by the manifest's commands, as Figma shows it beside them. */
const buttons = { name: 'Name new layers', quick: 'Name and apply at once', variants: '' };

/** Puts the plugin's buttons into Figma's side panel for the screens of these layers. */
export function offerRelaunch(layers: readonly SceneNode[]): void {
  const screens = new Map<string, SceneNode>();
  for (const layer of layers) {
    const screen = screenOf(layer);
    if (screens.size < MOST_SCREENS) screens.set(screen.id, screen);
  }
  for (const screen of screens.values()) {
    try {
      if (Object.keys(screen.getRelaunchData()).length === 0) screen.setRelaunchData(buttons);
    } catch {
      // The names are given all the same.
    }
  }
}

function screenOf(layer: SceneNode): SceneNode {
  const { parent } = layer;
  if (parent === null || parent.type === 'PAGE' || parent.type === 'DOCUMENT' || parent.type === 'SECTION')
    return layer;
  return screenOf(parent);
}
