import sharp from 'sharp';
import { layOutSheet, SHEET_CELL_PX, SHEET_LABEL_PX } from '../../src/schemas/sheet-layout.ts';
import { drawNumber } from './draw-number.ts';

const ground = '#d5d9e0';
const backdrops = { light: '#ffffff', middle: '#8d939c', dark: '#23272f' };
/** Smaller pictures are enlarged up to this side: some models misread, or refuse, a picture of a few pixels. */
const enlargedPx = 128;

/** A layer's picture, scaled for a cell and on its backdrop. */
export interface SheetTile {
  /** PNG. */
  readonly bytes: Buffer;
  readonly width: number;
  readonly height: number;
  /** The color that fills its cell. */
  readonly backdrop: string;
}

/** Prepares a picture for its cell; undefined if it cannot be decoded. */
export async function makeTile(picture: Buffer): Promise<SheetTile | undefined> {
  const [cell] = layOutSheet(1).cells;
  const area = cell?.area ?? { width: SHEET_CELL_PX, height: SHEET_CELL_PX - SHEET_LABEL_PX };
  try {
    const { width, height } = await sharp(picture).metadata();
    const fit = Math.min(area.width / width, area.height / height);
    const scale = Math.min(fit, Math.max(1, enlargedPx / Math.max(width, height)));
    const size = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    const backdrop = await chooseBackdrop(picture);
    const drawn = sharp(picture)
      .resize({ ...size, fit: 'fill' })
      .flatten({ background: backdrop })
      .toColorspace('srgb');
    return { ...size, backdrop, bytes: await drawn.png({ compressionLevel: 1 }).toBuffer() };
  } catch {
    return undefined;
  }
}

/**
 * Composes one sheet from tiles, in the order of its cells (see `layOutSheet`).
 *
 * @returns a PNG of 256 colors: a fraction of what the pictures weigh alone.
 */
export async function composeSheet(tiles: readonly SheetTile[]): Promise<Buffer> {
  const { width, height, cells } = layOutSheet(tiles.length);
  const pieces = tiles.flatMap((tile, index) => {
    const { x = 0, y = 0, area = { x: 0, y: 0, width: 0, height: 0 } } = cells[index] ?? {};
    const left = area.x + Math.floor((area.width - tile.width) / 2);
    const top = area.y + Math.floor((area.height - tile.height) / 2);
    const { x: areaLeft, y: areaTop, ...areaSize } = area;
    return [
      {
        input: { create: { ...areaSize, channels: 3 as const, background: tile.backdrop } },
        left: areaLeft,
        top: areaTop,
      },
      { input: drawNumber(index + 1), left: x + 8, top: y + 4 },
      { input: tile.bytes, left, top },
    ];
  });
  const sheet = sharp({ create: { width, height, channels: 3, background: ground } }).composite(pieces);
  return sheet.png({ palette: true }).toBuffer();
}

/** The backdrop on which the visible pixels show: dark ones on light, light ones on dark, both on a middle gray. */
async function chooseBackdrop(picture: Buffer): Promise<string> {
  const { data } = await sharp(picture)
    .resize(64, 64, { fit: 'inside', withoutEnlargement: true })
    .ensureAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  let [seen, light, dark] = [0, 0, 0];
  for (let at = 0; at < data.length; at += 4) {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at, at + 4);
    const luma = (0.299 * red + 0.587 * green + 0.114 * blue) / 255;
    seen += alpha;
    if (luma > 0.7) light += alpha;
    if (luma < 0.4) dark += alpha;
  }
  if (light < 0.15 * seen) return backdrops.light;
  return dark < 0.15 * seen ? backdrops.dark : backdrops.middle;
}
