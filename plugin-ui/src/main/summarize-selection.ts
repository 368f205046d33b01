import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { SelectionSummary, SkipSwitches } from '../messages.ts';
import { NAMING_EDGE } from './export-picture.ts';
import type { FigmaApi } from './figma-api.ts';
import { findFrame } from './find-frame.ts';
import { visitInTurns } from './pause.ts';
import { readSelection } from './read-selection.ts';
import { type WalkedLayer, walkLayers } from './walk-layers.ts';

/** PNG bytes for a pixel: 0.03 to 0.07 in two sample designs of flat surfaces and text; a photograph needs far more. */
const BYTES_PER_PIXEL = 0.07;
const BYTES_PER_PHOTO_PIXEL = 1.3;
const BYTES_PER_FILE = 400;

/** Whether the switches leave the layer in. No switch lets a variant in. */
export function isWanted({ reasons, isVariant }: WalkedLayer, skip: SkipSwitches): boolean {
  return !isVariant && reasons.every((reason) => !skip[reason]);
}

/**
 * Counts what is selected.
 *
 * @param isStale once true, the selection is another and the answer of no use
 * @returns undefined where it was stale
 */
export async function summarizeSelection(
  figma: FigmaApi,
  skip: SkipSwitches,
  isStale: () => boolean,
): Promise<SelectionSummary | undefined> {
  const selection = readSelection(figma);
  const { frame, problem } = findFrame(selection);
  const summary: SelectionSummary = {
    total: 0,
    toName: 0,
    pictures: 0,
    estimatedBytes: 0,
    reasons: { hidden: 0, locked: 0, component: 0, insideInstance: 0, alreadyNamed: 0, iconPart: 0, autoText: 0 },
    name: nameSelection(selection),
    frame: frame === null ? null : { id: frame.id, name: frame.name, width: frame.width, height: frame.height },
    frameProblem: problem,
  };
  const isWhole = await visitInTurns(walkLayers(selection), (layer) => count(summary, layer, skip), isStale);
  if (!isWhole) return undefined;
  summary.estimatedBytes = Math.round(summary.estimatedBytes);
  return summary;
}

function count(summary: SelectionSummary, layer: WalkedLayer, skip: SkipSwitches): void {
  const { node, reasons } = layer;
  summary.total += 1;
  for (const reason of reasons) summary.reasons[reason] += 1;
  if (!isWanted(layer, skip)) return;
  summary.toName += 1;
  const { width, height } = node;
  if (reasons.indexOf('hidden') !== -1 || (width === 0 && height === 0)) return;
  summary.pictures += 1;
  const scale = Math.min(1, NAMING_EDGE / Math.max(width, height));
  const pixels = Math.max(1, width * scale) * Math.max(1, height * scale);
  summary.estimatedBytes += BYTES_PER_FILE + pixels * (hasPhoto(node) ? BYTES_PER_PHOTO_PIXEL : BYTES_PER_PIXEL);
}

function hasPhoto(node: SceneNode): boolean {
  if (!('fills' in node)) return false;
  const { fills } = node;
  return Array.isArray(fills) && fills.some(({ type, visible }) => type === 'IMAGE' && visible !== false);
}

/** Name of the one selected layer, or of the frame around the first of several. */
export function nameSelection(selection: readonly SceneNode[]): string {
  const [first, second] = selection;
  if (first === undefined) return '';
  if (second === undefined) return first.name;
  const parent: BaseNode | null = first.parent;
  return parent === null ? first.name : parent.name;
}
