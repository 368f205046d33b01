import { isGroupLike, isInsideInstance } from './geometry.ts';
import { settle } from './layout.ts';
import type { NodeRecord } from './store.ts';
import type { World } from './world.ts';

/** Copies a node and all that it holds to the front of the current page, as `clone` does. Returns the copy's id. */
export function copyTree(world: World, id: string): string {
  const newId = world.store.newId();
  copyInto(world, id, newId, world.currentPageId, world.store.get(id).type === 'INSTANCE');
  appendTo(world, newId, world.currentPageId);
  return newId;
}

/** An instance of a component, at the front of the current page. Returns its id. */
export function instantiate(world: World, componentId: string): string {
  const newId = world.store.newId();
  copyInto(world, componentId, newId, world.currentPageId, true);
  world.store.write(newId, { type: 'INSTANCE', mainComponentId: componentId });
  appendTo(world, newId, world.currentPageId);
  return newId;
}

/** Makes a frame of an instance, in its place. Instances inside stay instances. Returns the frame's id, a new one. */
export function detach(world: World, id: string): string {
  const { store } = world;
  const { parentId } = store.get(id);
  if (parentId === null || isInsideInstance(store, id))
    throw new Error('in detachInstance: Cannot detach this instance');
  const place = store.get(parentId).childIds.indexOf(id);
  const newId = store.newId();
  copyInto(world, id, newId, parentId, false);
  store.write(newId, { type: 'FRAME', mainComponentId: null });
  store.removeTree(id);
  const childIds = [...store.get(parentId).childIds];
  childIds.splice(place, 0, newId);
  store.write(parentId, { childIds });
  return newId;
}

/** @param isInside whether what the node holds is inside an instance, and named after it */
function copyInto(world: World, id: string, newId: string, parentId: string, isInside: boolean): void {
  const { store } = world;
  const source = store.get(id);
  store.add({ ...source, id: newId, parentId, childIds: [] });
  const childIds: string[] = [];
  for (const childId of source.childIds) {
    const copyId = isInside ? insideId(newId, childId) : store.newId();
    copyInto(world, childId, copyId, newId, isInside || store.get(childId).type === 'INSTANCE');
    childIds.push(copyId);
  }
  store.write(newId, { childIds });
}

/** The id of a layer inside an instance, as Figma forms it. */
function insideId(instanceId: string, childId: string): string {
  return `I${instanceId.replace(/^I/, '')};${childId.split(';').pop() ?? childId}`;
}

/** Puts a node that has no place yet, or another one, to the front of a parent. */
export function appendTo(world: World, id: string, parentId: string): void {
  const { store } = world;
  const parent = store.get(parentId);
  store.write(id, { parentId });
  store.write(parentId, { childIds: [...parent.childIds.filter((childId) => childId !== id), id] });
  settle(store, parentId);
}

/**
 * Moves a node to a place among a parent's children. Within one parent the place is counted before the node is taken
 * out, as Figma counts it.
 *
 * @throws Error as Figma does, for instances, the node's own inside, and places that there are not
 */
export function insertInto(world: World, id: string, parentId: string, index: number, method: string): void {
  const { store } = world;
  const child = store.get(id);
  const parent = store.get(parentId);
  if (parent.type === 'INSTANCE' || isInsideInstance(store, parentId) || isInsideInstance(store, id)) {
    throw new Error(`in ${method}: Cannot move node. New parent is an instance or is inside of an instance`);
  }
  if (isWithin(world, parentId, id)) throw new Error(`in ${method}: Cannot move node into itself`);
  if (index < 0 || index > parent.childIds.length) throw new Error(`in ${method}: Index ${index} is out of range`);
  const before = parent.childIds.slice(0, index).filter((childId) => childId !== id);
  const after = parent.childIds.slice(index).filter((childId) => childId !== id);
  const oldParentId = child.parentId;
  if (oldParentId !== null && oldParentId !== parentId) {
    const old = store.get(oldParentId);
    store.write(oldParentId, { childIds: old.childIds.filter((childId) => childId !== id) });
  }
  store.write(id, { parentId });
  store.write(parentId, { childIds: [...before, id, ...after] });
  settle(store, parentId);
  if (oldParentId !== null && oldParentId !== parentId) tidy(world, oldParentId);
}

function isWithin(world: World, id: string, treeId: string): boolean {
  for (let next: string | null = id; next !== null; next = world.store.get(next).parentId) {
    if (next === treeId) return true;
  }
  return false;
}

/** Brings a parent in order after a child has left it: a group with nothing in it goes too. */
export function tidy(world: World, parentId: string): void {
  const { store } = world;
  const parent: NodeRecord = store.get(parentId);
  if (isGroupLike(parent) && parent.childIds.length === 0 && parent.parentId !== null) {
    store.removeTree(parentId);
    tidy(world, parent.parentId);
  } else settle(store, parentId);
}
