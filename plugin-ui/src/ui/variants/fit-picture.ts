/** Figma takes pictures of this many pixels a side. */
const largestSidePx = 4096;
/** A PNG of a photograph this large would weigh tens of megabytes. */
const jpegQuality = 0.92;

/**
 * The picture as Figma takes it: PNG, JPEG or GIF, at most 4,096 px a side. Others are drawn again on a canvas. What
 * the browser cannot decode is returned as it is: Figma says what is wrong with it.
 */
export async function fitPicture(bytes: Uint8Array): Promise<Uint8Array> {
  const kind = kindOf(bytes);
  const bitmap = await createImageBitmap(new Blob([bytes as Uint8Array<ArrayBuffer>])).catch(() => undefined);
  if (bitmap === undefined) return bytes;
  try {
    const scale = Math.min(1, largestSidePx / Math.max(bitmap.width, bitmap.height));
    if (kind !== undefined && scale === 1) return bytes;
    const canvas = document.createElement('canvas');
    canvas.width = Math.max(1, Math.floor(bitmap.width * scale));
    canvas.height = Math.max(1, Math.floor(bitmap.height * scale));
    const context = canvas.getContext('2d');
    if (context === null) return bytes;
    context.imageSmoothingQuality = 'high';
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return await encode(canvas, kind === 'jpeg' ? 'image/jpeg' : 'image/png');
  } finally {
    bitmap.close();
  }
}

/** What Figma takes; undefined for another kind, such as WebP. */
function kindOf(bytes: Uint8Array): 'png' | 'jpeg' | 'gif' | undefined {
  const [first, second, third] = bytes;
  if (first === 0x89 && second === 0x50) return 'png';
  if (first === 0xff && second === 0xd8) return 'jpeg';
  return first === 0x47 && second === 0x49 && third === 0x46 ? 'gif' : undefined;
}

async function encode(canvas: HTMLCanvasElement, type: string): Promise<Uint8Array> {
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, type, jpegQuality));
  if (blob === null) throw new Error('The picture could not be encoded');
  return new Uint8Array(await blob.arrayBuffer());
}
