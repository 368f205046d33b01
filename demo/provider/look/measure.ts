import { labDistance, type Oklab, type Rgb, toOklab } from '../color-stats.ts';
import type { Picture } from './decode.ts';

/** One of a picture's colors and how much of it has that color, 0 to 1. */
export interface Swatch {
  rgb: Rgb;
  share: number;
}

/** A picture laid over a grid of at most 96 cells a side, each the pixel at its middle. */
export interface Measured {
  /** Pixels of the picture itself. */
  width: number;
  height: number;
  columns: number;
  rows: number;
  /** The swatch of each cell, row by row; -1 if it is transparent. */
  cells: Int16Array;
  /** 1 for each cell whose own color is rare and unlike its swatch: thin letters, and edges. */
  strays: Uint8Array;
  /** Clear colors of at least half a percent, the commonest first; blends at edges are not among them. */
  swatches: Swatch[];
  /** The swatch that most of the border has, or -1 if the border is transparent. */
  background: number;
  /** Share of transparent cells, 0 to 1. */
  transparency: number;
  /** How many of 4096 coarse colors occur: under 20 for flat art, over 100 for photographs. */
  shades: number;
}

const maxCells = 96;
/** Colors further apart than this (in OKLab) are not a blend at an edge: something was drawn there. */
const strayDistance = 0.2;

/** Measures a decoded picture. */
export function measurePicture(picture: Picture): Measured {
  const { width, height, rgba } = picture;
  const columns = Math.min(width, maxCells);
  const rows = Math.min(height, maxCells);
  const coarse = new Int32Array(columns * rows);
  const bins = new Map<number, { sum: [number, number, number]; count: number }>();
  let clear = 0;
  for (let y = 0; y < rows; y++) {
    const pixelRow = Math.floor(((y + 0.5) * height) / rows) * width;
    for (let x = 0; x < columns; x++) {
      const at = 4 * (pixelRow + Math.floor(((x + 0.5) * width) / columns));
      const [red = 0, green = 0, blue = 0, alpha = 0] = rgba.subarray(at, at + 4);
      const cell = y * columns + x;
      if (alpha < 128) {
        coarse[cell] = -1;
        clear++;
        continue;
      }
      const key = ((red >> 4) << 8) | ((green >> 4) << 4) | (blue >> 4);
      coarse[cell] = key;
      const bin = bins.get(key) ?? { sum: [0, 0, 0], count: 0 };
      bin.sum[0] += red;
      bin.sum[1] += green;
      bin.sum[2] += blue;
      bin.count++;
      bins.set(key, bin);
    }
  }
  const { swatches, swatchOf, strayKeys } = mergeBins(bins, columns * rows);
  const cells = Int16Array.from(coarse, (key) => (key === -1 ? -1 : (swatchOf.get(key) ?? 0)));
  const strays = Uint8Array.from(coarse, (key) => (strayKeys.has(key) ? 1 : 0));
  const background = commonestOnBorder(cells, columns, rows);
  const transparency = clear / cells.length;
  return { width, height, columns, rows, cells, strays, swatches, background, transparency, shades: bins.size };
}

/** Gathers coarse colors round the commonest ones, so that each cell belongs to a color a person would name. */
function mergeBins(bins: Map<number, { sum: [number, number, number]; count: number }>, total: number) {
  const sorted = [...bins].toSorted((a, b) => b[1].count - a[1].count);
  // A photograph has no flat areas: every shade counts there, but wider circles are drawn round each.
  const isPhoto = bins.size > 250;
  const sameColor = isPhoto ? 0.12 : 0.05;
  const rareShare = isPhoto ? 0 : 0.005;
  const swatches: Swatch[] = [];
  const labs: Oklab[] = [];
  const swatchOf = new Map<number, number>();
  const strayKeys = new Set<number>();
  for (const [key, { sum, count }] of sorted) {
    const rgb: Rgb = [sum[0] / count, sum[1] / count, sum[2] / count];
    const lab = toOklab(rgb);
    let nearest = -1;
    let least = Number.POSITIVE_INFINITY;
    labs.forEach((other, index) => {
      const distance = labDistance(lab, other);
      if (distance < least) [nearest, least] = [index, distance];
    });
    const swatch = swatches[nearest];
    // Rare colors are blends at edges: they go to their neighbor, however far it is.
    if (swatch && (least < sameColor || count / total < rareShare || swatches.length >= 24)) {
      swatch.share += count / total;
      if (least > strayDistance) strayKeys.add(key);
    } else {
      nearest = swatches.push({ rgb, share: count / total }) - 1;
      labs.push(lab);
    }
    swatchOf.set(key, nearest);
  }
  return { swatches, swatchOf, strayKeys };
}

function commonestOnBorder(cells: Int16Array, columns: number, rows: number): number {
  const counts = new Map<number, number>();
  const count = (x: number, y: number) => {
    const swatch = cells[y * columns + x] ?? -1;
    counts.set(swatch, (counts.get(swatch) ?? 0) + 1);
  };
  for (let x = 0; x < columns; x++) [0, rows - 1].forEach((y) => count(x, y));
  for (let y = 0; y < rows; y++) [0, columns - 1].forEach((x) => count(x, y));
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
}

/** A set of cells, its box and its share of that box. */
export interface Region {
  has: (x: number, y: number) => boolean;
  left: number;
  top: number;
  width: number;
  height: number;
  count: number;
  /** Share of the box that is covered, 0 to 1. */
  coverage: number;
}

/** Tells of a cell whether its swatch satisfies `wanted`; false outside the picture. */
function findCells(measured: Measured, wanted: (swatch: number) => boolean): (x: number, y: number) => boolean {
  const { cells, columns, rows } = measured;
  return (x, y) => x >= 0 && y >= 0 && x < columns && y < rows && wanted(cells[y * columns + x] ?? -1);
}

/**
 * The cells whose swatch satisfies `wanted`; undefined if there are none.
 *
 * @param inset the share of each side that is left out, 0 to 0.5; default 0.
 */
export function findRegion(measured: Measured, wanted: (swatch: number) => boolean, inset = 0): Region | undefined {
  const { columns, rows } = measured;
  const has = findCells(measured, wanted);
  const [fromX, fromY] = [Math.round(columns * inset), Math.round(rows * inset)];
  let [left, top, right, bottom, count] = [columns, rows, -1, -1, 0];
  for (let y = fromY; y < rows - fromY; y++) {
    for (let x = fromX; x < columns - fromX; x++) {
      if (!has(x, y)) continue;
      [left, right] = [Math.min(left, x), Math.max(right, x)];
      [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
      count++;
    }
  }
  if (count === 0) return undefined;
  const [width, height] = [right - left + 1, bottom - top + 1];
  return { has, left, top, width, height, count, coverage: count / (width * height) };
}
