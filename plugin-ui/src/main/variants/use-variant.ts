import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { InstructionReport } from '../../messages.ts';
import { explain } from '../export-picture.ts';
import type { FigmaApi } from '../figma-api.ts';
import { asWaitingUndoStep } from '../undo-step.ts';
import { fillWithImage } from './actions/picture.ts';
import { applyInstructions, type Preparation } from './make-variant.ts';
import { skipped } from './outcome.ts';
import type { Variant } from './variant.ts';

/**
 * Carries a variant's instructions out on its frame, with the pictures that were placed, as one step of undo.
 *
 * @param removeClone removes the variant beside the frame, in the same step
 */
export function useOnFrame(
  figma: FigmaApi,
  frame: SceneNode,
  { run, instructions, images }: Variant,
  prepared: Preparation,
  removeClone: () => void,
): Promise<InstructionReport[]> {
  return asWaitingUndoStep(figma, async () => {
    const waiting: { index: number; node: SceneNode }[] = [];
    const report = await applyInstructions(figma, frame, run, prepared, instructions, (index, node) => {
      waiting.push({ index, node });
    });
    for (const { index, node } of waiting) {
      const hash = images.get(index);
      const outcome =
        hash === undefined
          ? skipped('its picture had not arrived')
          : await fillWithImage(node, hash).catch((error: unknown) => skipped(`Figma refused: ${explain(error)}`));
      report[index] = { index, ...outcome };
    }
    try {
      removeClone();
    } catch {
      // The frame is changed, and that is what the report is about. A clone that stays can be seen, and deleted.
    }
    return report;
  });
}
