import type { RenameLayer } from '../schemas/rename.ts';
import type { AskedLayer } from './build-naming-call.ts';
import { chunk } from './chunk.ts';
import { groupBy } from './group-by.ts';
import type { LayerGroup } from './group-layers.ts';
import { givenNameOf, type LayerContext } from './layer-context.ts';

/** A group as one call asks for it. */
export interface AskedGroup extends AskedLayer {
  readonly group: LayerGroup;
}

export interface PlanOptions {
  readonly layersPerCall: number;
  readonly pictures: 'sheet' | 'each';
  readonly context: LayerContext;
}

/** Sixteen layers are still named in seconds; with more, models begin to leave some out. */
const layersPerSheetCall = 16;

/**
 * Spreads layers over calls, in the request's order, so that parents come before children and siblings together.
 *
 * Without sheets a call has `layersPerCall` layers, with their pictures. With sheets a call begins with the layers of
 * one sheet, or of several small ones, and is filled up with layers that need no picture.
 */
export function planCalls(groups: readonly LayerGroup[], options: PlanOptions): AskedGroup[][] {
  const asked = groups.map((group) => askFor(group, pictureOf(group, options)));
  if (!asked.some(({ picture }) => picture?.cell !== undefined)) return chunk(asked, options.layersPerCall);
  return planWithSheets(options.pictures === 'sheet' ? dropPictures(asked, options.context) : asked, options);
}

function planWithSheets(asked: readonly AskedGroup[], options: PlanOptions): AskedGroup[][] {
  const bySheet = groupBy(asked, ({ picture }) => (picture?.cell === undefined ? undefined : picture.image));
  const rest = bySheet.get(undefined) ?? [];
  bySheet.delete(undefined);
  const calls: AskedGroup[][] = [];
  for (const ofSheet of bySheet.values()) {
    const cells = ofSheet.toSorted((a, b) => (a.picture?.cell ?? 0) - (b.picture?.cell ?? 0));
    const last = calls.at(-1);
    if (last !== undefined && last.length + cells.length <= layersPerSheetCall) last.push(...cells);
    else calls.push(cells);
  }
  // Single pictures cost as much as in a job without sheets: they do not fill up a sheet's call.
  const [pictured, silent] = [rest.filter(({ picture }) => picture), rest.filter(({ picture }) => !picture)];
  let filled = 0;
  for (const call of calls) {
    const room = layersPerSheetCall - call.length;
    call.push(...silent.slice(filled, filled + room));
    filled += room;
  }
  return [...calls, ...chunk(silent.slice(filled), layersPerSheetCall), ...chunk(pictured, options.layersPerCall)];
}

/** Asks for a group once more, with the best picture there is. */
export function askAlone({
  group,
  taken,
}: {
  readonly group: LayerGroup;
  readonly taken: string | undefined;
}): AskedGroup {
  const { own, place } = group;
  const picture = own === undefined ? place && { image: place.sheet, cell: place.cell } : { image: own };
  return { ...askFor(group, picture), taken };
}

function askFor(group: LayerGroup, picture: AskedLayer['picture']): AskedGroup {
  return { group, layer: group.layer, picture };
}

/** The picture that the setting prefers, if there is a choice. */
function pictureOf({ own, place }: LayerGroup, { pictures }: PlanOptions): AskedLayer['picture'] {
  const sheet = place && { image: place.sheet, cell: place.cell };
  const alone = own && { image: own };
  return pictures === 'sheet' ? (sheet ?? alone) : (alone ?? sheet);
}

/**
 * Leaves out pictures of layers that their words describe: a text, and a component that has a name with all that is in
 * it. A sheet goes as a whole, or not at all.
 */
function dropPictures(asked: readonly AskedGroup[], context: LayerContext): AskedGroup[] {
  const needed = new Set(
    asked.flatMap(({ layer, picture }) => (picture === undefined || isDescribed(layer, context) ? [] : picture.image)),
  );
  return asked.map(({ group, picture }) => askFor(group, picture && needed.has(picture.image) ? picture : undefined));
}

function isDescribed(layer: RenameLayer, context: LayerContext): boolean {
  if (layer.type.startsWith('TEXT') && (layer.text ?? '') !== '') return true;
  const components = [layer, ...context.ancestorsOf(layer)].filter(
    ({ type, componentName }) => type === 'COMPONENT' || componentName !== undefined,
  );
  return components.some((component) => givenNameOf(component) !== undefined);
}
