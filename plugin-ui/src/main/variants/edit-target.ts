import type { BaseNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import { tryTo } from '../try-to.ts';
import type { LayerIds } from './layer-ids.ts';

/** Finds the layers that instructions speak of, in the source or, by it, in the clone. */
export interface TargetIndex {
  /** The source's layer: by id, else by name if exactly one layer has it. */
  find(instruction: EditInstruction): SceneNode | undefined;
}

/** Indexes a frame and all that it holds. Only reads. */
export function indexTargets(root: SceneNode, ids: LayerIds): TargetIndex {
  const byId = new Map<string, SceneNode>();
  const byName = new Map<string, SceneNode | 'several'>();
  visitTree(root, (node) => {
    const { id, name } = node;
    byId.set(id, node);
    byName.set(name, byName.has(name) ? 'several' : node);
  });
  return {
    find({ targetId, target }) {
      if (targetId !== undefined) return byId.get(ids.toFigma(targetId));
      const named = byName.get(target);
      return named === 'several' ? undefined : named;
    },
  };
}

/** Visits a node and all that it holds, parents first. A layer that cannot be read is passed over. */
export function visitTree(root: SceneNode, visit: (node: SceneNode) => void): void {
  const waiting = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const current = node;
    tryTo(() => visit(current));
    pushChildren(node, waiting);
  }
}

/** Puts what a node holds on a stack, so that the first child is taken first. */
export function pushChildren(node: SceneNode, stack: SceneNode[]): void {
  const children = childrenOf(node);
  for (let index = children.length - 1; index >= 0; index -= 1) {
    const child = children[index];
    if (child !== undefined) stack.push(child);
  }
}

/** What a node holds; nothing if that cannot be read. */
function childrenOf(node: SceneNode): readonly SceneNode[] {
  return ('children' in node && tryTo(() => node.children)) || [];
}

/** What a frame's layers are called, as plain data: it says where a layer belongs after the layer itself is gone. */
export interface Shape {
  id: string;
  type: string;
  name: string;
  visible: boolean;
  children: Shape[];
}

/** The shape of a frame without the layers that cannot be read. */
export function readShape(root: SceneNode): Shape {
  const top = shapeOf(root);
  const waiting: [SceneNode, Shape][] = [[root, top]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, shape] = next;
    for (const child of childrenOf(node)) {
      const inner = tryTo(() => shapeOf(child));
      if (inner === undefined) continue;
      shape.children.push(inner);
      waiting.push([child, inner]);
    }
  }
  return top;
}

function shapeOf({ id, type, name, visible }: SceneNode): Shape {
  return { id, type, name, visible, children: [] };
}

/** The part of a shape with this id. */
export function findShape(root: Shape, id: string): Shape | undefined {
  const waiting = [root];
  for (let shape = waiting.pop(); shape !== undefined; shape = waiting.pop()) {
    if (shape.id === id) return shape;
    waiting.push(...shape.children);
  }
  return undefined;
}

/**
 * A clone's layers by the ids of the layers they were made from: a clone has other ids, but the same tree. Only layers
 * of one type and name are paired, so that a layer is left out rather than mistaken for another.
 *
 * What an instance hides is listed in the frame that is made of it, and not in the instance itself, since the plugin
 * has Figma skip that: lists of different lengths are compared without what is hidden, then by types and names alone.
 */
export function pairWithClone(source: Shape, clone: SceneNode): Map<string, SceneNode> {
  const pairs = new Map<string, SceneNode>();
  const waiting: Pair[] = [[source, clone]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [original, copy] = next;
    pairs.set(original.id, copy);
    const copies = childrenOf(copy).filter((child) => tryTo(() => shapeOf(child)) !== undefined);
    waiting.push(...pairChildren(original.children, copies));
  }
  return pairs;
}

type Pair = [Shape, SceneNode];

function isSeen({ visible }: { visible: boolean }): boolean {
  return visible;
}

function pairChildren(originals: readonly Shape[], copies: readonly SceneNode[]): Pair[] {
  return (
    pairByPlace(originals, copies) ||
    pairByPlace(originals, copies.filter(isSeen)) ||
    pairByPlace(originals.filter(isSeen), copies.filter(isSeen)) ||
    pairByName(originals, copies)
  );
}

/** undefined if the lists do not agree layer by layer. */
function pairByPlace(originals: readonly Shape[], copies: readonly SceneNode[]): Pair[] | undefined {
  if (originals.length !== copies.length) return undefined;
  const pairs: Pair[] = [];
  copies.forEach((copy, index) => {
    const original = originals[index];
    if (original !== undefined && isTwin(original, copy)) pairs.push([original, copy]);
  });
  return pairs.length === originals.length ? pairs : undefined;
}

/** Layers whose type and name occur once on each side. */
function pairByName(originals: readonly Shape[], copies: readonly SceneNode[]): Pair[] {
  const pairs: Pair[] = [];
  for (const original of originals) {
    const twins = copies.filter((copy) => isTwin(original, copy));
    const rivals = originals.filter((other) => other.name === original.name && other.type === original.type);
    const [twin] = twins;
    if (twin !== undefined && twins.length === 1 && rivals.length === 1) pairs.push([original, twin]);
  }
  return pairs;
}

/** Copied components are instances, and slots out of their component are frames. */
const becomes: Readonly<Record<string, string>> = { COMPONENT: 'INSTANCE', SLOT: 'FRAME' };

function isTwin(original: Shape, copy: SceneNode): boolean {
  const isSameType = original.type === copy.type || becomes[original.type] === copy.type;
  return isSameType && original.name === copy.name;
}

/** Whether one layer lies in another, at any depth. */
export function isWithin(node: BaseNode, ancestorId: string): boolean {
  for (let { parent } = node; parent !== null; { parent } = parent) if (parent.id === ancestorId) return true;
  return false;
}
