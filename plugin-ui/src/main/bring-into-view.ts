import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from './figma-api.ts';
import { pageOf } from './variants/clone-frame.ts';

/** Goes to the layer's page, selects it and brings it into view. */
export async function bringIntoView(figma: FigmaApi, node: SceneNode): Promise<void> {
  const page = pageOf(node);
  if (page === null) return;
  if (page.id !== figma.currentPage.id) await figma.setCurrentPageAsync(page);
  figma.currentPage.selection = [node];
  figma.viewport.scrollAndZoomIntoView([node]);
}
