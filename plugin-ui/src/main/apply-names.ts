import type { BaseNode, SceneNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { ApplyNamesMessage, LeftAlone, NameToApply } from '../messages.ts';
import { explain } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { isVariant } from './layers/walk-layers.ts';
import { writeContentHash } from './names/content-data.ts';
import { offerRelaunch } from './names/offer-relaunch.ts';
import { readRenamings, writeRenamings } from './rename-history.ts';
import { tryTo } from './try-to.ts';
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
  const find = ({ id }: { id: string }): Promise<Found> =>
    figma.getNodeByIdAsync(id).catch((error: unknown) => new Error(explain(error)));
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
    () => offerRelaunch(nodes.filter((node): node is BaseNode => node !== null && !(node instanceof Error))),
  ]);
  return result;
}

/** What became of a search by id: a layer, null if it is gone, or why Figma did not say. */
type Found = BaseNode | Error | null;

/** Never throws: a layer that Figma refuses to read or to rename is left alone, and the others go on. */
function applyOne(
  node: Found,
  { id, oldName, newName, contentHash }: NameToApply,
  batch: number,
  { done, leftAlone }: NamesResult,
): void {
  const fail = (message: string): void => void leftAlone.push({ id, name: oldName, reason: 'failed', message });
  if (node instanceof Error) return fail(node.message);
  try {
    if (node === null || node.removed || !isLayer(node)) {
      leftAlone.push({ id, name: '', reason: 'gone' });
      return;
    }
    const { name } = node;
    if (name.slice(0, LONGEST_SHOWN_NAME) !== oldName) leftAlone.push({ id, name, reason: 'renamedSince' });
    else if (isVariant(node)) fail(VARIANT_NOTE);
    else if (newName.trim() === '') fail('The new name is empty.');
    else if (newName === oldName) done.push({ id, name });
    else done.push({ id, name: rename(node, newName, contentHash, batch) });
  } catch (error) {
    fail(explain(error));
  }
}

/**
 * Renames a layer that can be given its old name back. The history is written first: a layer that cannot keep it, such
 * as one that has vanished from an instance, is not renamed either.
 *
 * @returns the name that Figma made of it
 * @throws Error of Figma's, with the layer as it was
 */
function rename(node: SceneNode, newName: string, contentHash: string | undefined, batch: number): string {
  const { name: oldName } = node;
  const earlier = readRenamings(node);
  const wasAuto = isText(node) && node.autoRename;
  const record = (kept: string): void => writeRenamings(node, [...earlier, { batch, oldName, newName: kept, wasAuto }]);
  try {
    record(newName);
    node.name = newName;
  } catch (error) {
    // One that stays does no harm: Revert leaves a layer alone whose name is not the one in its history.
    tryTo(() => writeRenamings(node, earlier));
    throw error;
  }
  // After the name: a hash without it would have the layer taken for one that is named. One that is missing costs a
  // call.
  if (contentHash !== undefined) tryTo(() => writeContentHash(node, contentHash));
  return readBack(node, newName, record);
}

/** Figma may keep a name a little otherwise, and Revert compares. A name that cannot be read is as it was set. */
function readBack(node: SceneNode, newName: string, record: (kept: string) => void): string {
  try {
    const { name } = node;
    if (name !== newName) record(name);
    return name;
  } catch {
    return newName;
  }
}

function confirmOne(node: Found, contentHash: string): void {
  if (node === null || node instanceof Error) return;
  tryTo(() => {
    if (!node.removed && isLayer(node)) writeContentHash(node, contentHash);
  });
}

/** Whether a node shows words. */
export function isText(node: BaseNode): node is TextNode | TextPathNode {
  return node.type === 'TEXT' || node.type === 'TEXT_PATH';
}

/** Whether a node is a layer, rather than a page or the document. */
export function isLayer(node: BaseNode): node is SceneNode {
  return node.type !== 'PAGE' && node.type !== 'DOCUMENT';
}
