import type { ByteString } from './byte-string.ts';
import type { ImageType } from './inspect-image.ts';
import type { Picture } from './picture.ts';

/** Pixels. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** PNG and GIF have their size in the first 24 bytes: 32 characters of base64. */
const HEADER_CHARS = 32;
/**
 * Segments before a JPEG's frame header: metadata of 64 KiB each, with more than a hundred it does not come from a
 * model.
 */
const MOST_SEGMENTS = 100;

/** Width and height in pixels, or undefined if the file does not say. */
export function sizeOf({ type, base64 }: Picture): PictureSize | undefined {
  return type === 'image/jpeg' ? jpegSize(base64) : headerSize(type, base64);
}

function headerSize(type: ImageType, base64: ByteString): PictureSize | undefined {
  const head = decodeAt(base64, 0, (HEADER_CHARS / 4) * 3);
  if (type === 'image/png' && head.length >= 24) return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  if (type === 'image/gif' && head.length >= 10) return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  return undefined;
}

/**
 * Steps over the segments, whatever metadata they hold, to the frame header: SOF0 to SOF15 without the three other
 * codes in between (ITU-T T.81, B.1.1.3).
 */
function jpegSize(base64: ByteString): PictureSize | undefined {
  let at = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment += 1) {
    const head = decodeAt(base64, at, 9);
    if (head.length < 9 || head[0] !== 0xff) return undefined;
    const marker = head[1] ?? 0;
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: head.readUInt16BE(7), height: head.readUInt16BE(5) };
    }
    at += marker === 0xff ? 1 : 2 + head.readUInt16BE(2); // 0xff 0xff: a fill byte
  }
  return undefined;
}

/** `count` bytes of the file from byte `at`, or fewer if it ends earlier. */
function decodeAt(base64: ByteString, at: number, count: number): Buffer {
  const firstQuad = Math.floor(at / 3);
  const end = Math.min(Math.ceil((at + count) / 3) * 4, base64.byteLength);
  if (firstQuad * 4 >= end) return Buffer.alloc(0);
  const quads = Buffer.from(base64.copy(firstQuad * 4, end).toString('latin1'), 'base64');
  return quads.subarray(at - firstQuad * 3, at - firstQuad * 3 + count);
}
