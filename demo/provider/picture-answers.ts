import type { Fault } from './faults.ts';
import { drawPicture, encodePng } from './pictures.ts';
import type { Answer } from './replies.ts';

/** Makes the picture of a call; a fault of pictures changes what it is. */
export type PictureMaker = (
  prompt: string,
  aspectRatio: string,
  fault: Fault | undefined,
) => NonNullable<Answer['image']>;

/** The side of a square picture, px; other shapes get the same area. */
const sidePx = 512;
/** One pixel of lossless WebP. */
const webp = 'UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==';

/** @param imageBytes where given, all pictures are one, made once and padded with noise to about this many bytes. */
export function createPictureMaker(imageBytes?: number): PictureMaker {
  let padded: Buffer | undefined;
  return (prompt, aspectRatio, fault) => {
    if (fault?.kind === 'webp') return { mediaType: 'image/webp', base64: Buffer.from(webp) };
    if (fault?.kind === 'broken-picture') return toPng(Buffer.from('This is not the picture you are looking for.'));
    if (fault?.kind === 'oversize') return toPng(encodePng(4097, 8, Buffer.alloc(4097 * 8 * 3, 200)));
    if (imageBytes === undefined) return toPng(drawPicture(prompt, ...sizeFor(aspectRatio)));
    const plain = encodePng(64, 64, Buffer.alloc(64 * 64 * 3, 120));
    padded ??= toPng(encodePng(64, 64, Buffer.alloc(64 * 64 * 3, 120), imageBytes - plain.length)).base64;
    return { mediaType: 'image/png', base64: padded };
  };
}

function toPng(bytes: Buffer): NonNullable<Answer['image']> {
  return { mediaType: 'image/png', base64: Buffer.from(bytes.toString('base64')) };
}

/** "16:9" as pixels; a square if the ratio cannot be read. */
function sizeFor(aspectRatio: string): [width: number, height: number] {
  const [, across, down] = /^(\d+):(\d+)$/.exec(aspectRatio) ?? [];
  const ratio = across && down ? Number(across) / Number(down) : 1;
  const width = Math.round(sidePx * Math.sqrt(Math.min(4, Math.max(0.25, ratio || 1))));
  return [width, Math.round((sidePx * sidePx) / width)];
}
