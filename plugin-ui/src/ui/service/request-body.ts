import type { GenerateEditsRequest } from '../../../../src/schemas/edits.ts';
import type { RenameRequest } from '../../../../src/schemas/rename.ts';
import { toBase64 } from './base64.ts';
import type { LayerToSend } from './layer-to-send.ts';

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
