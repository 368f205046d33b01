import { imageOf } from '../images/image-kind.ts';
import type { Image } from '../images/inspect-image.ts';
import type { RenameLayer } from '../schemas/rename.ts';

/** Layers that look, are and read the same: one name serves them all. */
export interface LayerGroup {
  /** The first of them: what the model is told. */
  readonly layer: RenameLayer;
  /** Places in the request, at least one. */
  readonly indices: number[];
  /** The one copy of their picture. Let go once the group is settled. */
  image: Image | undefined;
  /** Whether a call with the picture ended other than with an answer: some of it may still be on its way. */
  unsettled: boolean;
}

export interface GroupedLayers {
  readonly groups: readonly LayerGroup[];
  /** Pictures that are not needed, since another layer has the same. */
  readonly duplicates: readonly Image[];
}

/**
 * Groups layers whose type, text and picture are the same. Takes the pictures over from the request, which holds none
 * afterwards, so that each returns its memory when its group lets go of it.
 *
 * No hash: pictures are compared only where type, text, length and 24 bytes from their middle (where two PNGs differ,
 * unlike in their headers) are equal.
 *
 * @param dedupe false: each layer is a group of its own.
 */
export function groupLayers(layers: readonly RenameLayer[], dedupe: boolean): GroupedLayers {
  const groups: LayerGroup[] = [];
  const candidates = new Map<string, LayerGroup[]>();
  const duplicates: Image[] = [];
  for (const [index, layer] of layers.entries()) {
    const image = imageOf(layer.imageBase64);
    delete layer.imageBase64;
    const alike = dedupe ? candidatesOf(candidates, layer, image) : [];
    const same = alike.find((group) => samePicture(group.image, image));
    if (same === undefined) {
      const group: LayerGroup = { layer, indices: [index], image, unsettled: false };
      groups.push(group);
      alike.push(group);
    } else {
      same.indices.push(index);
      if (image !== undefined) duplicates.push(image);
    }
  }
  return { groups, duplicates };
}

function candidatesOf(
  candidates: Map<string, LayerGroup[]>,
  layer: RenameLayer,
  image: Image | undefined,
): LayerGroup[] {
  const middle = image === undefined ? 0 : image.base64.byteLength >> 1;
  const sample = image?.base64.copy(middle, middle + 24).toString('latin1');
  const key = JSON.stringify([layer.type, layer.text ?? '', image?.base64.byteLength, sample]);
  const found = candidates.get(key) ?? [];
  candidates.set(key, found);
  return found;
}

function samePicture(a: Image | undefined, b: Image | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  return a.base64.equals(b.base64);
}
