import { layOutSheet, SHEET_LABEL_PX } from '../../../../../src/schemas/sheet-layout.ts';
import { chooseBackdrop } from './choose-backdrop.ts';

const ground = '#d5d9e0';
const ink = '#111418';
/** Smaller pictures are enlarged up to this side: some models misread a picture of a few pixels. */
const enlargedPx = 128;
/** So many pixels of a picture decide its backdrop. */
const samplePx = 48;
/** A sheet with photographs is a JPEG: a PNG of it would weigh up to a megabyte. */
const largestPngBytes = 160_000;
const jpegQuality = 0.82;

/**
 * Draws pictures as the cells of a sheet (see `layOutSheet`), each on a backdrop it can be seen on. A picture that the
 * browser cannot decode leaves its cell empty.
 */
export async function composeSheet(pictures: readonly Blob[]): Promise<Blob> {
  const { width, height, cells } = layOutSheet(pictures.length);
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  context.fillStyle = ground;
  context.fillRect(0, 0, width, height);
  context.font = `bold ${SHEET_LABEL_PX - 8}px sans-serif`;
  context.textBaseline = 'top';
  for (const [index, picture] of pictures.entries()) {
    const cell = cells[index];
    if (cell === undefined) continue;
    context.fillStyle = ink;
    context.fillText(String(index + 1), cell.x + 8, cell.y + 5);
    const bitmap = await createImageBitmap(picture).catch(() => undefined);
    if (bitmap === undefined) continue;
    drawInto(context, bitmap, cell.area);
    bitmap.close();
  }
  const png = await encode(canvas, 'image/png');
  return png.size <= largestPngBytes ? png : encode(canvas, 'image/jpeg');
}

function drawInto(
  context: CanvasRenderingContext2D,
  bitmap: ImageBitmap,
  area: { x: number; y: number; width: number; height: number },
): void {
  const fit = Math.min(area.width / bitmap.width, area.height / bitmap.height);
  const scale = Math.min(fit, Math.max(1, enlargedPx / Math.max(bitmap.width, bitmap.height)));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const x = area.x + Math.floor((area.width - width) / 2);
  const y = area.y + Math.floor((area.height - height) / 2);
  context.fillStyle = chooseBackdrop(sample(bitmap));
  context.fillRect(area.x, area.y, area.width, area.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(bitmap, x, y, width, height);
}

function sample(bitmap: ImageBitmap): Uint8ClampedArray {
  const scale = Math.min(1, samplePx / Math.max(bitmap.width, bitmap.height));
  const width = Math.max(1, Math.round(bitmap.width * scale));
  const height = Math.max(1, Math.round(bitmap.height * scale));
  const canvas = document.createElement('canvas');
  Object.assign(canvas, { width, height });
  const context = contextOf(canvas);
  context.drawImage(bitmap, 0, 0, width, height);
  return context.getImageData(0, 0, width, height).data;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) throw new Error('This window has no canvas to draw on');
  return context;
}

function encode(canvas: HTMLCanvasElement, type: string): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The sheet could not be encoded')) : resolve(blob)),
      type,
      jpegQuality,
    );
  });
}
