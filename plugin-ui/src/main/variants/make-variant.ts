import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import type { InstructionReport } from '../../messages.ts';
import type { FigmaApi } from '../figma-api.ts';
import type { SourceFrame } from '../find-frame.ts';
import { tryTo } from '../try-to.ts';
import { applyInstruction } from './apply-instruction.ts';
import { findShape, indexTargets, pairWithClone, readShape, type Shape, type TargetIndex } from './edit-target.ts';
import { type FontBook, prepareFonts } from './fonts.ts';
import type { LayerIds } from './layer-ids.ts';
import { describeLoss, lostLinks, readLinkNames, readLinks } from './links.ts';
import { type EditContext, type Outcome, skipped } from './outcome.ts';
import type { TokenBook } from './tokens.ts';

/** A frame that was read for variants. */
export interface Run {
  frameId: string;
  ids: LayerIds;
  tokens: TokenBook;
}

/** What is read of the frame before anything is changed: reading waits, and changes should not. */
export interface Preparation {
  targets: TargetIndex;
  /** Ids in the source of the layers that the instructions are for, by their place. */
  sourceIds: (string | undefined)[];
  shape: Shape;
  fonts: FontBook;
  linkNames: Map<string, string>;
}

/** Reads and loads everything that the instructions need, before the frame is cloned. */
export async function prepareVariant(
  figma: FigmaApi,
  frame: SourceFrame,
  { ids }: Run,
  instructions: readonly EditInstruction[],
): Promise<Preparation> {
  const targets = indexTargets(frame, ids);
  const nodes = instructions.map((instruction) => targets.find(instruction));
  const shape = readShape(frame);
  const fonts = await prepareFonts(figma, frame, targets, instructions);
  const linkNames = await readLinkNames(
    figma,
    nodes.filter((node): node is SceneNode => node !== undefined && !node.removed),
  );
  return {
    targets,
    sourceIds: nodes.map((node) => (node === undefined ? undefined : node.id)),
    shape,
    fonts,
    linkNames,
  };
}

/**
 * Carries the instructions out on `root`, a clone of the frame or the frame itself.
 *
 * @param onWaiting called with the layer that waits for a picture, and the place of its instruction
 */
export async function applyInstructions(
  figma: FigmaApi,
  root: SceneNode,
  { tokens }: Run,
  { sourceIds, shape, fonts, linkNames }: Preparation,
  instructions: readonly EditInstruction[],
  onWaiting: (index: number, node: SceneNode) => void,
): Promise<InstructionReport[]> {
  const pairs = pairWithClone(shape, root);
  const base: EditContext = { figma, root, fonts, tokens, moved: [], refresh: (instance) => refresh(instance) };

  function refresh(instance: SceneNode): void {
    const pair = Array.from(pairs).find(([, node]) => !node.removed && node.id === instance.id);
    const part = pair === undefined ? undefined : findShape(shape, pair[0]);
    if (part === undefined) return;
    for (const [id, node] of Array.from(pairWithClone(part, instance))) pairs.set(id, node);
  }

  const report: InstructionReport[] = [];
  for (const [index, instruction] of Array.from(instructions.entries())) {
    const node = pairs.get(sourceIds[index] || '');
    if (node === undefined || node.removed) {
      report.push({ index, ...skipped(`layer "${instruction.target}" was not found`) });
      continue;
    }
    const fontChoice = fonts.choices.get(index);
    const context = fontChoice === undefined ? base : { ...base, fontChoice };
    const outcome = await applyWithLinks(node, instruction, context, linkNames);
    if (outcome.outcome === 'waiting') onWaiting(index, node);
    report.push({ index, ...outcome });
  }
  return report;
}

/** Says which links to variables and styles a change has ended: Figma does not. */
async function applyWithLinks(
  node: SceneNode,
  instruction: EditInstruction,
  context: EditContext,
  names: ReadonlyMap<string, string>,
): Promise<Outcome> {
  const before = tryTo(() => readLinks(node));
  if (before === undefined) return skipped('Figma does not say which variables and styles it is linked to');
  const outcome = await applyInstruction(node, instruction, context);
  if (before.size === 0 || node.removed) return outcome;
  const after = tryTo(() => readLinks(node));
  // A layer that an instance hides cannot be read any more. Hiding ends no link.
  if (after === undefined && instruction.action === 'hide') return outcome;
  const lost = after === undefined ? Array.from(before.values()) : lostLinks(before, after);
  if (lost.length === 0) return outcome;
  const named = describeLoss(lost.map((id) => names.get(id) || context.tokens.describe(id)));
  const loss = after === undefined ? `perhaps ${named}` : named;
  return { ...outcome, note: outcome.note === undefined ? loss : `${outcome.note}; ${loss}` };
}
