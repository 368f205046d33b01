import type { DesignToken, GenerateEditsRequest } from '../../schemas/edits.ts';
import type { LayerNode, LayerTree } from '../layer-tree.ts';
import { createScene, type Scene } from './scene.ts';
import { findWordy } from './words.ts';

/** What the review of every variant of a request needs. */
export interface ReviewContext {
  readonly tree: LayerTree;
  readonly tokens: readonly DesignToken[];
  readonly frameWidth: number;
  readonly frameHeight: number;
  /** The frame before any variant. */
  readonly base: Scene;
  /** Layers that carry words although no text lies in or on them. */
  readonly wordy: readonly LayerNode[];
  /** Whether an instruction can name a layer so that a client finds it: by its id, or by a unique name. */
  canTarget(node: LayerNode): boolean;
}

/** Computes what the reviews of all variants share, once per request. */
export function createReviewContext(request: GenerateEditsRequest, tree: LayerTree): ReviewContext {
  const { tokens = [], frameWidth, frameHeight } = request;
  const ids = countBy(tree.nodes.map(({ layer }) => layer.id));
  const names = countBy(tree.nodes.map(({ layer }) => layer.name));
  const base = createScene(tree, [], tokens);
  return {
    tree,
    tokens,
    frameWidth,
    frameHeight,
    base,
    wordy: findWordy(base),
    canTarget: ({ layer }) => (layer.id === undefined ? names.get(layer.name) : ids.get(layer.id)) === 1,
  };
}

function countBy<Key>(keys: readonly Key[]): Map<Key, number> {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
