import type { GenerateEditsRequest } from '../../../../src/schemas/edits.ts';
import type { RenameRequest } from '../../../../src/schemas/rename.ts';
import type { LayerForRenaming } from '../../messages.ts';
import { toBase64 } from './base64.ts';

/** A layer with its picture, if it has one. */
export interface LayerToSend {
  readonly layer: LayerForRenaming;
  readonly picture: Uint8Array | null;
}

export type RenameFields = Omit<RenameRequest, 'layers'>;
export type EditsFields = Omit<GenerateEditsRequest, 'frameImageBase64'>;

/**
 * The body of `POST /api/rename-layers`, put together in pieces: a Blob goes out from where the browser keeps it, while
 * one string of 15 MB would be copied for every step on its way.
 */
export async function buildRenameBody(fields: RenameFields, layers: readonly LayerToSend[]): Promise<Blob> {
  const parts: string[] = [`${JSON.stringify(fields).slice(0, -1)},"layers":[`];
  for (const [index, { layer, picture }] of layers.entries()) {
    const image = picture === null ? '' : await toBase64(picture);
    parts.push(`${index === 0 ? '' : ','}${JSON.stringify(layer).slice(0, -1)},"imageBase64":"`, image, '"}');
  }
  parts.push(']}');
  return new Blob(parts, { type: 'application/json' });
}

/** The body of `POST /api/generate-edits`. */
export async function buildEditsBody(fields: EditsFields, framePicture: Uint8Array | null): Promise<Blob> {
  if (framePicture === null) return new Blob([JSON.stringify(fields)], { type: 'application/json' });
  const head = JSON.stringify(fields).slice(0, -1);
  return new Blob([head, ',"frameImageBase64":"', await toBase64(framePicture), '"}'], { type: 'application/json' });
}

/** Bytes that a layer takes in the body: its picture in base64 and its fields. */
export function bytesToSend({ layer, picture }: LayerToSend): number {
  const text = layer.currentName.length + (layer.text?.length ?? 0) + (layer.parentName?.length ?? 0);
  // A character is at most three bytes of UTF-8 a UTF-16 unit; 200 is for the keys and numbers.
  return Math.ceil((picture?.byteLength ?? 0) / 3) * 4 + text * 3 + 200;
}
