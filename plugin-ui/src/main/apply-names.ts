import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { ApplyNamesMessage, LeftAlone, NameToApply } from '../messages.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { isVariant } from './layers/walk-layers.ts';
import { readContentHash, writeContentHash } from './names/content-data.ts';
import { offerRelaunch } from './names/offer-relaunch.ts';
import { readRenamings, writeRenamings } from './rename-history.ts';
import { asLongUndoStep } from './undo-step.ts';

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
export async function applyNames(
  figma: FigmaApi,
  { names, confirmed = [] }: Pick<ApplyNamesMessage, 'names' | 'confirmed'>,
  batch: number,
): Promise<NamesResult> {
  const find = ({ id }: { id: string }): Promise<BaseNode | null> => figma.getNodeByIdAsync(id);
  const nodes = await Promise.all(names.map(find));
  const confirmedNodes = await Promise.all(confirmed.map(find));
  const result: NamesResult = { done: [], leftAlone: [] };
  await asLongUndoStep(figma, [
    ...names.map((name, index) => () => applyOne(nodes[index] ?? null, name, batch, result)),
    ...confirmed.map(
      ({ contentHash }, index) =>
        () =>
          confirmOne(confirmedNodes[index] ?? null, contentHash),
    ),
    () => offerRelaunch(nodes.filter(isLayerHere)),
  ]);
  return result;
}

function applyOne(
  node: BaseNode | null,
  { id, oldName, newName, contentHash }: NameToApply,
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
      rename(node, newName, contentHash, batch);
      done.push({ id, name: node.name });
    }
  } catch (error) {
    leftAlone.push({ id, name, reason: 'failed', message: explain(error) });
  }
}

/**
 * Renames a layer that can be given its old name back. The history is written first: a layer that cannot keep it, such
 * as one that has vanished from an instance, is not renamed either.
 *
 * @throws Error of Figma's, with the layer as it was
 */
function rename(node: SceneNode, newName: string, contentHash: string | undefined, batch: number): void {
  const { name: oldName } = node;
  const earlier = readRenamings(node);
  const earlierHash = readContentHash(node);
  const wasAuto = (node.type === 'TEXT' || node.type === 'TEXT_PATH') && node.autoRename;
  const record = (kept: string): void => writeRenamings(node, [...earlier, { batch, oldName, newName: kept, wasAuto }]);
  record(newName);
  try {
    if (contentHash !== undefined) writeContentHash(node, contentHash);
    node.name = newName;
    // Read back: Figma may keep it a little otherwise, and Revert compares.
    if (node.name !== newName) record(node.name);
  } catch (error) {
    writeRenamings(node, earlier);
    writeContentHash(node, earlierHash);
    throw error;
  }
}

function confirmOne(node: BaseNode | null, contentHash: string): void {
  if (node === null || node.removed || !isLayer(node)) return;
  try {
    writeContentHash(node, contentHash);
  } catch {
    // It is asked again the next time.
  }
}

function isLayerHere(node: BaseNode | null): node is SceneNode {
  return node !== null && !node.removed && isLayer(node);
}

export function isLayer(node: BaseNode): node is SceneNode {
  return node.type !== 'PAGE' && node.type !== 'DOCUMENT';
}
