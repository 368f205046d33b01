import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { SkipReason } from '../messages.ts';
import { isDefaultName } from './default-names.ts';

/** A layer with every reason there is to leave it out. */
export interface WalkedLayer {
  node: SceneNode;
  reasons: SkipReason[];
  /** A variant of a component set: its name holds its properties ("State=Hover"), so it is never renamed. */
  isVariant: boolean;
}

/** What a layer takes from its parents: Figma's own `visible` and `locked` say nothing of them. */
interface Inherited {
  hidden: boolean;
  locked: boolean;
  insideInstance: boolean;
}

/** The layers and all that they hold, as Figma's layer panel lists them: front first, parents before children. */
export function* walkLayers(roots: readonly SceneNode[]): Generator<WalkedLayer> {
  for (const root of roots) yield* walk(root, inheritedBy(root));
}

function* walk(node: SceneNode, above: Inherited): Generator<WalkedLayer> {
  // Whoever walks may pause, and what was listed before may be gone after.
  if (node.removed) return;
  const inherited = {
    hidden: above.hidden || !node.visible,
    locked: above.locked || node.locked,
    insideInstance: above.insideInstance,
  };
  yield { node, reasons: reasonsOf(node, inherited), isVariant: isVariant(node) };
  if (node.removed || !('children' in node)) return;
  const inside = { ...inherited, insideInstance: inherited.insideInstance || node.type === 'INSTANCE' };
  const { children } = node;
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const child = children[index];
    if (child !== undefined) yield* walk(child, inside);
  }
}

function inheritedBy(node: SceneNode): Inherited {
  const inherited = { hidden: false, locked: false, insideInstance: false };
  let parent: BaseNode | null = node.parent;
  while (parent !== null && parent.type !== 'PAGE' && parent.type !== 'DOCUMENT') {
    inherited.hidden = inherited.hidden || !parent.visible;
    inherited.locked = inherited.locked || parent.locked;
    inherited.insideInstance = inherited.insideInstance || parent.type === 'INSTANCE';
    parent = parent.parent;
  }
  return inherited;
}

function reasonsOf(node: SceneNode, { hidden, locked, insideInstance }: Inherited): SkipReason[] {
  const reasons: SkipReason[] = [];
  if (hidden) reasons.push('hidden');
  if (locked) reasons.push('locked');
  // A variant's name is its properties ("State=Hover"), and a component's is what its library is searched by.
  if (node.type === 'COMPONENT' || node.type === 'COMPONENT_SET') reasons.push('component');
  if (insideInstance) reasons.push('insideInstance');
  if (isNamed(node)) reasons.push('alreadyNamed');
  return reasons;
}

/** Whether the layer is a variant of a component set. Another name would break how the set reads its properties. */
export function isVariant(node: SceneNode): boolean {
  return node.type === 'COMPONENT' && node.parent?.type === 'COMPONENT_SET';
}

/** Whether somebody gave the layer its name: Figma makes a text's name from its words until then. */
function isNamed(node: SceneNode): boolean {
  if (node.type === 'TEXT' && (node.autoRename || node.name === node.characters)) return false;
  return !isDefaultName(node.name);
}
