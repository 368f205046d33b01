import type { Design, DesignLayer } from './design.ts';

const gap = 40;
/** A shelf of pictures is about this wide, in pixels. */
const shelfWidth = 1280;
/** Four requests of five hundred layers are a run at most; a hundred are plenty to try with. */
const mostPictures = 100;

/**
 * Lays a folder of PNGs out on a frame, one layer a file, named after it.
 *
 * @throws Error with a message for a person if there is no picture among the files
 */
export async function readPngs(files: readonly File[]): Promise<Design> {
  const pngs = files
    .filter((file) => file.type === 'image/png' || file.name.toLowerCase().endsWith('.png'))
    .toSorted((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
  const pictures = await Promise.all(
    pngs
      .slice(0, mostPictures)
      .map(async (file) => ({ file, bitmap: await createImageBitmap(file).catch(() => undefined) })),
  );
  const layers: DesignLayer[] = [];
  const layerPictures = new Map<string, Blob>();
  const places: { bitmap: ImageBitmap; x: number; y: number }[] = [];
  let [x, y, shelfHeight, width] = [gap, gap, 0, 0];
  for (const { file, bitmap } of pictures) {
    if (bitmap === undefined) continue;
    if (x > gap && x + bitmap.width > shelfWidth) {
      x = gap;
      y += shelfHeight + gap;
      shelfHeight = 0;
    }
    const id = `2:${layers.length + 1}`;
    const name = file.name.replace(/\.png$/i, '');
    layers.push({ id, name, type: 'RECTANGLE', x, y, width: bitmap.width, height: bitmap.height, hasImageFill: true });
    layerPictures.set(id, file);
    places.push({ bitmap, x, y });
    width = Math.max(width, x + bitmap.width + gap);
    x += bitmap.width + gap;
    shelfHeight = Math.max(shelfHeight, bitmap.height);
  }
  if (layers.length === 0) throw new Error('There is no PNG among these files that could be read.');
  const height = y + shelfHeight + gap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('This browser gives no canvas to draw on.');
  context.fillStyle = '#ffffff';
  context.fillRect(0, 0, width, height);
  for (const place of places) context.drawImage(place.bitmap, place.x, place.y);
  const leftOut = pngs.length - Math.min(pngs.length, mostPictures);
  const note = `${pngs.length} pictures are more than this page opens: the last ${leftOut} were left out.`;
  const design = { name: 'Pictures', width, height, layers, picture: await canvas.convertToBlob(), layerPictures };
  return leftOut > 0 ? { ...design, note } : design;
}
