import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { insertInto } from './copy.ts';
import type { World } from './world.ts';

/** What nodes have that hold others. */
export function childrenPart(world: World, id: string) {
  const { store } = world;
  const nodes = (ids: readonly string[]): SceneNode[] => ids.map((childId) => world.node(childId));
  function* inside(parentId: string): Generator<SceneNode> {
    for (const childId of store.get(parentId).childIds) {
      yield world.node(childId);
      yield* inside(childId);
    }
  }
  const part: Pick<
    FrameNode,
    'children' | 'appendChild' | 'insertChild' | 'findAll' | 'findOne' | 'findAllWithCriteria'
  > = {
    get children() {
      return Object.freeze(nodes(store.get(id).childIds));
    },
    appendChild: (child) => insertInto(world, child.id, id, store.get(id).childIds.length, 'appendChild'),
    insertChild: (index, child) => insertInto(world, child.id, id, index, 'insertChild'),
    findAll: (callback) => [...inside(id)].filter((node) => callback?.(node) ?? true),
    findOne: (callback) => [...inside(id)].find(callback) ?? null,
    findAllWithCriteria({ types, pluginData, sharedPluginData }) {
      if (sharedPluginData !== undefined) throw new Error('The stand-in keeps no shared plugin data');
      const found: unknown = [...inside(id)].filter((node) => {
        const keys = Object.keys(store.get(node.id).pluginData);
        const hasData = pluginData === undefined || keys.some((key) => pluginData.keys?.includes(key) ?? true);
        return hasData && (types === undefined || (types as string[]).includes(node.type));
      });
      return found as never;
    },
  };
  return part;
}
