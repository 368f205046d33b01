import type { NamingStyle } from '../../src/schemas/rename.ts';
import { choosePictured } from './choose-pictured.ts';
import { composeSheet, makeTile, type SheetTile } from './compose-sheet.ts';
import type { Design, DesignLayer } from './read-design.ts';

export interface NamingRequestOptions {
  readonly style: NamingStyle;
  readonly rules: string | undefined;
  /** `sheet`: the layers that need a picture share numbered sheets. `each`: every layer brings one picture. */
  readonly pictures: 'sheet' | 'each';
}

interface Sheet {
  readonly imageBase64: string;
  readonly layerIds: readonly string[];
}

/** A label for the record; the reserved domain belongs to nobody. */
const userEmail = 'demo@example.com';

/** The body of `POST /api/rename-layers` for a design. */
export async function buildNamingRequest(design: Design, options: NamingRequestOptions): Promise<object> {
  const { layers, frame } = design;
  const { style, rules, pictures } = options;
  const { sheets, alone } = pictures === 'each' ? { sheets: [], alone: new Set(layers) } : await composeSheets(layers);
  return {
    userEmail,
    namingStyle: style,
    ...(rules === undefined ? {} : { namingRules: rules }),
    ...(frame === undefined ? {} : { frameName: frame.frameName }),
    layers: layers.map((layer) => toRequestLayer(layer, alone.has(layer))),
    ...(sheets.length === 0 ? {} : { sheets }),
  };
}

/** What cannot be decoded here goes as it is: the service or its model may know better. */
async function composeSheets(layers: readonly DesignLayer[]): Promise<{ sheets: Sheet[]; alone: Set<DesignLayer> }> {
  const sheets: Sheet[] = [];
  const alone = new Set<DesignLayer>();
  for (const chosen of choosePictured(layers)) {
    const cells: { layer: DesignLayer; tile: SheetTile }[] = [];
    for (const layer of chosen) {
      const tile = chosen.length > 1 ? await makeTile(Buffer.from(layer.picture?.base64 ?? '', 'base64')) : undefined;
      if (tile === undefined) alone.add(layer);
      else cells.push({ layer, tile });
    }
    if (cells.length === 0) continue;
    const sheet = await composeSheet(cells.map(({ tile }) => tile));
    sheets.push({ imageBase64: sheet.toString('base64'), layerIds: cells.map(({ layer }) => layer.id) });
  }
  return { sheets, alone };
}

function toRequestLayer(layer: DesignLayer, withPicture: boolean): object {
  const { id, currentName, type, text, parentName, parent, componentName, x, y, width, height, fontSize, picture } =
    layer;
  return {
    id,
    currentName,
    type,
    ...(withPicture ? { imageBase64: picture?.base64 ?? '' } : {}),
    // The service reads a thousand characters of these.
    text: text?.slice(0, 1000),
    parentName: parentName?.slice(0, 1000),
    parentId: parent,
    componentName: componentName?.slice(0, 255),
    x,
    y,
    width,
    height,
    fontSize: fontSize || undefined,
  };
}
