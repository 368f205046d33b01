import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { insertInto } from './copy.ts';
import { isInsideInstance } from './geometry.ts';
import { NodePart } from './node-part.ts';

type Children = Pick<FrameNode, 'children' | 'appendChild' | 'insertChild' | 'findAll' | 'findOne'>;

interface Criteria {
  types?: readonly string[];
  pluginData?: { keys?: string[] };
  sharedPluginData?: unknown;
}

/** What nodes have that hold others. */
export class ChildrenPart extends NodePart implements Children {
  get children(): readonly SceneNode[] {
    return Object.freeze(this.#seen(this.id).map((childId) => this.world.node(childId)));
  }

  appendChild(child: SceneNode): void {
    insertInto(this.world, child.id, this.id, this.record.childIds.length, 'appendChild');
  }

  insertChild(index: number, child: SceneNode): void {
    insertInto(this.world, child.id, this.id, index, 'insertChild');
  }

  findAll(callback: (node: SceneNode) => boolean = () => true): SceneNode[] {
    return [...this.#inside(this.id)].map((id) => this.world.node(id)).filter((node) => callback(node));
  }

  findOne(callback: (node: SceneNode) => boolean): SceneNode | null {
    return this.findAll(callback)[0] ?? null;
  }

  findAllWithCriteria({ types, pluginData, sharedPluginData }: Criteria): SceneNode[] {
    if (sharedPluginData !== undefined) throw new Error('The stand-in keeps no shared plugin data');
    const found = [...this.#inside(this.id)].filter((id) => {
      const record = this.world.store.get(id);
      const keys = Object.keys(record.pluginData);
      const hasData = pluginData === undefined || keys.some((key) => pluginData.keys?.includes(key) ?? true);
      return hasData && (types?.includes(record.type) ?? true);
    });
    return found.map((id) => this.world.node(id));
  }

  *#inside(parentId: string): Generator<string> {
    for (const childId of this.#seen(parentId)) {
      yield childId;
      yield* this.#inside(childId);
    }
  }

  /** A node's children, those left out that `skipInvisibleInstanceChildren` keeps from the plugin. */
  #seen(parentId: string): readonly string[] {
    const { store, skipsHiddenInInstances } = this.world;
    const { type, childIds } = store.get(parentId);
    if (!skipsHiddenInInstances || !(type === 'INSTANCE' || isInsideInstance(store, parentId))) return childIds;
    return childIds.filter((childId) => store.get(childId).kept['visible'] !== false);
  }
}
