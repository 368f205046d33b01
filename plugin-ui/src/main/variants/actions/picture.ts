import type { ImagePaint, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../../figma-api.ts';
import { isPicture } from '../is-shown.ts';
import { applied, kindOf, type Outcome, skipped } from '../outcome.ts';
import { setPaints } from '../set-paint.ts';
import { paintsOf } from '../tokens.ts';
import { fillObstacle } from './paint.ts';

/**
 * Fills a layer with a picture: in place of the one it had, with what lay over it left there; else of all fills.
 *
 * @throws Error of Figma's for bytes that it cannot take: not PNG, JPEG or GIF, or a side over 4096 px
 */
export function fillWithPicture(figma: FigmaApi, node: SceneNode, bytes: Uint8Array): Promise<Outcome> {
  return fillWithImage(node, figma.createImage(bytes).hash);
}

/** The same with a picture that the file has already. */
export async function fillWithImage(node: SceneNode, hash: string): Promise<Outcome> {
  if (!('fills' in node)) return skipped(`a ${kindOf(node)} cannot hold a picture`);
  const picture: ImagePaint = { type: 'IMAGE', scaleMode: 'FILL', imageHash: hash };
  const paints = paintsOf(node, 'fills');
  const hadPicture = paints.some(isPicture);
  const next = hadPicture ? paints.map((paint) => (isPicture(paint) ? picture : paint)) : [picture];
  await setPaints(node, 'fills', next);
  return applied();
}

/** Why a layer can show no picture: asked before one has come. */
export function pictureObstacle(node: SceneNode): string | undefined {
  const obstacle = fillObstacle(node);
  const hasFill = 'fills' in node && node.type !== 'LINE';
  return obstacle === undefined || hasFill ? obstacle : `a ${kindOf(node)} cannot hold a picture`;
}
