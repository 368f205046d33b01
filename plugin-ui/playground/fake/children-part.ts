import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { insertInto } from './copy.ts';
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
    const childIds = this.#seen(this.id);
    this.world.meter.handOut(childIds.length);
    return Object.freeze(childIds.map((childId) => this.world.node(childId)));
  }

  appendChild(child: SceneNode): void {
    insertInto(this.world, child.id, this.id, this.record.childIds.length, 'appendChild');
  }

  insertChild(index: number, child: SceneNode): void {
    insertInto(this.world, child.id, this.id, index, 'insertChild');
  }

  findAll(callback: (node: SceneNode) => boolean = () => true): SceneNode[] {
    const ids = [...this.#inside(this.id)];
    this.world.meter.handOut(ids.length);
    return ids.map((id) => this.world.node(id)).filter((node) => callback(node));
  }

  findOne(callback: (node: SceneNode) => boolean): SceneNode | null {
    return this.findAll(callback)[0] ?? null;
  }

  findAllWithCriteria({ types, pluginData, sharedPluginData }: Criteria): SceneNode[] {
    if (sharedPluginData !== undefined) throw new Error('The fake keeps no shared plugin data');
    const all = [...this.#inside(this.id)];
    const found = all.filter((id) => {
      const record = this.world.store.get(id);
      const keys = Object.keys(record.pluginData);
      const hasData = pluginData === undefined || keys.some((key) => pluginData.keys?.includes(key) ?? true);
      return hasData && (types?.includes(record.type) ?? true);
    });
    this.world.meter.handOut(found.length, all.length);
    return found.map((id) => this.world.node(id));
  }

  /** Parents before their children, back to front. */
  *#inside(parentId: string): Generator<string> {
    const waiting = [...this.#seen(parentId)].toReversed();
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      yield next;
      waiting.push(...[...this.#seen(next)].toReversed());
    }
  }

  /** A node's children, those left out that `skipInvisibleInstanceChildren` keeps from the plugin. */
  #seen(parentId: string): readonly string[] {
    const { store, skipsHiddenInInstances } = this.world;
    const { type, childIds } = store.get(parentId);
    if (!skipsHiddenInInstances || !(type === 'INSTANCE' || this.world.inside(parentId).isInside)) return childIds;
    return childIds.filter((childId) => store.get(childId).kept['visible'] !== false);
  }
}
