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
