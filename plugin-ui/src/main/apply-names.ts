import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { LeftAlone, NameToApply } from '../messages.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { readRenamings, writeRenamings } from './rename-history.ts';
import { asUndoStep } from './undo-step.ts';
import { isVariant } from './walk-layers.ts';

/** The service takes names of so many characters, so that of longer ones the designer saw only the beginning. */
export const LONGEST_SHOWN_NAME = 1000;

const VARIANT_NOTE = 'It is a variant: its name holds its properties, so it is never renamed.';

export interface NamesResult {
  done: { id: string; name: string }[];
  leftAlone: LeftAlone[];
}

/**
 * Gives the names as one step of undo, and keeps the old ones with the layers. A layer that is gone, or was renamed
 * since the designer saw it, is left alone.
 *
 * @param batch a number that grows from apply to apply
 */
export async function applyNames(figma: FigmaApi, names: readonly NameToApply[], batch: number): Promise<NamesResult> {
  const nodes = await Promise.all(names.map(({ id }) => figma.getNodeByIdAsync(id)));
  const result: NamesResult = { done: [], leftAlone: [] };
  asUndoStep(figma, () => {
    names.forEach((name, index) => applyOne(nodes[index] ?? null, name, batch, result));
  });
  return result;
}

function applyOne(
  node: BaseNode | null,
  { id, oldName, newName }: NameToApply,
  batch: number,
  { done, leftAlone }: NamesResult,
): void {
  if (node === null || node.removed || !isLayer(node)) {
    leftAlone.push({ id, name: '', reason: 'gone' });
    return;
  }
  const { name } = node;
  try {
    if (name.slice(0, LONGEST_SHOWN_NAME) !== oldName) leftAlone.push({ id, name, reason: 'renamedSince' });
    else if (isVariant(node)) leftAlone.push({ id, name, reason: 'failed', message: VARIANT_NOTE });
    else if (newName.trim() === '') leftAlone.push({ id, name, reason: 'failed', message: 'The new name is empty.' });
    else if (newName === oldName) done.push({ id, name });
    else {
      const wasAuto = node.type === 'TEXT' && node.autoRename;
      node.name = newName;
      // Read back: Figma may keep it a little otherwise, and Revert compares.
      writeRenamings(node, [...readRenamings(node), { batch, oldName: name, newName: node.name, wasAuto }]);
      done.push({ id, name: node.name });
    }
  } catch (error) {
    leftAlone.push({ id, name, reason: 'failed', message: explain(error) });
  }
}

export function isLayer(node: BaseNode): node is SceneNode {
  return node.type !== 'PAGE' && node.type !== 'DOCUMENT';
}
