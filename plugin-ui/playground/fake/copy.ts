import { isGroupLike, isInsideInstance, parentIds } from './geometry.ts';
import { settle } from './layout.ts';
import type { NodeRecord } from './store.ts';
import { assertFonts } from './text.ts';
import type { World } from './world.ts';

/** Copies a node and all that it holds to the front of the current page, as `clone` does. Returns the copy's id. */
export function copyTree(world: World, id: string): string {
  assertFontVariables(world, id, 'clone');
  const newId = world.store.newId();
  copyInto(world, id, newId, world.currentPageId, world.store.get(id).type === 'INSTANCE' ? newId : undefined);
  // A slot makes sense only in its component; a copy is a plain frame.
  if (world.store.get(id).type === 'SLOT') world.store.write(newId, { type: 'FRAME' });
  appendTo(world, newId, world.currentPageId);
  return newId;
}

/** An instance of a component, at the front of the current page. Returns its id. */
export function instantiate(world: World, componentId: string): string {
  const newId = world.store.newId();
  copyInto(world, componentId, newId, world.currentPageId, newId);
  world.store.write(newId, { type: 'INSTANCE', mainComponentId: componentId });
  appendTo(world, newId, world.currentPageId);
  return newId;
}

/** Copies what a component holds into an instance that is empty. */
export function copyInside(world: World, componentId: string, instanceId: string): void {
  const prefix = instanceId.replace(/^I/, '');
  const childIds = world.store.get(componentId).childIds.map((childId) => {
    const copyId = insideId(prefix, childId);
    copyInto(world, childId, copyId, instanceId, prefixBelow(world, prefix, childId));
    return copyId;
  });
  world.store.write(instanceId, { childIds });
}

/**
 * Makes a frame of an instance, in its place. Instances inside stay instances; those around it are detached too, as the
 * typings say. Returns the frame's id, a new one.
 */
export function detach(world: World, id: string): string {
  const { store } = world;
  const around = parentIds(store, id).findLast((parentId) => store.get(parentId).type === 'INSTANCE');
  if (around !== undefined) return detachInside(world, around, id);
  const { parentId } = store.get(id);
  if (parentId === null) throw new Error('in detachInstance: Cannot detach this instance');
  const place = store.get(parentId).childIds.indexOf(id);
  const newId = store.newId();
  copyInto(world, id, newId, parentId, undefined);
  store.write(newId, { type: 'FRAME', mainComponentId: null });
  store.removeTree(id);
  const childIds = [...store.get(parentId).childIds];
  childIds.splice(place, 0, newId);
  store.write(parentId, { childIds });
  return newId;
}

/** Detaches the outermost instance, then finds the inner one's place in the frame that it became. */
function detachInside(world: World, outerId: string, id: string): string {
  const { store } = world;
  const line = [id, ...parentIds(store, id)];
  const places = line
    .slice(0, line.indexOf(outerId))
    .map((nodeId, index) => store.get(line[index + 1] ?? '').childIds.indexOf(nodeId));
  const newOuterId = detach(world, outerId);
  const inner = places.reduceRight((nodeId, place) => store.get(nodeId).childIds[place] ?? '', newOuterId);
  return detach(world, inner);
}

/** @param prefix of the ids inside, if the node is an instance or inside one */
function copyInto(world: World, id: string, newId: string, parentId: string, prefix: string | undefined): void {
  const { store } = world;
  const source = store.get(id);
  store.add({ ...source, id: newId, parentId, childIds: [] });
  const childIds: string[] = [];
  for (const childId of source.childIds) {
    const copyId = prefix === undefined ? store.newId() : insideId(prefix, childId);
    const isInstance = store.get(childId).type === 'INSTANCE';
    const below = prefix === undefined ? (isInstance ? copyId : undefined) : prefixBelow(world, prefix, childId);
    copyInto(world, childId, copyId, newId, below);
    childIds.push(copyId);
  }
  store.write(newId, { childIds });
}

/** The id of a layer inside an instance, as Figma forms it: a segment more for each instance around it. */
function insideId(prefix: string, childId: string): string {
  return `I${prefix};${lastOf(childId)}`;
}

function prefixBelow({ store }: World, prefix: string, childId: string): string {
  return store.get(childId).type === 'INSTANCE' ? `${prefix};${lastOf(childId)}` : prefix;
}

function lastOf(id: string): string {
  return id.split(';').pop() ?? id;
}

/** @throws Error, as Figma does, for texts whose font comes from a variable and is not loaded */
function assertFontVariables(world: World, id: string, method: string): void {
  const record = world.store.get(id);
  const bound = (record.kept['boundVariables'] ?? {}) as Record<string, unknown>;
  if (['fontFamily', 'fontStyle', 'fontWeight'].some((field) => field in bound)) assertFonts(world, record, method);
  for (const childId of record.childIds) assertFontVariables(world, childId, method);
}

/** Puts a node that has no place yet, or another one, to the front of a parent. */
function appendTo(world: World, id: string, parentId: string): void {
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
  if (isClosed(world, parentId) || isInsideInstance(store, id)) {
    throw new Error(`in ${method}: Cannot move node. New parent is an instance or is inside of an instance`);
  }
  if (child.type === 'SLOT' && child.parentId !== parentId) throw new Error(`in ${method}: Cannot move a slot out`);
  if (parent.type === 'COMPONENT_SET' && child.type !== 'COMPONENT') {
    throw new Error(`in ${method}: Cannot move node. Only components can be in a component set`);
  }
  assertFontVariables(world, id, method);
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

/** Whether nothing can be put into a node: an instance or what it holds, unless a slot is the nearest of both. */
function isClosed({ store }: World, id: string): boolean {
  if (store.get(id).type === 'SLOT') return false;
  return store.get(id).type === 'INSTANCE' || isInsideInstance(store, id);
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
