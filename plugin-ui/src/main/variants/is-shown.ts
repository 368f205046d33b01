import type { Paint, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

/** Whether a paint shows anything: it may be turned off, or fully clear. */
export function isShown({ visible, opacity }: Pick<Paint, 'visible' | 'opacity'>): boolean {
  return visible !== false && opacity !== 0;
}

/** Whether a paint is a picture, moving or not. */
export function isPicture({ type }: Pick<Paint, 'type'>): boolean {
  return type === 'IMAGE' || type === 'VIDEO';
}

/** Whether a layer has a fill that shows, or letters of several. */
export function isFilled(node: SceneNode): boolean {
  return 'fills' in node && (typeof node.fills === 'symbol' || node.fills.some(isShown));
}
