import type { NamesResult } from './apply-names.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { writeContentHash } from './names/content-data.ts';
import { findRevertable, readRenamings, writeRenamings } from './rename-history.ts';
import { asUndoStep } from './undo-step.ts';

/**
 * Takes back the last apply on the current page, as one step of undo: old names, and for texts whether their name
 * follows their words. What was renamed since is left alone. Once more takes back the apply before it.
 */
export function revertNames(figma: FigmaApi): NamesResult {
  const { layers, batch } = findRevertable(figma);
  const result: NamesResult = { done: [], leftAlone: [] };
  if (layers.length === 0) return result;
  asUndoStep(figma, () => {
    for (const { node, renaming, isRenamedSince } of layers) {
      const { id, name } = node;
      try {
        if (isRenamedSince) result.leftAlone.push({ id, name, reason: 'renamedSince' });
        else {
          node.name = renaming.oldName;
          if (renaming.wasAuto && (node.type === 'TEXT' || node.type === 'TEXT_PATH')) node.autoRename = true;
          // It may be named anew.
          writeContentHash(node, '');
          result.done.push({ id, name: node.name });
        }
        writeRenamings(
          node,
          readRenamings(node).filter((kept) => kept.batch < batch),
        );
      } catch (error) {
        result.leftAlone.push({ id, name, reason: 'failed', message: explain(error) });
      }
    }
  });
  return result;
}
