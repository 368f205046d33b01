import { convertIndexedToRgb, type DecodedPng, decode } from 'fast-png';

/** A picture as far as it could be read: its size in pixels, and its pixels where it is a PNG. */
export interface Picture {
  width: number;
  height: number;
  /** Four bytes a pixel, not premultiplied; missing where only the header was read. */
  rgba?: Uint8Array;
}

/** Decoding past 16 megapixels would hold this one process for over a second; the size alone must do then. */
const maxPixels = 16_000_000;

/** Reads a data URL (or bare base64); undefined for what is no PNG, JPEG, WebP or GIF, or is broken. Never throws. */
export function decodePicture(url: string): Picture | undefined {
  try {
    const bytes = Buffer.from(url.slice(url.startsWith('data:') ? url.indexOf(',') + 1 : 0), 'base64');
    const size = readSize(bytes);
    if (size === undefined || size.width < 1 || size.height < 1) return undefined;
    if (bytes[0] !== 0x89 || size.width * size.height > maxPixels) return size;
    return { ...size, rgba: toRgba(decode(bytes)) };
  } catch {
    return undefined;
  }
}

function readSize(bytes: Buffer): { width: number; height: number } | undefined {
  if (bytes.length < 12) return undefined;
  if (bytes.readUInt32BE(0) === 0x89504e47) return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
  const start = bytes.toString('latin1', 0, 4);
  if (start === 'GIF8') return { width: bytes.readUInt16LE(6), height: bytes.readUInt16LE(8) };
  if (start === 'RIFF' && bytes.toString('latin1', 8, 12) === 'WEBP') return readWebpSize(bytes);
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? readJpegSize(bytes) : undefined;
}

function readWebpSize(bytes: Buffer) {
  const chunk = bytes.toString('latin1', 12, 16);
  if (chunk === 'VP8X') return { width: bytes.readUIntLE(24, 3) + 1, height: bytes.readUIntLE(27, 3) + 1 };
  if (chunk === 'VP8 ') return { width: bytes.readUInt16LE(26) & 0x3fff, height: bytes.readUInt16LE(28) & 0x3fff };
  const bits = bytes.readUInt32LE(21);
  return { width: (bits & 0x3fff) + 1, height: ((bits >> 14) & 0x3fff) + 1 };
}

function readJpegSize(bytes: Buffer) {
  let at = 2;
  while (at + 9 < bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return undefined;
}

function toRgba(png: DecodedPng): Uint8Array {
  if (png.palette) return spread(convertIndexedToRgb(png), png.palette[0]?.length ?? 3, 0, 255);
  if (png.depth < 8) return spread(unpackBits(png), 1, 0, (1 << png.depth) - 1);
  return spread(png.data, png.channels, png.depth === 16 ? 8 : 0, 255);
}

/** Brings 1 to 4 channels of 8 (or, shifted, 16) bits to RGBA; below 8 bits `top` is the value of white. */
function spread(data: ArrayLike<number>, channels: number, shift: number, top: number): Uint8Array {
  const count = Math.floor(data.length / channels);
  const rgba = new Uint8Array(count * 4);
  const scale = 255 / top;
  for (let i = 0; i < count; i++) {
    const from = i * channels;
    const first = ((data[from] ?? 0) >> shift) * scale;
    const gray = channels < 3;
    rgba[i * 4] = first;
    rgba[i * 4 + 1] = gray ? first : (data[from + 1] ?? 0) >> shift;
    rgba[i * 4 + 2] = gray ? first : (data[from + 2] ?? 0) >> shift;
    rgba[i * 4 + 3] = channels % 2 === 0 ? (data[from + channels - 1] ?? 0) >> shift : 255;
  }
  return rgba;
}

/** One sample a byte from a gray picture of 1, 2 or 4 bits, whose rows begin at byte borders. */
function unpackBits(png: DecodedPng): Uint8Array {
  const { width, height, depth, data } = png;
  const rowBytes = Math.ceil((width * depth) / 8);
  const samples = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const bit = x * depth;
      const byte = data[y * rowBytes + (bit >> 3)] ?? 0;
      samples[y * width + x] = (byte >> (8 - depth - (bit & 7))) & ((1 << depth) - 1);
    }
  }
  return samples;
}
