import sharp from 'sharp';

/** A picture's colors by place. */
export interface Pixels {
  /** `#rrggbb` at shares of the width and height, 0 to 1. */
  at(shareX: number, shareY: number): string;
}

/** No point is looked at more finely. */
const LONGEST_SIDE = 1024;

/** Decodes a picture; undefined if it cannot be. Transparent parts count as white. */
export async function readPixels(picture: Buffer): Promise<Pixels | undefined> {
  try {
    const { data, info } = await sharp(picture)
      .resize(LONGEST_SIDE, LONGEST_SIDE, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColorspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    return {
      at(shareX, shareY) {
        const at = channels * (place(shareY, height) * width + place(shareX, width));
        const rgb = channels < 3 ? [data[at], data[at], data[at]] : [...data.subarray(at, at + 3)];
        return `#${rgb.map((value) => (value ?? 0).toString(16).padStart(2, '0')).join('')}`;
      },
    };
  } catch {
    return undefined;
  }
}

function place(share: number, length: number): number {
  return Math.min(length - 1, Math.max(0, Math.floor(share * length)));
}
