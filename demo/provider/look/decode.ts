import sharp from 'sharp';

/** A decoded picture. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  /** Four bytes a pixel, not premultiplied. */
  readonly rgba: Uint8Array;
}

/** Larger pictures are thinned out to this many pixels a side: more say no more, and take long to look at. */
const longestSide = 1600;
/** Decoding more pixels would hold up everything else. */
const maxPixels = 64_000_000;

/**
 * Reads a data URL (or bare base64) of a PNG, JPEG, WebP or GIF; undefined for anything else or if it is broken. Never
 * throws. Pixels are picked, not blended, so that flat colors stay what they are.
 */
export async function decodePicture(url: string): Promise<Picture | undefined> {
  const bytes = Buffer.from(url.slice(url.startsWith('data:') ? url.indexOf(',') + 1 : 0), 'base64');
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: maxPixels })
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true, kernel: 'nearest' })
      .ensureAlpha()
      .toColorspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, rgba: data };
  } catch {
    return undefined;
  }
}
