import { type Picture, pictureOf } from '../images/picture.ts';
import type { RenameLayer } from '../schemas/rename.ts';

/** Layers that look, are and read the same: one name serves them all. */
export interface LayerGroup {
  /** The first of them: what the model is told. */
  readonly layer: RenameLayer;
  /** Places in the request, at least one. */
  readonly indices: number[];
  /** Their picture, which the group retains until it is settled. */
  picture: Picture | undefined;
}

/** Ends the group's hold on its picture. May be called again. */
export function releasePicture(group: LayerGroup): void {
  group.picture?.release();
  group.picture = undefined;
}

/**
 * Groups layers whose type, text and picture are the same. Each group retains one picture; the request may release all
 * of them afterwards.
 *
 * No hash: pictures are compared only where type, text, length and 24 bytes from their middle (where two PNGs differ,
 * unlike in their headers) are equal.
 *
 * @param dedupe false: each layer is a group of its own.
 */
export function groupLayers(layers: readonly RenameLayer[], dedupe: boolean): readonly LayerGroup[] {
  const groups: LayerGroup[] = [];
  const candidates = new Map<string, LayerGroup[]>();
  for (const [index, layer] of layers.entries()) {
    const picture = pictureOf(layer.imageBase64);
    const alike = dedupe ? candidatesOf(candidates, layer, picture) : [];
    const same = alike.find((group) => samePicture(group.picture, picture));
    if (same === undefined) {
      const group: LayerGroup = { layer, indices: [index], picture: picture?.retain() };
      groups.push(group);
      alike.push(group);
    } else {
      same.indices.push(index);
    }
  }
  return groups;
}

function candidatesOf(
  candidates: Map<string, LayerGroup[]>,
  layer: RenameLayer,
  picture: Picture | undefined,
): LayerGroup[] {
  const middle = picture === undefined ? 0 : picture.base64.byteLength >> 1;
  const sample = picture?.base64.copy(middle, middle + 24).toString('latin1');
  const key = JSON.stringify([layer.type, layer.text ?? '', picture?.base64.byteLength, sample]);
  const found = candidates.get(key) ?? [];
  candidates.set(key, found);
  return found;
}

function samePicture(a: Picture | undefined, b: Picture | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.base64.equals(b.base64);
}
