import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditLayer } from '../../../../src/schemas/edits.ts';
import type { FigmaApi } from '../figma-api.ts';
import type { SourceFrame } from '../find-frame.ts';
import { visitInTurns } from '../pause.ts';
import { tryTo } from '../try-to.ts';
import { describeComponent, describeEditLayer } from './describe-edit-layer.ts';
import { pushChildren } from './edit-target.ts';
import { isShown } from './is-shown.ts';
import type { LayerIds } from './layer-ids.ts';
import { isInsideInstance, isMask } from './outcome.ts';
import { readTokens, type TokenBook } from './tokens.ts';

/** The service's most. */
const MOST_LAYERS = 1000;

export interface ReadFrame {
  layers: EditLayer[];
  layersLeftOut: number;
  tokens: TokenBook;
}

/**
 * The frame and what can be seen in it, back to front, as the service takes it; places are from the frame's top left.
 * If there are more layers than the service takes, those inside instances are left out first: their component says how
 * they look. So are layers that cannot be read.
 */
export async function readFrame(figma: FigmaApi, frame: SourceFrame, ids: LayerIds): Promise<ReadFrame> {
  const found: SceneNode[] = [];
  await visitInTurns(walkVisible(frame), (node) => void found.push(node));
  const isOwn = (node: SceneNode): boolean =>
    node.id === frame.id || (!node.removed && tryTo(() => isInsideInstance(node)) === false);
  const chosen = (found.length > MOST_LAYERS ? found.filter(isOwn) : found).slice(0, MOST_LAYERS);
  const tokens = await readTokens(figma, frame, chosen);
  const sent = new Set(chosen.map(({ id }) => id));
  const layers: EditLayer[] = [];
  const instances: [EditLayer, SceneNode][] = [];
  const read = (node: SceneNode): void => {
    if (node.removed || frame.removed) return;
    const layer = tryTo(() => describeEditLayer(node, { frame, ids, tokens, mixed: figma.mixed, sent }));
    if (layer === undefined) return;
    layers.push(layer);
    if (node.type === 'INSTANCE') instances.push([layer, node]);
  };
  await visitInTurns(chosen, read);
  for (const [layer, node] of instances) {
    if (node.removed || node.type !== 'INSTANCE') continue;
    const component = await describeComponent(node).catch(() => undefined);
    if (component !== undefined) layer.component = component;
  }
  return { layers, layersLeftOut: found.length - layers.length, tokens };
}

/**
 * Parents before what they hold. What is hidden, fully clear or cut off by its parents is left out with all it holds.
 */
function* walkVisible(frame: SceneNode): Generator<SceneNode> {
  const waiting = [frame];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const current = node;
    if (node.removed || (node !== frame && tryTo(() => isSeen(current)) === false)) continue;
    yield node;
    if (!node.removed) pushChildren(node, waiting);
  }
}

function isSeen(node: SceneNode): boolean {
  if (!node.visible || ('opacity' in node && node.opacity === 0)) return false;
  // A mask is not drawn itself: what it shows of the others is what counts.
  if (isMask(node)) return true;
  if (isClearText(node)) return false;
  return !('absoluteRenderBounds' in node) || node.absoluteRenderBounds !== null;
}

/** Whether a text has colors, and none of them shows. */
function isClearText(node: SceneNode): boolean {
  if (node.type !== 'TEXT' && node.type !== 'TEXT_PATH') return false;
  const { fills, strokes } = node;
  return typeof fills !== 'symbol' && fills.length > 0 && !fills.some(isShown) && !strokes.some(isShown);
}
