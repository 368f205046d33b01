import type { ByteString } from '../images/byte-string.ts';
import { type ImageType, inspectImage } from '../images/inspect-image.ts';
import { ProviderError } from '../openrouter/provider-error.ts';

/** A generated picture: base64 as the bytes it came in, never a string of its own. */
export interface Picture {
  readonly type: ImageType;
  /** The base64 text alone. */
  readonly base64: ByteString;
  /** Pixels; undefined where the file does not say. */
  readonly size: PictureSize | undefined;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

/** `figma.createImage` refuses a side beyond this. */
export const figmaMaxSidePx = 4096;
/** A JPEG tells its size behind its metadata; 256 KiB of base64 are past any that image models write. */
const HEADER_CHARS = 256 * 1024;

/**
 * Reads the picture of a model's answer, a data: URL or bare base64.
 *
 * @throws ProviderError where it is no PNG, JPEG, WebP or GIF.
 */
export function readPicture(url: ByteString): Picture {
  const inspection = inspectImage(url);
  if ('fault' in inspection) {
    throw new ProviderError('status', `a picture that ${inspection.fault}`, { retryable: false });
  }
  const { type, base64 } = inspection.image;
  const head = Buffer.from(base64.copy(0, Math.min(base64.byteLength, HEADER_CHARS)).toString('latin1'), 'base64');
  return { type, base64, size: sizeOf(type, head) };
}

/** Why Figma could not take a picture, in plain words, or undefined where it can. */
export function pictureFault({ type, size }: Picture): string | undefined {
  if (type === 'image/webp') return 'The image model answered with WebP, which Figma cannot take';
  if (size === undefined || size.width === 0 || size.height === 0) return 'The picture is damaged: it has no size';
  if (Math.max(size.width, size.height) <= figmaMaxSidePx) return undefined;
  return `The picture is ${size.width} x ${size.height} px, and Figma takes ${figmaMaxSidePx} px a side at most`;
}

function sizeOf(type: ImageType, head: Buffer): PictureSize | undefined {
  if (type === 'image/jpeg') return jpegSize(head);
  if (type === 'image/png' && head.length >= 24) return { width: head.readUInt32BE(16), height: head.readUInt32BE(20) };
  if (type === 'image/gif' && head.length >= 10) return { width: head.readUInt16LE(6), height: head.readUInt16LE(8) };
  return undefined;
}

/** Walks the segments to the frame header, SOF0 to SOF15 without the three codes between that are none. */
function jpegSize(head: Buffer): PictureSize | undefined {
  let at = 2;
  while (at + 9 <= head.length && head[at] === 0xff) {
    const marker = head[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // a fill byte
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5) };
    }
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}
