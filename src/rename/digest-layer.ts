import { hash } from 'node:crypto';
import type { LayerGroup } from './group-layers.ts';

/**
 * A digest of what a layer's name depends on: type, words, sizes, and its picture, or its sheet and cell. Nothing can
 * be read from it. Its pictures must still be held.
 */
export function digestLayer({ layer, own, place }: LayerGroup): string {
  const { type, text = '', fontSize, componentName, width, height } = layer;
  const picture = own ?? place?.sheet;
  const facts = JSON.stringify([type, text, fontSize, componentName, width, height, place?.cell]);
  const seen = picture === undefined ? '' : `${picture.base64.byteLength} ${picture.fingerprint}`;
  return hash('sha256', `${facts}${seen}`, 'base64url');
}
