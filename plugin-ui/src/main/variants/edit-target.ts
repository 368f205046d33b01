import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';

/** Finds the layers that instructions speak of, in the source or, by it, in the clone. */
export interface TargetIndex {
  /** The source's layer: by id, else by name, where exactly one has it. */
  find(instruction: EditInstruction): SceneNode | undefined;
}

/** Indexes a frame and all that it holds. Only reads. */
export function indexTargets(root: SceneNode): TargetIndex {
  const byId = new Map<string, SceneNode>();
  const byName = new Map<string, SceneNode | 'several'>();
  visitTree(root, (node) => {
    byId.set(node.id, node);
    byName.set(node.name, byName.has(node.name) ? 'several' : node);
  });
  return {
    find({ targetId, target }) {
      if (targetId !== undefined) return byId.get(targetId);
      const named = byName.get(target);
      return named === 'several' ? undefined : named;
    },
  };
}

/** Visits a node and all that it holds. */
export function visitTree(node: SceneNode, visit: (node: SceneNode) => void): void {
  visit(node);
  if ('children' in node) for (const child of node.children) visitTree(child, visit);
}

/**
 * A clone's layers by the ids of the layers they were made from: a clone has ids of its own, but the same tree. What an
 * instance hides is left out on both sides: Figma lists it in the frame that is made of the instance, and not in the
 * instance itself, since the plugin has it skip that.
 */
export function pairWithClone(source: SceneNode, clone: SceneNode): Map<string, SceneNode> {
  const pairs = new Map<string, SceneNode>();
  const pair = (original: SceneNode, copy: SceneNode, isAboveInside: boolean): void => {
    pairs.set(original.id, copy);
    if (!('children' in original) || !('children' in copy)) return;
    const isInside = isAboveInside || original.type === 'INSTANCE';
    const listed = (nodes: readonly SceneNode[]) => (isInside ? nodes.filter(({ visible }) => visible) : nodes);
    const copies = listed(copy.children);
    listed(original.children).forEach((child, index) => {
      const twin = copies[index];
      if (twin !== undefined) pair(child, twin, isInside);
    });
  };
  pair(source, clone, false);
  return pairs;
}
