import sharp from 'sharp';
import t from 'tap';
import { composeSheet, makeTile, type SheetTile } from '../../../demo/command/compose-sheet.ts';
import { cutCell } from '../../../demo/provider/look/cut-cell.ts';
import type { Picture } from '../../../demo/provider/look/decode.ts';

const palette = ['#c0392b', '#27ae60', '#2980b9', '#8e44ad', '#d35400'];

/** A rectangle of one color. */
function card(color: string, width: number, height: number): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 4, background: color } })
    .png()
    .toBuffer();
}

async function decode(png: Buffer): Promise<Picture> {
  const { data, info } = await sharp(png).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgba: new Uint8Array(data) };
}

/** The color in the middle of a picture, and its alpha in a corner. */
function look({ width, height, rgba }: Picture): { middle: number[]; corner: number | undefined } {
  const middle = 4 * (Math.floor(height / 2) * width + Math.floor(width / 2));
  return { middle: [...rgba.subarray(middle, middle + 3)], corner: rgba[3] };
}

t.test('cuts each picture of a sheet out of its cell, in its shape and without the backdrop', async (t) => {
  const sizes = [
    [16, 16],
    [160, 40],
    [24, 48],
    [300, 300],
    [40, 20],
  ] as const;
  const tiles = await Promise.all(
    sizes.map(async ([width, height], at) => makeTile(await card(palette[at] as string, width, height))),
  );
  const sheet = await decode(await composeSheet(tiles as SheetTile[]));
  for (const [at, [width, height]] of sizes.entries()) {
    const cell = cutCell(sheet, at + 1, sizes.length, width / height);
    t.ok(cell, `cell ${at + 1}`);
    if (cell === undefined) continue;
    t.ok(Math.abs(cell.width / cell.height / (width / height) - 1) < 0.06, `${cell.width} x ${cell.height}`);
    const [red = 0, green = 0, blue = 0] = look(cell).middle;
    const want = Buffer.from((palette[at] as string).slice(1), 'hex');
    const off = Math.max(Math.abs(red - want[0]!), Math.abs(green - want[1]!), Math.abs(blue - want[2]!));
    t.ok(off < 12, `the color of cell ${at + 1} is off by ${off}`);
  }
});

t.test('a disc has nothing in its corners: the backdrop is taken away', async (t) => {
  const svg =
    '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle cx="10" cy="10" r="10" fill="#c0392b"/></svg>';
  const tile = await makeTile(await sharp(Buffer.from(svg)).png().toBuffer());
  const sheet = await decode(await composeSheet([tile as SheetTile]));
  const cell = cutCell(sheet, 1, 1, 1);
  t.equal(cell && look(cell).corner, 0);
});

t.test('a cell that the sheet does not have is undefined', async (t) => {
  const tile = (await makeTile(await card('#c0392b', 16, 16))) as SheetTile;
  const sheet = await decode(await composeSheet([tile]));
  t.equal(cutCell({ ...sheet, width: sheet.width, height: sheet.height }, 9, 1, 1), undefined);
});
