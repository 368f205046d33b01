import type { Paint } from '@figma/plugin-typings/plugin-api-standalone.js';

/** Whether a paint shows anything: it may be turned off, or fully clear. */
export function isShown({ visible, opacity }: Pick<Paint, 'visible' | 'opacity'>): boolean {
  return visible !== false && opacity !== 0;
}
