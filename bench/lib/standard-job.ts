import { randomFillSync } from 'node:crypto';
import { crc32 } from 'node:zlib';

export interface JobShape {
  /** Layers in the job. Default 50, as in the standard job. */
  layers?: number;
  /** Characters of base64 a layer; a multiple of 4. Default 102,400. */
  base64Chars?: number;
  /** The same picture in each layer, for dedupe. Default false: each is its own. */
  identical?: boolean;
}

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * The body of a rename request as bytes: by default the standard job, 50 layers of 100 KiB of base64 (4.9 MB). The
 * pictures open as real PNGs (signature, IHDR with a right checksum) and go on as random bytes, which no cache, dedupe
 * or compression can shorten.
 */
export function buildJobBody(shape: JobShape = {}): Buffer {
  const { layers = 50, base64Chars = 102_400, identical = false } = shape;
  const shared = identical ? makePicture(base64Chars) : undefined;
  return Buffer.from(
    JSON.stringify({
      userEmail: 'designer@example.com',
      userId: '1234567890',
      namingStyle: 'snake_case',
      layers: Array.from({ length: layers }, (_, index) => ({
        id: `10:${index}`,
        currentName: `Rectangle ${index + 1}`,
        type: 'RECTANGLE',
        imageBase64: shared ?? makePicture(base64Chars),
        width: 320,
        height: 240,
      })),
    }),
  );
}

function makePicture(base64Chars: number): string {
  const bytes = Buffer.allocUnsafe((base64Chars / 4) * 3);
  const head = Buffer.concat([pngSignature, makeHeaderChunk(320, 240)]);
  randomFillSync(bytes);
  head.copy(bytes);
  return bytes.toString('base64');
}

/** PNG's IHDR: width, height, 8 bits a sample, RGBA. */
function makeHeaderChunk(width: number, height: number): Buffer {
  const chunk = Buffer.alloc(25);
  chunk.writeUInt32BE(13, 0);
  chunk.write('IHDR', 4, 'latin1');
  chunk.writeUInt32BE(width, 8);
  chunk.writeUInt32BE(height, 12);
  chunk.set([8, 6, 0, 0, 0], 16);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, 21)), 21);
  return chunk;
}
