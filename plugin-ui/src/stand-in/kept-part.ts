import { checkValue } from './check-values.ts';
import { isInsideInstance } from './geometry.ts';
import { isAutoLayout, settle } from './layout.ts';
import { needsFonts, notOverridable, notSeen } from './node-defaults.ts';
import { assertFonts, charactersOf, fitText } from './text.ts';
import { frozen, type World } from './world.ts';

/** Links to styles are set by their asynchronous forms alone, under `documentAccess: "dynamic-page"`. */
const setByAsyncForm = new Set(['fillStyleId', 'strokeStyleId', 'effectStyleId', 'textStyleId']);

/** Reads a property that is merely kept. */
export function readKept(world: World, id: string, property: string): unknown {
  return frozen(world.store.get(id).kept[property]);
}

/**
 * Sets a property that is merely kept, and does what follows from it.
 *
 * @throws Error where Figma refuses the value, or the property there
 */
export function writeKept(world: World, id: string, property: string, value: unknown): void {
  const { store } = world;
  const record = store.get(id);
  if (setByAsyncForm.has(property)) {
    throw new Error(`in set_${property}: Cannot call with documentAccess: dynamic-page. Use the asynchronous form.`);
  }
  if (typeof value === 'symbol') throw new Error(`in set_${property}: figma.mixed cannot be set`);
  checkValue(property, value);
  if (notOverridable.has(property) && isInsideInstance(store, id)) {
    throw new Error(`in set_${property}: This property cannot be overridden in an instance`);
  }
  if (property === 'layoutPositioning' && (record.parentId === null || !isAutoLayout(store.get(record.parentId)))) {
    throw new Error('in set_layoutPositioning: Can only set layoutPositioning on auto-layout children');
  }
  if (needsFonts.has(property)) assertFonts(world, record, `set_${property}`);
  if (property === 'fills') assertImagesKnown(world, value);
  store.write(id, {
    kept: { ...record.kept, [property]: frozen(value), ...(property === 'fills' && unlinked(record.kept)) },
    ...(!notSeen.has(property) && { isChanged: true }),
    ...(property === 'autoRename' && value === true && { name: charactersOf(record) }),
  });
  if (property === 'textAutoResize') fitText(world, id);
  settle(store, id);
  if (record.parentId !== null) settle(store, record.parentId);
}

/** Own fills end a link to a style. */
function unlinked(kept: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return 'fillStyleId' in kept ? { fillStyleId: '' } : {};
}

function assertImagesKnown(world: World, fills: unknown): void {
  for (const { imageHash } of fills as { imageHash?: string | null }[]) {
    if (typeof imageHash === 'string' && !world.images.has(imageHash)) {
      throw new Error(`in set_fills: No image has the hash "${imageHash}"`);
    }
  }
}

/** How a layer is sized along an axis, as Figma's panel shows it. */
export function readSizing(world: World, id: string, axis: 'width' | 'height'): 'FIXED' | 'HUG' | 'FILL' {
  const { store } = world;
  const { kept, type, parentId } = store.get(id);
  const parent = parentId === null ? undefined : store.get(parentId);
  if (parent !== undefined && isAutoLayout(parent) && kept['layoutPositioning'] !== 'ABSOLUTE') {
    const isMain = (parent.kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
    if (isMain ? kept['layoutGrow'] === 1 : kept['layoutAlign'] === 'STRETCH') return 'FILL';
  }
  if (isAutoLayout(store.get(id))) {
    const isMain = (kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
    if (kept[isMain ? 'primaryAxisSizingMode' : 'counterAxisSizingMode'] === 'AUTO') return 'HUG';
  }
  const mode = kept['textAutoResize'];
  if (type === 'TEXT' && (mode === 'WIDTH_AND_HEIGHT' || (mode === 'HEIGHT' && axis === 'height'))) return 'HUG';
  return 'FIXED';
}

/**
 * @throws Error where Figma has no such sizing there
 */
export function writeSizing(world: World, id: string, axis: 'width' | 'height', value: string): void {
  const { store } = world;
  const { kept, type, parentId } = store.get(id);
  const parent = parentId === null ? undefined : store.get(parentId);
  const isChild = parent !== undefined && isAutoLayout(parent) && kept['layoutPositioning'] !== 'ABSOLUTE';
  const ownIsMain = (kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
  const parentIsMain = (parent?.kept['layoutMode'] === 'HORIZONTAL') === (axis === 'width');
  if (value === 'FILL' && !isChild) throw new Error('FILL can only be set on children of auto-layout frames');
  const isFrame = isAutoLayout(store.get(id));
  if (value === 'HUG' && !isFrame && type !== 'TEXT') {
    throw new Error('HUG can only be set on auto-layout frames and text');
  }
  const fills = value === 'FILL';
  const next: Record<string, unknown> = {
    ...(isChild && (parentIsMain ? { layoutGrow: fills ? 1 : 0 } : { layoutAlign: fills ? 'STRETCH' : 'INHERIT' })),
    ...(isFrame && {
      [ownIsMain ? 'primaryAxisSizingMode' : 'counterAxisSizingMode']: value === 'HUG' ? 'AUTO' : 'FIXED',
    }),
  };
  if (type === 'TEXT' && value === 'HUG') next['textAutoResize'] = axis === 'width' ? 'WIDTH_AND_HEIGHT' : 'HEIGHT';
  store.write(id, { kept: { ...kept, ...next } });
  if (type === 'TEXT') fitText(world, id);
  settle(store, id);
  if (parentId !== null) settle(store, parentId);
}
