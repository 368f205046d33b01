import type {
  PageNode,
  SceneNode,
  SectionNode,
  VariableCollection,
} from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../figma-api.ts';
import type { SourceFrame } from '../find-frame.ts';
import { forgetRenamings } from '../rename-history.ts';
import { shiftBy } from './shift.ts';

/** What holds the variants of a frame: the section around it, so that they inherit the same, else its page. */
export type Container = PageNode | SectionNode;

/** The page that a layer is on; null if it is gone, or its component has no page. */
export function pageOf(node: SceneNode): PageNode | null {
  let { parent } = node;
  while (parent !== null && parent.type !== 'PAGE') {
    if (parent.type === 'DOCUMENT') return null;
    ({ parent } = parent);
  }
  return parent;
}

/** The section or page that holds a node; null if it is not on a page. */
export function containerOf(node: SceneNode): Container | null {
  let { parent } = node;
  while (parent !== null && parent.type !== 'PAGE' && parent.type !== 'SECTION') {
    if (parent.type === 'DOCUMENT') return null;
    ({ parent } = parent);
  }
  return parent;
}

/** The variable modes that a frame has by itself or from around it. Read first, since reading collections waits. */
export type Modes = { collection: VariableCollection; modeId: string }[];

/** Reads the variable modes of a frame; collections that cannot be read are left out. */
export async function readModes(figma: FigmaApi, frame: SceneNode): Promise<Modes> {
  const modes: Modes = [];
  for (const [collectionId, modeId] of Object.entries(frame.resolvedVariableModes || {})) {
    const collection = await figma.variables.getVariableCollectionByIdAsync(collectionId).catch(() => null);
    if (collection !== null) modes.push({ collection, modeId });
  }
  return modes;
}

/**
 * A copy of the frame in its section or on its page, its box's top left at `place`, in the same variable modes. The
 * copy of a component or an instance is a plain frame: another component would stand in the team's library, and nothing
 * in an instance can be moved. Instances inside stay what they are.
 *
 * @throws Error of Figma's; what was copied until then is removed
 */
export function cloneFrame(
  frame: SourceFrame,
  container: Container,
  place: { x: number; y: number },
  name: string,
  modes: Modes,
): SceneNode {
  const copies: SceneNode[] = [];
  try {
    const clone = copyOf(frame, copies);
    container.appendChild(clone);
    clone.name = name;
    clone.visible = true;
    clone.locked = false;
    forgetRenamings(clone);
    const inherited = clone.resolvedVariableModes || {};
    for (const { collection, modeId } of modes) {
      const isAsBefore = inherited[collection.id] === modeId;
      if (!isAsBefore && 'setExplicitVariableModeForCollection' in clone) {
        clone.setExplicitVariableModeForCollection(collection, modeId);
      }
    }
    const box = clone.absoluteBoundingBox;
    if (box !== null) shiftBy(clone, place.x - box.x, place.y - box.y);
    return clone;
  } catch (error) {
    for (const copy of copies) if (!copy.removed) copy.remove();
    throw error;
  }
}

/** @param copies takes what was made, to remove it if the rest fails */
function copyOf(frame: SourceFrame, copies: SceneNode[]): SceneNode {
  const keep = <Node extends SceneNode>(node: Node): Node => {
    copies.push(node);
    return node;
  };
  if (frame.type === 'COMPONENT') return keep(keep(frame.createInstance()).detachInstance());
  if (frame.type === 'INSTANCE') return keep(keep(frame.clone()).detachInstance());
  return keep(frame.clone());
}
