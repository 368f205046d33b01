import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { isText, type NamesResult } from './apply-names.ts';
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
      const { id } = node;
      try {
        if (isRenamedSince) result.leftAlone.push({ id, name: node.name, reason: 'renamedSince' });
        else {
          node.name = renaming.oldName;
          result.done.push({ id, name: renaming.oldName });
          if (renaming.wasAuto) attempt(() => followText(node));
          // It may be named again.
          attempt(() => writeContentHash(node, ''));
        }
      } catch (error) {
        result.leftAlone.push({ id, name: renaming.newName, reason: 'failed', message: explain(error) });
        continue;
      }
      // A history that stays longer does no harm: it speaks of a name that the layer no longer has.
      attempt(() => {
        const earlier = readRenamings(node).filter((kept) => kept.batch < batch);
        writeRenamings(node, earlier);
      });
    }
  });
  return result;
}

function followText(node: SceneNode): void {
  if (isText(node)) node.autoRename = true;
}

/** Does what the name itself does not depend on. */
function attempt(change: () => void): void {
  try {
    change();
  } catch {
    // The name is restored, and that is what is reported.
  }
}
