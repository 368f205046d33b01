import type { LayerForRenaming } from '../../messages.ts';

/** A layer with its picture, if it has one. */
export interface LayerToSend {
  readonly layer: LayerForRenaming;
  readonly picture: Uint8Array | null;
}

/** Bytes that a layer takes in the body: its picture in base64 and its fields. */
export function bytesToSend({ layer, picture }: LayerToSend): number {
  const text = layer.currentName.length + (layer.text?.length ?? 0) + (layer.parentName?.length ?? 0);
  // A character is at most three bytes of UTF-8 a UTF-16 unit; 200 is for the keys and numbers.
  return Math.ceil((picture?.byteLength ?? 0) / 3) * 4 + text * 3 + 200;
}
