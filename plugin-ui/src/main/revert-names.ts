import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { isText, type NamesResult } from './apply-names.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { writeContentHash } from './names/content-data.ts';
import { findRevertable, type Revertable, readRenamings, writeRenamings } from './rename-history.ts';
import { tryTo } from './try-to.ts';
import { asLongUndoStep } from './undo-step.ts';

/**
 * Takes back the last apply on the current page, as one step of undo: old names, and for texts whether their name
 * follows their words. What was renamed since is left alone. Once more takes back the apply before it.
 */
export async function revertNames(figma: FigmaApi): Promise<NamesResult> {
  const { layers, batch } = findRevertable(figma);
  const result: NamesResult = { done: [], leftAlone: [] };
  if (layers.length > 0)
    await asLongUndoStep(
      figma,
      layers.map((layer) => () => revertOne(layer, batch, result)),
    );
  return result;
}

/** Never throws: a layer that Figma refuses to rename is left alone, and the others go on. */
function revertOne(
  { node, id, renaming, isRenamedSince }: Revertable['layers'][number],
  batch: number,
  { done, leftAlone }: NamesResult,
): void {
  const { oldName, newName, wasAuto } = renaming;
  const fail = (name: string, message: string): void => void leftAlone.push({ id, name, reason: 'failed', message });
  try {
    if (isRenamedSince) leftAlone.push({ id, name: node.name, reason: 'renamedSince' });
    else {
      // It may be named again. Before the name, since a layer without the hash is only asked about once more.
      writeContentHash(node, '');
      node.name = oldName;
      done.push({ id, name: oldName });
    }
  } catch (error) {
    return fail(newName, explain(error));
  }
  try {
    if (wasAuto && !isRenamedSince) followText(node);
  } catch (error) {
    fail(oldName, `Its name was restored, but does not follow its text: ${explain(error)}`);
  }
  // A history that stays longer does no harm: it speaks of a name that the layer no longer has.
  tryTo(() => {
    const earlier = readRenamings(node).filter((kept) => kept.batch < batch);
    writeRenamings(node, earlier);
  });
}

function followText(node: SceneNode): void {
  if (isText(node)) node.autoRename = true;
}
