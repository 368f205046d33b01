import type { FrameNode, InstanceNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { copyTree, detach, instantiate, tidy } from './copy.ts';
import { absoluteBox, absoluteTransform, isInsideInstance, relativeTransform, renderBounds } from './geometry.ts';
import { isPlacedByParent, shift } from './layout.ts';
import { rescaleTree, resizeNode } from './resize.ts';
import type { World } from './world.ts';

// The computed parts of a node, each typed as a piece of Figma's own node, so that a drift of the typings shows here.

const LARGEST_ENTRY_BYTES = 100_000;

/** What every node has. */
export function basePart(world: World, id: string) {
  const { store } = world;
  const part: Pick<
    FrameNode,
    'parent' | 'name' | 'remove' | 'getPluginData' | 'setPluginData' | 'getPluginDataKeys'
  > = {
    get parent() {
      const { parentId } = store.get(id);
      if (parentId === null) return null;
      const isPage = store.get(parentId).type === 'PAGE';
      return (isPage ? world.page(parentId) : world.node(parentId)) as FrameNode['parent'];
    },
    get name() {
      return store.get(id).name;
    },
    set name(value) {
      checkValue('name', value);
      const { type, kept } = store.get(id);
      store.write(id, { name: value, ...(type === 'TEXT' && { kept: { ...kept, autoRename: false } }) });
    },
    remove() {
      const { parentId } = store.get(id);
      if (isInsideInstance(store, id)) throw new Error('in remove: Removing this node is not allowed');
      store.removeTree(id);
      if (parentId !== null) tidy(world, parentId);
      for (const [pageId, ids] of world.selection) {
        if (ids.includes(id)) world.selection.set(pageId, ids.filter((other) => store.has(other)));
      }
    },
    getPluginData: (key) => store.get(id).pluginData[key] ?? '',
    setPluginData(key, value) {
      if (key.length + value.length > LARGEST_ENTRY_BYTES) throw new Error('in setPluginData: Entry exceeds 100 kB');
      const pluginData = { ...store.get(id).pluginData, [key]: value };
      if (value === '') delete pluginData[key];
      store.write(id, { pluginData });
    },
    getPluginDataKeys: () => Object.keys(store.get(id).pluginData),
  };
  return part;
}

/** Places, sizes and pictures of a layer. */
export function layoutPart(world: World, id: string) {
  const { store } = world;

  function moveTo(property: 'x' | 'y', value: number): void {
    checkValue(property, value);
    assertOverridable(world, id, property);
    const record = store.get(id);
    // Figma takes the value and does nothing, where auto-layout says where the layer is.
    if (isPlacedByParent(store, record)) return;
    shift(store, id, property === 'x' ? value - record.x : 0, property === 'y' ? value - record.y : 0);
    if (record.parentId !== null) tidy(world, record.parentId);
  }

  const part: Pick<
    FrameNode,
    | 'x'
    | 'y'
    | 'width'
    | 'height'
    | 'rotation'
    | 'relativeTransform'
    | 'absoluteTransform'
    | 'absoluteBoundingBox'
    | 'absoluteRenderBounds'
    | 'resize'
    | 'resizeWithoutConstraints'
    | 'rescale'
    | 'exportAsync'
    | 'clone'
  > = {
    get x() {
      return store.get(id).x;
    },
    set x(value) {
      moveTo('x', value);
    },
    get y() {
      return store.get(id).y;
    },
    set y(value) {
      moveTo('y', value);
    },
    get width() {
      return store.get(id).width;
    },
    get height() {
      return store.get(id).height;
    },
    get rotation() {
      return store.get(id).rotation;
    },
    set rotation(value) {
      checkValue('rotation', value);
      assertOverridable(world, id, 'rotation');
      store.write(id, { rotation: value });
    },
    get relativeTransform() {
      return relativeTransform(store.get(id));
    },
    get absoluteTransform() {
      return absoluteTransform(store, id);
    },
    get absoluteBoundingBox() {
      return absoluteBox(store, id);
    },
    get absoluteRenderBounds() {
      return renderBounds(store, id);
    },
    resize(width, height) {
      assertOverridable(world, id, 'resize');
      resizeNode(world, id, width, height);
    },
    resizeWithoutConstraints(width, height) {
      assertOverridable(world, id, 'resizeWithoutConstraints');
      resizeNode(world, id, width, height);
    },
    rescale(scale) {
      assertOverridable(world, id, 'rescale');
      rescaleTree(world, id, scale);
    },
    exportAsync: (async (settings?: { format: string; constraint?: { type: string; value: number } }) => {
      const scale = checkExport(settings);
      if (renderBounds(store, id) === null) {
        throw new Error('in exportAsync: Failed to export node. This node may not have any visible layers.');
      }
      return world.exportPicture({ node: world.draw(id), scale });
    }) as FrameNode['exportAsync'],
    clone: () => world.node(copyTree(world, id)) as FrameNode,
  };
  return part;
}

function checkExport(settings: { format: string; constraint?: { type: string; value: number } } | undefined): number {
  if (settings?.format !== undefined && settings.format !== 'PNG') {
    throw new Error(`The stand-in exports PNG only, not ${settings.format}`);
  }
  const { type, value } = settings?.constraint ?? { type: 'SCALE', value: 1 };
  if (type !== 'SCALE') throw new Error(`The stand-in exports by SCALE only, not by ${type}`);
  if (!(value > 0)) throw new Error(`in exportAsync: Expected "value" to be greater than 0, received ${value}`);
  return value;
}

/**
 * @throws Error where the node is inside an instance, which takes this from its component
 */
export function assertOverridable(world: World, id: string, property: string): void {
  if (isInsideInstance(world.store, id)) {
    throw new Error(`in ${property}: This property cannot be overridden in an instance`);
  }
}

/** What instances have, and what components have for making them. */
export function instancePart(world: World, id: string) {
  const part: Pick<InstanceNode, 'mainComponent' | 'getMainComponentAsync' | 'detachInstance'> = {
    get mainComponent(): InstanceNode['mainComponent'] {
      throw syncForm('get_mainComponent', 'node.getMainComponentAsync');
    },
    set mainComponent(_component) {
      throw new Error('The stand-in swaps no components');
    },
    async getMainComponentAsync() {
      const { mainComponentId } = world.store.get(id);
      const isHere = mainComponentId !== null && world.store.has(mainComponentId);
      return isHere ? (world.node(mainComponentId) as never) : null;
    },
    detachInstance: () => world.node(detach(world, id)) as FrameNode,
  };
  return part;
}

export function componentPart(world: World, id: string) {
  return { createInstance: (): InstanceNode => world.node(instantiate(world, id)) as InstanceNode };
}

/** The error of a form that waits for nothing, under `documentAccess: "dynamic-page"`. */
export function syncForm(what: string, instead: string): Error {
  return new Error(`in ${what}: Cannot call with documentAccess: dynamic-page. Use ${instead} instead.`);
}
