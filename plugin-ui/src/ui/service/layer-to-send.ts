import type { RenameRequest } from '../../../../src/schemas/rename.ts';
import type { LayerForRenaming } from '../../messages.ts';

/** A layer with its picture, if it has one. */
export interface LayerToSend {
  readonly layer: LayerForRenaming;
  readonly picture: Uint8Array | null;
}

/** A layer as the service takes it, without its picture. */
export type WireLayer = Omit<RenameRequest['layers'][number], 'imageBase64'>;

/** A picture, and the layers that it shows: a single one, or the cells of a sheet. */
export interface WirePicture {
  readonly picture: Blob;
  readonly layerIds: readonly string[];
}
