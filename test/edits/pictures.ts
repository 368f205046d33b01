import { ByteString } from '../../src/images/byte-string.ts';
import { Picture } from '../../src/images/picture.ts';

/** The first bytes of a PNG of a size, enough for what reads headers. */
export function pngOf(width: number, height: number, extraBytes = 32): Buffer {
  const head = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
  const size = Buffer.alloc(8);
  size.writeUInt32BE(width, 0);
  size.writeUInt32BE(height, 4);
  return Buffer.concat([head, size, Buffer.alloc(extraBytes, 7)]);
}

/** A JPEG whose size comes behind `metadataBytes` of metadata. */
export function jpegOf(width: number, height: number, metadataBytes = 40): Buffer {
  const metadata = Buffer.alloc(metadataBytes + 4, 1);
  metadata.writeUInt16BE(0xffe1, 0);
  metadata.writeUInt16BE(metadataBytes + 2, 2);
  const frame = Buffer.from([0xff, 0xff, 0xc2, 0, 11, 8, 0, 0, 0, 0, 1, 1, 0x11, 0]);
  frame.writeUInt16BE(height, 6);
  frame.writeUInt16BE(width, 8);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), metadata, frame, Buffer.alloc(8)]);
}

export function gifOf(width: number, height: number): Buffer {
  const size = Buffer.alloc(4);
  size.writeUInt16LE(width, 0);
  size.writeUInt16LE(height, 2);
  return Buffer.concat([Buffer.from('GIF89a'), size, Buffer.alloc(8)]);
}

export function webp(): Buffer {
  return Buffer.concat([Buffer.from('RIFF\x10\0\0\0WEBPVP8 '), Buffer.alloc(8)]);
}

export function dataUrl(bytes: Buffer, type = 'image/png'): string {
  return `data:${type};base64,${bytes.toString('base64')}`;
}

export function pictureOf(bytes: Buffer): Picture {
  return pictureFrom(dataUrl(bytes));
}

/** @param text base64, bare or as a data: URL. */
export function pictureFrom(text: string): Picture {
  return new Picture(ByteString.from(text));
}
