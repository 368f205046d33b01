import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { pause } from '../pause.ts';
import { tryTo } from '../try-to.ts';
import { readLayer, type WalkedLayer, walkLayers } from './walk-layers.ts';

/** A turn of reading lasts no longer than a frame of the editor leaves time for: in a real file so many layers. */
const LAYERS_PER_TURN = 300;

/** A layer, and of an instance the name of its component. */
export interface VisitedLayer extends WalkedLayer {
  /** '' if it is not an instance, or its component cannot be read. */
  componentName: string;
}

/**
 * Visits the layers and all that they hold, front first, in turns so short that the editor stays smooth. An instance
 * that still carries its component's name counts as unnamed, as for Figma's own renaming. A layer that is selected
 * together with one around it is visited once.
 *
 * @param isStale asked after each pause; once true, the rest is not visited
 * @returns false if it was stale
 */
export async function visitLayers(
  roots: readonly SceneNode[],
  visit: (layer: VisitedLayer) => void,
  isStale: () => boolean = () => false,
): Promise<boolean> {
  let turn: WalkedLayer[] = [];
  const seen = new Set<string>();
  const finishTurn = async (): Promise<void> => {
    const names = await Promise.all(turn.map(readComponentName));
    turn.forEach((layer, index) => tryTo(() => visit(withComponent(layer, names[index] ?? []))));
    turn = [];
  };
  for (const layer of walkLayers(roots)) {
    const { id } = layer.node;
    if (seen.has(id)) continue;
    seen.add(id);
    turn.push(layer);
    if (turn.length < LAYERS_PER_TURN) continue;
    await finishTurn();
    await pause();
    if (isStale()) return false;
  }
  await finishTurn();
  return !isStale();
}

/** One layer as a visit would find it. */
export async function visitLayer(node: SceneNode): Promise<VisitedLayer> {
  const layer = readLayer(node);
  return withComponent(layer, await readComponentName(layer));
}

function withComponent(layer: WalkedLayer, [name = '', ...others]: readonly string[]): VisitedLayer {
  if (name === '') return { ...layer, componentName: '' };
  const isUnnamed = [name, ...others].indexOf(layer.node.removed ? '' : layer.node.name) !== -1;
  const reasons = isUnnamed ? layer.reasons.filter((reason) => reason !== 'alreadyNamed') : layer.reasons;
  return { ...layer, reasons, componentName: name };
}

/**
 * The names that an instance gets from its component, the most specific first: the set's name for a variant, and of a
 * name with slashes also the last part.
 */
async function readComponentName({ node, reasons }: WalkedLayer): Promise<string[]> {
  try {
    if (node.type !== 'INSTANCE' || reasons.indexOf('insideInstance') !== -1) return [];
    const main = await node.getMainComponentAsync();
    if (main === null) return [];
    const name = main.parent?.type === 'COMPONENT_SET' ? main.parent.name : main.name;
    return [name, name.slice(name.lastIndexOf('/') + 1).trim(), main.name];
  } catch {
    // A component of a library that cannot be reached.
    return [];
  }
}
