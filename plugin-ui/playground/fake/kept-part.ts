import type { Paint } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { isInsideInstance } from './geometry.ts';
import { isAutoLayout, settle } from './layout.ts';
import { resolvePaints } from './library.ts';
import { needsFonts, notDirect, notOverridable, notSeen } from './node-defaults.ts';
import type { NodeRecord, Store } from './store.ts';
import { readOnly } from './strict.ts';
import { assertFonts, charactersOf, fitText, nameFrom } from './text.ts';
import { frozen, type World } from './world.ts';

/** Links to styles are set by their asynchronous forms alone, under `documentAccess: "dynamic-page"`. */
const setByAsyncForm = new Set(['fillStyleId', 'strokeStyleId', 'effectStyleId', 'textStyleId']);

/** Reads a property that is merely kept. */
export function readKept(world: World, id: string, property: string): unknown {
  const { store, library } = world;
  const value = store.get(id).kept[property];
  if (property === 'fills' || property === 'strokes') {
    return frozen(resolvePaints(store, library, value as readonly Paint[], id));
  }
  return frozen(value);
}

/**
 * Sets a property that is merely kept, and does what follows from it.
 *
 * @param takesPatterns whether it was asked by the form that waits, the only one that takes PATTERN paints
 * @throws Error if Figma refuses the value, or the property there
 */
export function writeKept(world: World, id: string, property: string, value: unknown, takesPatterns = false): void {
  const { store } = world;
  const record = store.get(id);
  if (notDirect.has(property)) throw readOnly(property);
  if (setByAsyncForm.has(property)) {
    throw new Error(`in set_${property}: Cannot call with documentAccess: dynamic-page. Use the asynchronous form.`);
  }
  if (typeof value === 'symbol') throw new Error(`in set_${property}: figma.mixed cannot be set`);
  checkValue(property, value);
  if (notOverridable.has(property) && isInsideInstance(store, id)) {
    throw new Error(`in set_${property}: This property cannot be overridden in an instance`);
  }
  if (property === 'visible' && isPropertys(record, store, 'visible')) return;
  assertApplicable(world, record, property, value);
  if (property === 'layoutPositioning' && (record.parentId === null || !isAutoLayout(store.get(record.parentId)))) {
    throw new Error('in set_layoutPositioning: Can only set layoutPositioning on auto-layout children');
  }
  if (needsFonts.has(property)) assertFonts(world, record, `set_${property}`);
  if (property === 'fills' || property === 'strokes') assertPaints(world, property, value, takesPatterns);
  store.write(id, {
    kept: { ...record.kept, ...unlinked(record.kept, property), [property]: frozen(value) },
    ...(!notSeen.has(property) && { isChanged: true }),
    ...(property === 'autoRename' && value === true && { name: nameFrom(charactersOf(record)) }),
  });
  if (property === 'textAutoResize') fitText(world, id);
  settle(store, id);
  if (record.parentId !== null) settle(store, record.parentId);
}

/** Whether a component property says what the layer shows: in an instance, its own values do not stay. */
export function isPropertys(record: NodeRecord, store: Store, field: 'characters' | 'visible'): boolean {
  const references = (record.kept['componentPropertyReferences'] ?? {}) as Partial<Record<string, string>>;
  return references[field] !== undefined && isInsideInstance(store, record.id);
}

const styleOfProperty: Readonly<Record<string, string>> = {
  fills: 'fillStyleId',
  strokes: 'strokeStyleId',
  effects: 'effectStyleId',
  lineHeight: 'textStyleId',
  letterSpacing: 'textStyleId',
};

/** Setting a value silently ends a property's link to a style and to a variable. */
export function unlinked(
  kept: Readonly<Record<string, unknown>>,
  ...properties: readonly string[]
): Record<string, unknown> {
  const bound = (kept['boundVariables'] ?? {}) as Record<string, unknown>;
  const left = Object.entries(bound).filter(([field]) => !properties.includes(field));
  const styles = properties.flatMap((property) => styleOfProperty[property] ?? []).filter((style) => style in kept);
  return {
    ...Object.fromEntries(styles.map((style) => [style, ''])),
    ...(left.length < Object.keys(bound).length && { boundVariables: Object.fromEntries(left) }),
  };
}

/** @throws Error for properties of auto-layout that do not apply to the node as it is */
function assertApplicable({ store }: World, record: NodeRecord, property: string, value: unknown): void {
  const { kept, type, parentId } = record;
  const where = `in set_${property}`;
  if (property === 'layoutWrap' && !isAutoLayout(record)) {
    throw new Error(`${where}: layoutWrap can only be set on auto-layout frames`);
  }
  if (property === 'layoutMode' && value === 'GRID' && type === 'SLOT')
    throw new Error(`${where}: cannotApplyGridToSlot`);
  if (property === 'counterAxisAlignContent' && kept['layoutWrap'] !== 'WRAP') {
    throw new Error(`${where}: can only be set on wrapping auto-layout frames`);
  }
  if (/^(min|max)(Width|Height)$/.test(property) && value !== null) {
    const isChild = parentId !== null && isAutoLayout(store.get(parentId));
    if (!isAutoLayout(record) && !isChild) {
      throw new Error(`${where}: can only be set on auto-layout frames and their children`);
    }
    if (!(typeof value === 'number' && value > 0)) throw new Error(`${where}: Expected a positive number or null`);
  }
  if (property === 'maxLines' && value !== null && !(Number(value) >= 1)) {
    throw new Error(`${where}: The value must be >= 1`);
  }
}

/** @throws Error for pictures that were not created, and for patterns where only the form that waits takes them */
export function assertPaints(world: World, property: string, value: unknown, takesPatterns: boolean): void {
  for (const { type, imageHash } of value as { type: string; imageHash?: string | null }[]) {
    if (type === 'PATTERN' && !takesPatterns) {
      throw new Error(
        `in set_${property}: Pattern paints must be set with set${property === 'fills' ? 'Fills' : 'Strokes'}Async`,
      );
    }
    if (typeof imageHash === 'string' && !world.images.has(imageHash)) {
      throw new Error(`in set_${property}: No image has the hash "${imageHash}"`);
    }
  }
}
