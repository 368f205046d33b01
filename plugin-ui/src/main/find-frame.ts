import type {
  BaseNode,
  ComponentNode,
  FrameNode,
  GroupNode,
  InstanceNode,
  SceneNode,
  SectionNode,
  SlotNode,
} from '@figma/plugin-typings/plugin-api-standalone.js';

/** What variants can be made of. */
export type SourceFrame = FrameNode | ComponentNode | InstanceNode | GroupNode | SectionNode | SlotNode;

const sourceTypes: readonly string[] = ['FRAME', 'COMPONENT', 'INSTANCE', 'GROUP', 'SECTION', 'SLOT'];

/** Whether variants can be made of a node. */
export function isSourceFrame(node: BaseNode): node is SourceFrame {
  return sourceTypes.indexOf(node.type) !== -1;
}

/** The one frame that is selected; else why not, in plain words. */
export function findFrame(selection: readonly SceneNode[]): { frame: SourceFrame | null; problem: string } {
  const [node] = selection;
  if (node === undefined) return { frame: null, problem: 'Select a frame.' };
  if (selection.length > 1) return { frame: null, problem: 'Select one frame: variants are made of one at a time.' };
  if (node.type === 'COMPONENT_SET') {
    return { frame: null, problem: 'Select one component of the set: variants are made of one at a time.' };
  }
  if (!isSourceFrame(node)) return { frame: null, problem: 'Select a frame, not a single layer of it.' };
  if (!node.visible) return { frame: null, problem: 'The frame is hidden: show it first.' };
  if (isHiddenByParent(node)) return { frame: null, problem: 'The frame lies in a hidden layer: show that first.' };
  return { frame: node, problem: '' };
}

function isHiddenByParent(node: SceneNode): boolean {
  for (let parent: BaseNode | null = node.parent; parent !== null; { parent } = parent) {
    if ('visible' in parent && !parent.visible) return true;
  }
  return false;
}
