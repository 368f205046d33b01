import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { PlacePictureMessage } from '../../messages.ts';
import { explain } from '../export-picture.ts';
import type { FigmaApi } from '../figma-api.ts';
import { asWaitingUndoStep } from '../undo-step.ts';
import { fillWithImage } from './actions/picture.ts';
import { type Outcome, skipped } from './outcome.ts';
import type { Variant } from './variant.ts';

/** Fills the layer that waits for a generated picture, as one step of undo. Never throws. */
export async function placePicture(
  figma: FigmaApi,
  variant: Variant | undefined,
  { instructionIndex, picture, imageError }: PlacePictureMessage,
  nodeOf: (id: string | undefined) => Promise<SceneNode | null>,
): Promise<Outcome> {
  if (variant === undefined) return skipped('the variant was discarded');
  const { waiting, images } = variant;
  const nodeId = waiting.get(instructionIndex);
  waiting.delete(instructionIndex);
  if (picture === null) return skipped(imageError === undefined ? 'no picture was received' : imageError);
  const node = await nodeOf(nodeId);
  if (node === null) return skipped('the layer was deleted');
  return asWaitingUndoStep(figma, async () => {
    try {
      const { hash } = figma.createImage(picture);
      const placed = await fillWithImage(node, hash);
      if (placed.outcome === 'applied') images.set(instructionIndex, hash);
      return placed;
    } catch (error) {
      return skipped(`Figma cannot take the picture: ${explain(error)}`);
    }
  });
}
