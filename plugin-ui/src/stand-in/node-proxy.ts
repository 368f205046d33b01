import type { FrameNode, PageNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { childrenPart } from './children-part.ts';
import { cornersPart } from './corners-part.ts';
import { readKept, readSizing, writeKept, writeSizing } from './kept-part.ts';
import { assertOverridable, basePart, componentPart, instancePart, layoutPart } from './node-parts.ts';
import type { NodeRecord } from './store.ts';
import { askedByMachinery, readOnly } from './strict.ts';
import { textPart } from './text.ts';
import type { World } from './world.ts';

const parents: ReadonlySet<string> = new Set([
  'FRAME',
  'COMPONENT',
  'COMPONENT_SET',
  'INSTANCE',
  'GROUP',
  'SECTION',
  'BOOLEAN_OPERATION',
]);

/** Figma's own way to a layer: reads and writes the records, and throws where Figma throws. */
export function createNode(world: World, id: string): SceneNode {
  const { type, kept } = world.store.get(id);
  return proxyOf(world, id, partsOf(world, id, type), Object.keys(kept)) as unknown as SceneNode;
}

/** A page. What it holds can be reached once it is loaded. */
export function createPage(world: World, id: string): PageNode {
  const whole = childrenPart(world, id);
  const children = Object.defineProperties({}, guarded(world, id, Object.getOwnPropertyDescriptors(whole)));
  const own: Pick<PageNode, 'selection' | 'loadAsync'> = {
    get selection() {
      const ids = (world.selection.get(id) ?? []).filter((nodeId) => world.store.has(nodeId));
      return Object.freeze(ids.map((nodeId) => world.node(nodeId)));
    },
    set selection(nodes) {
      world.selection.set(
        id,
        nodes.map((node) => node.id),
      );
      world.emit('selectionchange');
    },
    async loadAsync() {
      world.loadedPages.add(id);
    },
  };
  return proxyOf(world, id, [basePart(world, id), own, children], []) as unknown as PageNode;
}

/** Lets the members be used only once the page is loaded. */
function guarded(world: World, id: string, members: PropertyDescriptorMap): PropertyDescriptorMap {
  const check = (name: string): void => {
    if (!world.loadedPages.has(id)) {
      throw new Error(`in ${name}: Cannot access this page before page.loadAsync or figma.setCurrentPageAsync`);
    }
  };
  return Object.fromEntries(
    Object.entries(members).map(([name, member]) => {
      const get = (): unknown => {
        check(name);
        return member.get === undefined ? member.value : (member.get as () => unknown)();
      };
      return [name, { enumerable: true, get }];
    }),
  );
}

function partsOf(world: World, id: string, type: NodeRecord['type']): object[] {
  const parts: object[] = [basePart(world, id), layoutPart(world, id)];
  if (parents.has(type)) parts.push(childrenPart(world, id));
  if (type === 'TEXT') parts.push(textPart(world, id));
  if ('topLeftRadius' in world.store.get(id).kept) parts.push(cornersPart(world, id));
  if (type === 'INSTANCE') parts.push(instancePart(world, id));
  if (type === 'COMPONENT') parts.push(componentPart(world, id));
  if (type !== 'SECTION') parts.push(sizingPart(world, id));
  return parts;
}

function sizingPart(world: World, id: string) {
  const part: Pick<FrameNode, 'layoutSizingHorizontal' | 'layoutSizingVertical'> = {
    get layoutSizingHorizontal() {
      return readSizing(world, id, 'width');
    },
    set layoutSizingHorizontal(value) {
      assertOverridable(world, id, 'set_layoutSizingHorizontal');
      writeSizing(world, id, 'width', value);
    },
    get layoutSizingVertical() {
      return readSizing(world, id, 'height');
    },
    set layoutSizingVertical(value) {
      assertOverridable(world, id, 'set_layoutSizingVertical');
      writeSizing(world, id, 'height', value);
    },
  };
  return part;
}

function proxyOf(world: World, id: string, parts: readonly object[], keptNames: readonly string[]): object {
  const { store } = world;
  const { type } = store.get(id);
  const kept = new Set(keptNames);
  const alwaysThere: Record<string, unknown> = { id, type, toString: () => `[Node ${id}]` };
  const partWith = (property: string): object | undefined => parts.find((part) => property in part);

  function assertThere(action: string): void {
    if (!store.has(id)) throw new Error(`in ${action}: The node with id "${id}" does not exist`);
  }

  function noSuch(property: string): TypeError {
    return new TypeError(`no such property '${property}' on ${type} node`);
  }

  return new Proxy(Object.freeze({}), {
    has: (_target, property) =>
      typeof property === 'string' &&
      (property in alwaysThere || property === 'removed' || kept.has(property) || partWith(property) !== undefined),
    get(_target, property) {
      if (typeof property === 'symbol' || askedByMachinery.has(property)) return undefined;
      if (property in alwaysThere) return alwaysThere[property];
      if (property === 'removed') return !store.has(id);
      assertThere(`get_${property}`);
      const part = partWith(property);
      if (part !== undefined) return Reflect.get(part, property);
      if (kept.has(property)) return readKept(world, id, property);
      throw noSuch(property);
    },
    set(_target, property, value) {
      if (typeof property === 'symbol') return false;
      if (property in alwaysThere || property === 'removed') throw readOnly(property);
      assertThere(`set_${property}`);
      const part = partWith(property);
      if (part === undefined && !kept.has(property)) {
        throw new TypeError(`Cannot add property ${property}, object is not extensible: ${noSuch(property).message}`);
      }
      if (part === undefined) writeKept(world, id, property, value);
      else if (Object.getOwnPropertyDescriptor(part, property)?.set === undefined) throw readOnly(property);
      else Reflect.set(part, property, value);
      return true;
    },
    deleteProperty: () => false,
    defineProperty: () => false,
  });
}
