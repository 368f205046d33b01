import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { defaultSettings, type NamingScope, type SelectionSummary, type SkipSwitches } from '../../messages.ts';
import type { FigmaApi } from '../figma-api.ts';
import { findFrame } from '../find-frame.ts';
import { readSelection } from '../read-selection.ts';
import { findRoots } from './find-roots.ts';
import { needsPicture } from './needs-picture.ts';
import { type VisitedLayer, visitLayers } from './visit-layers.ts';
import type { WalkedLayer } from './walk-layers.ts';

/** A picture goes as a cell of a sheet: about 4 KB of JPEG. */
const BYTES_PER_PICTURE = 4_000;
const BYTES_PER_LAYER = 250;

/** Whether the switches leave the layer in. No switch lets a variant in. */
export function isWanted({ reasons, isVariant }: WalkedLayer, skip: SkipSwitches): boolean {
  return !isVariant && reasons.every((reason) => !(skip[reason] ?? defaultSettings.skip[reason]));
}

/**
 * Counts the layers of a scope.
 *
 * @param isStale once true, the selection is another and the answer of no use
 * @returns undefined if it was stale
 */
export async function summarizeLayers(
  figma: FigmaApi,
  scope: NamingScope,
  skip: SkipSwitches,
  isStale: () => boolean,
): Promise<SelectionSummary | undefined> {
  const { frame, problem } = findFrame(readSelection(figma));
  const roots = await findRoots(figma, scope);
  const summary: SelectionSummary & { variants: number } = {
    total: 0,
    toName: 0,
    pictures: 0,
    estimatedBytes: 0,
    reasons: { hidden: 0, locked: 0, component: 0, insideInstance: 0, alreadyNamed: 0, iconPart: 0, autoText: 0 },
    name: roots.name,
    scope,
    variants: 0,
    frame: frame === null ? null : { id: frame.id, name: frame.name, width: frame.width, height: frame.height },
    frameProblem: problem,
  };
  const isWhole = await visitLayers(roots.nodes, (layer) => count(summary, layer, skip), isStale);
  return isWhole ? summary : undefined;
}

function count(summary: SelectionSummary & { variants: number }, layer: VisitedLayer, skip: SkipSwitches): void {
  const { node, reasons, isVariant } = layer;
  if (node.removed) return;
  // Read first: a layer that cannot be read is not counted at all.
  const hasPicture = reasons.indexOf('hidden') === -1 && !isEmpty(node) && needsPicture(node);
  summary.total += 1;
  for (const reason of reasons) summary.reasons[reason] += 1;
  if (isVariant) summary.variants += 1;
  if (!isWanted(layer, skip)) return;
  summary.toName += 1;
  summary.estimatedBytes += BYTES_PER_LAYER;
  if (!hasPicture) return;
  summary.pictures += 1;
  summary.estimatedBytes += BYTES_PER_PICTURE;
}

function isEmpty({ width, height }: SceneNode): boolean {
  return width === 0 && height === 0;
}
