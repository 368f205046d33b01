import { invalidRequest } from '../errors.ts';
import type { RenameRequest } from '../schemas/rename.ts';

/**
 * What the schema of a request cannot say: ids are unique, and a sheet shows layers of the request, each on one sheet
 * and in one cell.
 *
 * @throws ExporterError 400 that names the field.
 */
export function checkLayers({ layers, sheets = [] }: Pick<RenameRequest, 'layers' | 'sheets'>): void {
  const layerPaths = new Map<string, string>();
  for (const [index, { id }] of layers.entries()) refuseSecond(layerPaths, id, `layers/${index}/id`);
  const cellPaths = new Map<string, string>();
  for (const [index, { imageBase64, layerIds }] of sheets.entries()) {
    if (imageBase64.byteLength === 0) throw invalidRequest(`sheets/${index}/imageBase64 must be a picture`);
    for (const [cell, id] of layerIds.entries()) {
      const path = `sheets/${index}/layerIds/${cell}`;
      if (!layerPaths.has(id)) throw invalidRequest(`${path} must be the id of one of the layers`);
      refuseSecond(cellPaths, id, path);
    }
  }
}

function refuseSecond(paths: Map<string, string>, id: string, path: string): void {
  const first = paths.get(id);
  if (first !== undefined) throw invalidRequest(`${path} must be unique: ${first} is the same`);
  paths.set(id, path);
}
