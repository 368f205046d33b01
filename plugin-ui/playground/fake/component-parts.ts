import type { ComponentNode, FrameNode, InstanceNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { detach, instantiate } from './copy.ts';
import { NodePart } from './node-part.ts';
import { syncForm } from './strict.ts';

/** What instances have. */
export class InstancePart
  extends NodePart
  implements Pick<InstanceNode, 'mainComponent' | 'getMainComponentAsync' | 'detachInstance'>
{
  get mainComponent(): ComponentNode | null {
    throw syncForm('get_mainComponent', 'node.getMainComponentAsync');
  }

  set mainComponent(_component: ComponentNode | null) {
    throw new Error('The stand-in swaps no components');
  }

  async getMainComponentAsync(): Promise<ComponentNode | null> {
    const { mainComponentId } = this.record;
    const isHere = mainComponentId !== null && this.world.store.has(mainComponentId);
    return isHere ? (this.world.node(mainComponentId) as ComponentNode) : null;
  }

  detachInstance(): FrameNode {
    return this.world.node(detach(this.world, this.id)) as FrameNode;
  }
}

/** What components have. */
export class ComponentPart extends NodePart implements Pick<ComponentNode, 'createInstance'> {
  createInstance(): InstanceNode {
    return this.world.node(instantiate(this.world, this.id)) as InstanceNode;
  }
}
