import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../../../src/project-root.ts';
import { colorDistance, type Rgb } from '../color-stats.ts';
import { findRegion, type Measured, type Region } from './measure.ts';

const side = 12;
/** Least correlation of a match. Of icons of families that were left out of the samples, 88 % are right above it. */
const leastLikeness = 0.8;
const maxStretch = 1.4;

interface Shape {
  readonly word: string;
  /** Width by height. */
  readonly aspect: number;
  readonly ink: Float32Array;
}

const shapes: readonly Shape[] = readFileSync(join(projectRoot(), 'demo/provider/look/icon-shapes.txt'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .flatMap((line) => {
    const [word = '', ...entries] = line.split(' ');
    return entries.map((entry) => {
      const [aspect, ink = ''] = entry.split(':');
      return { word, aspect: Number(aspect), ink: normalize(unpack(ink)) };
    });
  });

/**
 * The word of the icon in a picture; undefined if none is near enough. Each color but the background's is tried as the
 * ink, then all together; then the same in the picture's middle, where a button's corners are out of the way.
 */
export function recognizeIcon(measured: Measured): string | undefined {
  const { swatches, background } = measured;
  const inks = swatches.map((_, index) => index).filter((index) => index !== background && shareOf(index) > 0.02);
  function shareOf(swatch: number): number {
    return swatches[swatch]?.share ?? 0;
  }
  const first = inks[0];
  if (first === undefined) return undefined;
  const readings = inks.slice(0, 3).map((ink) => (swatch: number) => swatch === ink);
  const isMixed = inks.some((ink) => shareOf(ink) > 0.04 && isFar(swatches[ink]?.rgb, swatches[first]?.rgb));
  if (!isMixed) readings.push((swatch) => swatch !== background && swatch !== -1);
  for (const inset of [0, 0.15]) {
    const found = readings.flatMap((isInk) => matchIcon(measured, findRegion(measured, isInk, inset)) ?? []);
    const best = found.toSorted((a, b) => b.likeness - a.likeness)[0];
    if (best !== undefined) return best.word;
  }
  return undefined;
}

function isFar(a: Rgb | undefined, b: Rgb | undefined): boolean {
  return a !== undefined && b !== undefined && colorDistance(a, b) > 0.2;
}

function matchIcon(measured: Measured, region: Region | undefined): { word: string; likeness: number } | undefined {
  if (!region || region.width < 5 || region.height < 5 || !isCentral(measured, region)) return undefined;
  const ink = normalize(sampleInk(region));
  const aspect = (region.width * measured.width * measured.rows) / (region.height * measured.height * measured.columns);
  let best: { word: string; likeness: number } | undefined;
  for (const shape of shapes) {
    const stretch = Math.max(aspect / shape.aspect, shape.aspect / aspect);
    if (stretch > maxStretch) continue;
    const likeness = correlate(ink, shape.ink) - 0.3 * (stretch - 1);
    if (likeness > (best?.likeness ?? leastLikeness)) best = { word: shape.word, likeness };
  }
  return best;
}

/** An icon lies in the middle of its layer; a badge's or a frame's rest does not. */
function isCentral({ columns, rows }: Measured, { left, top, width, height }: Region): boolean {
  const offX = (left + width / 2) / columns - 0.5;
  const offY = (top + height / 2) / rows - 0.5;
  return Math.max(Math.abs(offX), Math.abs(offY)) < 0.16;
}

/** Share of each of 12 x 12 cells of a region's box that is ink. */
function sampleInk({ left, top, width, height, has }: Region): Float32Array {
  const steps = 4;
  return Float32Array.from({ length: side * side }, (_, cell) => {
    const [column, row] = [cell % side, Math.floor(cell / side)];
    let hits = 0;
    for (let i = 0; i < steps * steps; i++) {
      const x = left + ((column + ((i % steps) + 0.5) / steps) * width) / side;
      const y = top + ((row + (Math.floor(i / steps) + 0.5) / steps) * height) / side;
      if (has(Math.floor(x), Math.floor(y))) hits++;
    }
    return hits / (steps * steps);
  });
}

/** Two bits a cell, the first cell in the highest. */
function unpack(ink: string): Float32Array {
  const bytes = Buffer.from(ink, 'base64');
  return Float32Array.from(
    { length: side * side },
    (_, cell) => (((bytes[cell >> 2] ?? 0) >> (6 - 2 * (cell & 3))) & 3) / 3,
  );
}

/** Blurred, so that a line a cell away still counts, and of mean 0 and length 1. */
function normalize(ink: Float32Array): Float32Array {
  const weights = [1, 2, 1];
  const blurred = ink.map((_, cell) => {
    const [column, row] = [cell % side, Math.floor(cell / side)];
    let sum = 0;
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [x, y] = [column + dx, row + dy];
        if (x < 0 || y < 0 || x >= side || y >= side) continue;
        sum += (weights[dx + 1] ?? 0) * (weights[dy + 1] ?? 0) * (ink[y * side + x] ?? 0);
      }
    }
    return sum / 16;
  });
  const mean = blurred.reduce((sum, value) => sum + value, 0) / blurred.length;
  const length = Math.hypot(...blurred.map((value) => value - mean)) || 1;
  return blurred.map((value) => (value - mean) / length);
}

function correlate(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let at = 0; at < a.length; at++) sum += (a[at] ?? 0) * (b[at] ?? 0);
  return sum;
}
