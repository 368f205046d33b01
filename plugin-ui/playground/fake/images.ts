const MOST_PIXELS_A_SIDE = 4096;

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Checks bytes as createImage does.
 *
 * @returns a hash of the bytes
 * @throws Error for anything that is not a PNG, JPEG or GIF, and for sides over 4096 px
 */
export function checkImage(bytes: unknown): string {
  if (!(bytes instanceof Uint8Array)) throw new Error('in createImage: Expected data to be a Uint8Array');
  const size = readPng(bytes) ?? readGif(bytes) ?? readJpeg(bytes);
  if (size === undefined) throw new Error('in createImage: Image type is unsupported');
  if (size.width > MOST_PIXELS_A_SIDE || size.height > MOST_PIXELS_A_SIDE) {
    throw new Error('in createImage: Image is too large');
  }
  return hashOf(bytes);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function startsWith(bytes: Uint8Array, ...start: number[]): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

function readPng(bytes: Uint8Array): Size | undefined {
  if (!startsWith(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) || bytes.length < 24) return undefined;
  return { width: view(bytes).getUint32(16), height: view(bytes).getUint32(20) };
}

function readGif(bytes: Uint8Array): Size | undefined {
  if (!startsWith(bytes, 0x47, 0x49, 0x46, 0x38) || bytes.length < 10) return undefined;
  return { width: view(bytes).getUint16(6, true), height: view(bytes).getUint16(8, true) };
}

/** Walks the segments to the frame header, which holds the size. */
function readJpeg(bytes: Uint8Array): Size | undefined {
  if (!startsWith(bytes, 0xff, 0xd8)) return undefined;
  const data = view(bytes);
  for (let at = 2; at + 9 <= bytes.length && data.getUint8(at) === 0xff; ) {
    const marker = data.getUint8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: data.getUint16(at + 7), height: data.getUint16(at + 5) };
    at += 2 + data.getUint16(at + 2);
  }
  return undefined;
}

/** FNV-1a over the bytes, with their count: enough to distinguish the pictures of one page. */
function hashOf(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return `${(hash >>> 0).toString(16).padStart(8, '0')}${bytes.length.toString(16)}`;
}
