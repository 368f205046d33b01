import type { PageNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { BasePart } from './base-part.ts';
import { BindingsPart } from './bindings-part.ts';
import { ChildrenPart } from './children-part.ts';
import { ComponentPart, ComponentSetPart, InstancePart } from './component-parts.ts';
import { CornersPart } from './corners-part.ts';
import { followChange } from './instances.ts';
import { readKept, writeKept } from './kept-part.ts';
import { LayoutPart, PlacePart, SizingPart } from './layout-part.ts';
import { nodeDefaults, notDirect } from './node-defaults.ts';
import { type NodePart, publicMembers } from './node-part.ts';
import { PagePart } from './page-part.ts';
import type { NodeRecord } from './store.ts';
import { askedByMachinery, readOnly } from './strict.ts';
import { StrokeSidesPart } from './stroke-sides-part.ts';
import { EffectStylePart, FilledPart, PaintedPart, TextStylePart } from './styles-part.ts';
import { TextPart } from './text-part.ts';
import type { World } from './world.ts';

type PartClass = new (world: World, id: string) => NodePart;

const parents: ReadonlySet<string> = new Set([
  'FRAME',
  'COMPONENT',
  'COMPONENT_SET',
  'INSTANCE',
  'GROUP',
  'SECTION',
  'BOOLEAN_OPERATION',
  'SLOT',
  'TRANSFORM_GROUP',
]);

/** What can be pasted from FigJam: it has a place and a picture, and cannot be resized. */
function isOpaque(type: NodeRecord['type']): boolean {
  return type === 'TABLE' || type === 'STICKY';
}

/** The parts of each type of node, the more special first. */
function partsOf(type: NodeRecord['type']): PartClass[] {
  if (type === 'PAGE') return [PagePart, BasePart, BindingsPart];
  const kept = nodeDefaults[type];
  const isText = type === 'TEXT' || type === 'TEXT_PATH';
  const parts: PartClass[] = [type === 'SECTION' ? LayoutPart : isOpaque(type) ? PlacePart : SizingPart, BasePart];
  if (isText) parts.push(TextPart, TextStylePart);
  else if ('effectStyleId' in kept && 'fills' in kept) parts.push(EffectStylePart);
  else if ('fills' in kept) parts.push('strokes' in kept ? PaintedPart : FilledPart);
  if (parents.has(type)) parts.push(ChildrenPart);
  if ('topLeftRadius' in kept) parts.push(CornersPart);
  if ('strokeTopWeight' in kept) parts.push(StrokeSidesPart);
  if (type === 'INSTANCE') parts.push(InstancePart);
  if (type === 'COMPONENT') parts.push(ComponentPart);
  if (type === 'COMPONENT_SET') parts.push(ComponentSetPart);
  return [...parts, BindingsPart];
}

/** Where a type's properties are found: made once a type, since a walk asks thousands of nodes. */
interface Shape {
  readonly members: ReadonlyMap<string, { readonly Part: PartClass; readonly member: PropertyDescriptor }>;
  readonly kept: ReadonlySet<string>;
}

const shapes = new Map<NodeRecord['type'], Shape>();

function shapeOf(type: NodeRecord['type']): Shape {
  const known = shapes.get(type);
  if (known !== undefined) return known;
  const members = new Map<string, { Part: PartClass; member: PropertyDescriptor }>();
  for (const Part of partsOf(type)) {
    for (const [name, member] of publicMembers(Part)) if (!members.has(name)) members.set(name, { Part, member });
  }
  const shape = { members, kept: new Set(Object.keys(nodeDefaults[type]).filter((name) => !notDirect.has(name))) };
  shapes.set(type, shape);
  return shape;
}

/** Figma's own way to a layer: reads and writes the records, and throws where Figma throws. */
export function createNode(world: World, id: string): SceneNode {
  return proxyOf(world, id) as unknown as SceneNode;
}

export function createPage(world: World, id: string): PageNode {
  return proxyOf(world, id) as unknown as PageNode;
}

/** A node's read-only facts, which outlive it. */
interface Target {
  readonly id: string;
  readonly type: NodeRecord['type'];
}

function proxyOf(world: World, id: string): object {
  const { type } = world.store.get(id);
  const target: Target = { id, type };
  return new Proxy(target, handlerOf(world, id, type));
}

function handlerOf(world: World, id: string, type: NodeRecord['type']): ProxyHandler<Target> {
  const { members, kept } = shapeOf(type);

  function assertThere(action: string): void {
    if (!world.store.has(id)) throw new Error(`in ${action}: The node with id "${id}" does not exist`);
    if (world.skipsHiddenInInstances && world.inside(id).isHidden) {
      throw new Error(`in ${action}: The node with id "${id}" is an invisible node inside an instance`);
    }
  }

  return {
    has: (target, property) =>
      typeof property === 'string' &&
      (property in target || property === 'removed' || kept.has(property) || members.has(property)),
    get(_target, property) {
      if (typeof property === 'symbol' || askedByMachinery.has(property)) return undefined;
      if (property === 'id') return id;
      if (property === 'type') return type;
      if (property === 'toString') return () => `[Node ${id}]`;
      world.meter.readProperty();
      if (property === 'removed') return !world.store.has(id);
      assertThere(`get_${property}`);
      const found = members.get(property);
      if (found === undefined) {
        if (kept.has(property)) return readKept(world, id, property);
        throw new TypeError(`no such property '${property}' on ${type} node`);
      }
      const part = new found.Part(world, id);
      const value: unknown = Reflect.get(found.Part.prototype, property, part);
      return typeof value === 'function' ? followed(world, id, property, value.bind(part) as Method) : value;
    },
    set(_target, property, value) {
      if (typeof property === 'symbol') return false;
      if (property === 'id' || property === 'type' || property === 'removed') throw readOnly(property);
      assertThere(`set_${property}`);
      const found = members.get(property);
      if (found === undefined) {
        if (!kept.has(property)) {
          throw new TypeError(`Cannot add property ${property}: no such property '${property}' on ${type} node`);
        }
        follow(world, id, property, () => writeKept(world, id, property, value));
        return true;
      }
      if (found.member.set === undefined) throw readOnly(property);
      const part = new found.Part(world, id);
      follow(world, id, property, () => Reflect.set(found.Part.prototype, property, value, part));
      return true;
    },
    deleteProperty: () => false,
    defineProperty: () => false,
  };
}

type Method = (...args: unknown[]) => unknown;

/** A method after whose call a component's instances follow, and an instance's overrides are noted. */
function followed(world: World, id: string, property: string, method: Method): Method {
  return (...args) => follow(world, id, property, () => method(...args));
}

function follow<Result>(world: World, id: string, property: string, change: () => Result): Result {
  if (world.refuses(property)) throw new Error(`in ${property}: Not now`);
  const before = world.store.get(id);
  const result = change();
  followChange(world, before);
  return result;
}
