import type { LayerForRenaming } from '../../messages.ts';
import type { LayerToSend, WireLayer, WirePicture } from '../service/layer-to-send.ts';
import { choosePictured } from './sheets/choose-pictured.ts';

/** Draws the numbered pictures of several layers as one: a PNG, or a JPEG. */
export type ComposeSheet = (pictures: readonly Blob[]) => Promise<Blob>;

/** A batch as the service takes it. */
export interface WireBatch {
  readonly layers: WireLayer[];
  readonly sheets: WirePicture[];
  readonly alone: WirePicture[];
}

/** Short ids for the service, and the way back to Figma's. */
export interface WireIds {
  toWire(id: string): string;
  /** Undefined for an id that was not sent. */
  toFigma(wireId: string): string | undefined;
}

/**
 * Numbers the layers of a run. Figma's ids grow by a segment for each instance around a layer, past the 128 characters
 * that the service takes. A layer keeps its number in all requests of the run, since the service remembers names by it.
 */
export function createWireIds(ids: readonly string[]): WireIds {
  const known = [...ids];
  const numbers = new Map(known.map((id, index) => [id, index + 1]));
  return {
    toWire(id) {
      const number = numbers.get(id) ?? known.push(id);
      numbers.set(id, number);
      return String(number);
    },
    toFigma: (wireId) => known[Number(wireId) - 1],
  };
}

/** Prepares a batch for the service. */
export async function toWire(
  batch: readonly LayerToSend[],
  ids: WireIds,
  composeSheet: ComposeSheet,
): Promise<WireBatch> {
  const inBatch = new Set(batch.map(({ layer }) => layer.id));
  const layers = batch.map(({ layer }) => toWireLayer(layer, ids, inBatch));
  const sheets: WirePicture[] = [];
  const alone: WirePicture[] = [];
  for (const items of choosePictured(batch)) {
    const pictures = items.map(({ picture }) => new Blob([picture as Uint8Array<ArrayBuffer>]));
    const layerIds = items.map(({ layer }) => ids.toWire(layer.id));
    const [first] = pictures;
    if (pictures.length === 1 && first !== undefined) alone.push({ picture: first, layerIds });
    else sheets.push({ picture: await composeSheet(pictures), layerIds });
  }
  return { layers, sheets, alone };
}

function toWireLayer(layer: LayerForRenaming, ids: WireIds, inBatch: ReadonlySet<string>): WireLayer {
  const { currentName, type, text, parentName, parentId, componentName, width, height, x, y, fontSize } = layer;
  return {
    id: ids.toWire(layer.id),
    currentName,
    type,
    ...(text !== undefined && { text }),
    ...(parentName !== undefined && { parentName }),
    ...(parentId !== undefined && inBatch.has(parentId) && { parentId: ids.toWire(parentId) }),
    ...(componentName !== undefined && { componentName }),
    ...(width !== undefined && { width }),
    ...(height !== undefined && { height }),
    ...(x !== undefined && { x }),
    ...(y !== undefined && { y }),
    ...(fontSize !== undefined && { fontSize }),
  };
}
