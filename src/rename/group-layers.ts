import { type Picture, pictureOf } from '../images/picture.ts';
import type { RenameLayer, RenameRequest } from '../schemas/rename.ts';
import type { LayerContext } from './layer-context.ts';

/** A numbered cell of a sheet. */
export interface SheetPlace {
  readonly sheet: Picture;
  /** From 1. */
  readonly cell: number;
}

/** Layers that look, are and read the same: one name serves them all. */
export interface LayerGroup {
  /** The first of them: the one that the model sees. */
  readonly layer: RenameLayer;
  /** Places in the request, at least one. */
  readonly indices: number[];
  /** Their picture, and the sheet that shows them. The group retains both until it is settled. */
  own: Picture | undefined;
  place: SheetPlace | undefined;
}

/** Releases the group's pictures. May be called again. */
export function releasePictures(group: LayerGroup): void {
  group.own?.release();
  group.place?.sheet.release();
  group.own = undefined;
  group.place = undefined;
}

/**
 * Groups layers whose type, text and picture are the same; without a picture, also size and font size. Each group
 * retains its pictures; the request may release all of them afterwards.
 *
 * The bytes of pictures are compared only if type, text, length and fingerprint are equal. Cells of sheets cannot be
 * compared: of those, layers are the same if they lie at the same place of two screens and everything else about them
 * is equal, as after a screen was duplicated.
 *
 * @param dedupe false: each layer is a group alone.
 */
export function groupLayers(request: RenameRequest, dedupe: boolean, context: LayerContext): LayerGroup[] {
  const places = findPlaces(request);
  const groups: LayerGroup[] = [];
  const candidates = new Map<string, LayerGroup[]>();
  for (const [index, layer] of request.layers.entries()) {
    const own = pictureOf(layer.imageBase64);
    const place = places.get(layer.id);
    const key = JSON.stringify(describe(layer, own, place, context));
    const alike = dedupe ? (candidates.get(key) ?? []) : [];
    candidates.set(key, alike);
    const same = alike.find((group) => samePicture(group.own, own));
    if (same === undefined) {
      place?.sheet.retain();
      const group = { layer, indices: [index], own: own?.retain(), place };
      groups.push(group);
      alike.push(group);
    } else same.indices.push(index);
  }
  return groups;
}

function findPlaces({ sheets = [] }: RenameRequest): Map<string, SheetPlace> {
  const places = new Map<string, SheetPlace>();
  for (const { imageBase64, layerIds } of sheets) {
    const sheet = pictureOf(imageBase64);
    if (sheet === undefined) continue;
    for (const [index, id] of layerIds.entries()) places.set(id, { sheet, cell: index + 1 });
  }
  return places;
}

/** What must be equal for two layers to be the same, besides the bytes of their pictures. */
function describe(
  layer: RenameLayer,
  own: Picture | undefined,
  place: SheetPlace | undefined,
  context: LayerContext,
): unknown[] {
  const { type, text = '', width, height, fontSize, componentName } = layer;
  if (own !== undefined) {
    return [type, text, own.base64.byteLength, own.fingerprint];
  }
  const words = [type, text, width, height, fontSize, componentName];
  return place === undefined ? words : [...words, ...describePlace(layer, context)];
}

/** Where a layer lies on its screen, and what it is called there: equal for the layers of two copies of a screen. */
function describePlace(layer: RenameLayer, context: LayerContext): unknown[] {
  const ancestors = context.ancestorsOf(layer);
  const screen = ancestors.at(-1);
  const isPlaced = [layer.x, layer.y, screen?.x, screen?.y].every((value) => value !== undefined);
  if (screen === undefined || !isPlaced) return [layer.id];
  const path = [layer, ...ancestors].slice(0, -1).map(({ type, currentName }) => [type, currentName]);
  const x = (layer.x as number) - (screen.x as number);
  const y = (layer.y as number) - (screen.y as number);
  return [path, Math.round(x), Math.round(y), screen.width, screen.height];
}

function samePicture(a: Picture | undefined, b: Picture | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.base64.equals(b.base64);
}

/** Whether a layer has neither picture nor words to name it by. */
export function hasNothing(group: LayerGroup): boolean {
  return group.own === undefined && group.place === undefined && !hasWords(group);
}

/** Whether there are words to name a layer by. */
export function hasWords({ layer: { text = '', componentName = '' } }: LayerGroup): boolean {
  return text !== '' || componentName !== '';
}
