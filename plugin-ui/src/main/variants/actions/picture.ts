import type { ImagePaint, Paint, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../../figma-api.ts';
import { applied, kindOf, type Outcome, skipped } from '../outcome.ts';

/**
 * Fills a layer with a picture: in the place of the one it had, with what lay over it left there; else of all fills.
 *
 * @throws Error of Figma's for bytes that it cannot take: no PNG, JPEG or GIF, or a side over 4096 px
 */
export function fillWithPicture(figma: FigmaApi, node: SceneNode, bytes: Uint8Array): Outcome {
  if (!('fills' in node)) return skipped(`a ${kindOf(node)} can hold no picture`);
  const { hash } = figma.createImage(bytes);
  const picture: ImagePaint = { type: 'IMAGE', scaleMode: 'FILL', imageHash: hash };
  const { fills } = node;
  const paints: readonly Paint[] = typeof fills === 'symbol' ? [] : fills;
  const hadPicture = paints.some(({ type }) => type === 'IMAGE');
  node.fills = hadPicture ? paints.map((paint) => (paint.type === 'IMAGE' ? picture : paint)) : [picture];
  return applied();
}

/** Whether a picture could be put there: asked before it has come. */
export function canHoldPicture(node: SceneNode): boolean {
  return 'fills' in node && node.type !== 'LINE';
}
