import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { SkipReason } from '../../messages.ts';
import { foldSpace, isDefaultName } from '../names/is-default-name.ts';
import { tryTo } from '../try-to.ts';
import { isIcon } from './icon-parts.ts';

/** A layer with every reason to leave it out. */
export interface WalkedLayer {
  node: SceneNode;
  reasons: SkipReason[];
  /** A variant of a component set: its name holds its properties ("State=Hover"), so it is never renamed. */
  isVariant: boolean;
  /** The outermost frame around the layer, or the layer itself: a screen. */
  screen: SceneNode;
}

/** What a layer takes from its parents: Figma's own `visible` and `locked` do not include them. */
interface Inherited {
  hidden: boolean;
  locked: boolean;
  insideInstance: boolean;
  iconPart: boolean;
  /** Null on a page or in a section: what lies there is a screen itself. */
  screen: SceneNode | null;
}

/** The layers and all that they hold, as Figma's layer panel lists them: front first, parents before children. */
export function* walkLayers(roots: readonly SceneNode[]): Generator<WalkedLayer> {
  for (const root of roots) yield* walk(root, inheritedBy(root));
}

/** One layer, as a walk would find it. */
export function readLayer(node: SceneNode): WalkedLayer {
  return describe(node, inheritedBy(node));
}

function* walk(node: SceneNode, above: Inherited): Generator<WalkedLayer> {
  // A walk may pause, and layers listed before the pause may be gone after it.
  const layer = tryTo(() => (node.removed ? undefined : describe(node, above)));
  if (layer === undefined) return;
  yield layer;
  const held = tryTo(() =>
    node.removed || !('children' in node) ? undefined : { children: node.children, inside: passOn(above, node) },
  );
  if (held === undefined) return;
  for (let index = held.children.length - 1; index >= 0; index -= 1) {
    const child = held.children[index];
    if (child !== undefined) yield* walk(child, held.inside);
  }
}

function describe(node: SceneNode, above: Inherited): WalkedLayer {
  const own = { ...above, hidden: above.hidden || !node.visible, locked: above.locked || node.locked };
  return { node, reasons: reasonsOf(node, own), isVariant: isVariant(node), screen: above.screen ?? node };
}

/** What the layers inside a layer take from it and from what is around it. Sections hold screens, as pages do. */
function passOn(above: Inherited, node: SceneNode): Inherited {
  return {
    hidden: above.hidden || !node.visible,
    locked: above.locked || node.locked,
    insideInstance: isInside(node, above.insideInstance),
    iconPart: above.iconPart || isIcon(node),
    screen: above.screen ?? (node.type === 'SECTION' ? null : node),
  };
}

/** Whether what a layer holds belongs to an instance's component. What lies in a slot is the designer's own. */
function isInside(node: BaseNode, isAround: boolean): boolean {
  if (node.type === 'SLOT') return false;
  return isAround || node.type === 'INSTANCE';
}

function inheritedBy(root: SceneNode): Inherited {
  const parents: SceneNode[] = [];
  let parent: BaseNode | null = root.parent;
  while (parent !== null && parent.type !== 'PAGE' && parent.type !== 'DOCUMENT') {
    parents.unshift(parent);
    ({ parent } = parent);
  }
  const none: Inherited = { hidden: false, locked: false, insideInstance: false, iconPart: false, screen: null };
  return parents.reduce(passOn, none);
}

function reasonsOf(node: SceneNode, { hidden, locked, insideInstance, iconPart }: Inherited): SkipReason[] {
  const reasons: SkipReason[] = [];
  if (hidden) reasons.push('hidden');
  if (locked) reasons.push('locked');
  // A component's name is what its library is searched by.
  if (node.type === 'COMPONENT' || node.type === 'COMPONENT_SET') reasons.push('component');
  if (insideInstance) reasons.push('insideInstance');
  if (iconPart) reasons.push('iconPart');
  if (isAutoNamed(node)) reasons.push('autoText');
  else if (!isDefaultName(node.name, node.type)) reasons.push('alreadyNamed');
  return reasons;
}

/** Whether the layer is a variant of a component set. Another name would break how the set reads its properties. */
export function isVariant(node: SceneNode): boolean {
  return node.type === 'COMPONENT' && node.parent?.type === 'COMPONENT_SET';
}

/** Figma makes a text's name from its words, on one line, until somebody gives it another. */
function isAutoNamed(node: SceneNode): boolean {
  if (node.type !== 'TEXT' && node.type !== 'TEXT_PATH') return false;
  if (node.autoRename) return true;
  const { name, characters } = node;
  return characters !== '' && foldSpace(name) === foldSpace(characters);
}
