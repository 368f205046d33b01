import type { GenerateEditsRequest } from '../../../../src/schemas/edits.ts';
import type { RenameRequest } from '../../../../src/schemas/rename.ts';
import { toBase64 } from './base64.ts';
import type { WireLayer, WirePicture } from './layer-to-send.ts';

export type RenameFields = Omit<RenameRequest, 'layers' | 'sheets'>;
export type EditsFields = Omit<GenerateEditsRequest, 'frameImageBase64'>;

/**
 * The body of `POST /api/rename-layers`, put together in pieces: a Blob goes out from where the browser keeps it, while
 * one string of megabytes would be copied for every step on its way.
 */
export async function buildRenameBody(
  fields: RenameFields,
  layers: readonly WireLayer[],
  { sheets, alone }: { sheets: readonly WirePicture[]; alone: readonly WirePicture[] },
): Promise<Blob> {
  const own = new Map<string, Blob>();
  for (const { picture, layerIds } of alone) for (const id of layerIds) own.set(id, picture);
  const parts: string[] = [`${JSON.stringify(fields).slice(0, -1)},"layers":[`];
  for (const [index, layer] of layers.entries()) {
    const picture = own.get(layer.id);
    const image = picture === undefined ? '' : await toBase64(picture);
    parts.push(`${index === 0 ? '' : ','}${JSON.stringify(layer).slice(0, -1)},"imageBase64":"`, image, '"}');
  }
  if (sheets.length > 0) {
    parts.push('],"sheets":[');
    for (const [index, { picture, layerIds }] of sheets.entries()) {
      const image = await toBase64(picture);
      parts.push(`${index === 0 ? '' : ','}{"layerIds":${JSON.stringify(layerIds)},"imageBase64":"`, image, '"}');
    }
  }
  parts.push(']}');
  return new Blob(parts, { type: 'application/json' });
}

/** The body of `POST /api/generate-edits`. */
export async function buildEditsBody(fields: EditsFields, framePicture: Uint8Array | null): Promise<Blob> {
  if (framePicture === null) return new Blob([JSON.stringify(fields)], { type: 'application/json' });
  const head = JSON.stringify(fields).slice(0, -1);
  const image = await toBase64(new Blob([framePicture as Uint8Array<ArrayBuffer>]));
  return new Blob([head, ',"frameImageBase64":"', image, '"}'], { type: 'application/json' });
}
