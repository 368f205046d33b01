import { decode } from 'fast-png';

/** Pixels as 8-bit RGBA, row by row, not premultiplied. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Rgb = readonly [red: number, green: number, blue: number];

/** @throws Error if the bytes are not PNG. */
export function decodePng(bytes: Uint8Array): Raster {
  const { width, height, data, channels, depth, palette, transparency } = decode(bytes);
  const rgba = new Uint8ClampedArray(width * height * 4).fill(255);
  const scale = depth === 16 ? 1 / 257 : 1;
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let from = 0, to = 0; to < rgba.length; from += channels, to += 4) {
    const entry = palette?.[data[from] ?? 0];
    rgba[to] = entry?.[0] ?? (data[from] ?? 0) * scale;
    rgba[to + 1] = entry?.[1] ?? (data[from + green] ?? 0) * scale;
    rgba[to + 2] = entry?.[2] ?? (data[from + blue] ?? 0) * scale;
    if (entry !== undefined) rgba[to + 3] = entry[3] ?? transparency?.[data[from] ?? 0] ?? 255;
    else if (channels % 2 === 0) rgba[to + 3] = (data[from + channels - 1] ?? 255) * scale;
  }
  return { width, height, data: rgba };
}

/** The part of an area that lies on the raster, in whole pixels; at least one pixel where they meet at all. */
export function clip(area: Area, { width, height }: Pick<Raster, 'width' | 'height'>): Area {
  const x = Math.min(Math.max(0, Math.round(area.x)), width);
  const y = Math.min(Math.max(0, Math.round(area.y)), height);
  const right = Math.min(width, Math.max(Math.round(area.x + area.width), Math.round(area.x) + 1));
  const bottom = Math.min(height, Math.max(Math.round(area.y + area.height), Math.round(area.y) + 1));
  return { x, y, width: Math.max(0, right - x), height: Math.max(0, bottom - y) };
}

export function crop(raster: Raster, { x, y, width, height }: Area): Raster {
  const data = new Uint8ClampedArray(width * height * 4);
  for (let row = 0; row < height; row += 1) {
    const start = ((y + row) * raster.width + x) * 4;
    data.set(raster.data.subarray(start, start + width * 4), row * width * 4);
  }
  return { width, height, data };
}

/** Writes `piece` over `raster` with its top left at a place; what reaches past the edge is left out. */
export function paste(raster: Raster, piece: Raster, x: number, y: number): void {
  const width = Math.min(piece.width, raster.width - x);
  for (let row = 0; row < piece.height && y + row < raster.height; row += 1) {
    const start = row * piece.width * 4;
    raster.data.set(piece.data.subarray(start, start + width * 4), ((y + row) * raster.width + x) * 4);
  }
}

export function colorAt({ data, width }: Raster, x: number, y: number): Rgb {
  const at = (y * width + x) * 4;
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

export function parseColor(color: string): Rgb {
  return [1, 3, 5].map((at) => Number.parseInt(color.slice(at, at + 2), 16)) as unknown as Rgb;
}

/** The largest difference of a channel, 0..255: near enough to what is seen, and cheap. */
export function difference(a: Rgb, b: Rgb): number {
  return Math.max(Math.abs(a[0] - b[0]), Math.abs(a[1] - b[1]), Math.abs(a[2] - b[2]));
}

/** The color of the pixel whose first byte is at `at`. */
export function rgbAt(data: Uint8ClampedArray, at: number): Rgb {
  return [data[at] ?? 0, data[at + 1] ?? 0, data[at + 2] ?? 0];
}

/** The area with `by` pixels more on each side, as far as the raster reaches. */
export function grow(area: Area, by: number, raster: Pick<Raster, 'width' | 'height'>): Area {
  const { x, y, width, height } = area;
  return clip({ x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }, raster);
}
