import { colourDistance, type Rgb } from '../color-stats.ts';
import { iconShapes } from './icon-shapes.ts';
import { findCells, findRegion, type Measured, type Region } from './measure.ts';

const side = 12;

interface Shape {
  word: string;
  aspect: number;
  ink: Uint8Array;
}

const shapes: Shape[] = iconShapes
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [word = '', ...entries] = line.split(' ');
    return entries.map((entry) => {
      const [aspect, bits = ''] = entry.split(':');
      return { word, aspect: Number(aspect), ink: unpack(bits) };
    });
  });

function unpack(bits: string): Uint8Array {
  const bytes = Buffer.from(bits, 'base64');
  return Uint8Array.from({ length: side * side }, (_, at) => ((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
}

/** An icon's word and the colour it is drawn in. */
export interface SeenIcon {
  word: string;
  swatch: number;
  likeness: number;
  /** Whether it stands small in the middle, as on a button, rather than filling the picture. */
  padded: boolean;
}

type Wanted = (swatch: number) => boolean;

/** One way of reading a picture: which swatches are ink, and which lie over the icon and hide it. */
interface Reading {
  swatch: number;
  isInk: Wanted;
  isOver?: Wanted;
}

/**
 * The icon in a small picture, or undefined. Each colour is tried as the ink, then all together; then each as an icon
 * partly hidden by another colour (a badge on a bell); then the picture's middle alone, where a button's rounded
 * corners are out of the way. The first of these that is near enough decides. The least likeness (0 to 1) of each was
 * set where, on drawn samples, a wrong word became more frequent than a right one; what is hidden cannot agree, so
 * that less must do there.
 */
export function recogniseIcon(measured: Measured): SeenIcon | undefined {
  const { swatches, background } = measured;
  const shareOf = (swatch: number) => swatches[swatch]?.share ?? 0;
  const inks = swatches.map((_, index) => index).filter((index) => index !== background && shareOf(index) > 0.02);
  const first = inks[0];
  if (first === undefined) return undefined;
  const plain: Reading[] = inks.slice(0, 4).map((swatch) => ({ swatch, isInk: (other) => other === swatch }));
  const foreign =
    (swatch: number): Wanted =>
    (other) =>
      other !== background && isFar(swatches[other]?.rgb, swatches[swatch]?.rgb);
  const isMixed = inks.some((other) => shareOf(other) > 0.04 && foreign(first)(other));
  if (!isMixed) plain.push({ swatch: first, isInk: (swatch) => swatch !== background && swatch !== -1 });
  const hidden: Reading[] = inks
    .filter((swatch) => shareOf(swatch) > 0.1 && inks.some(foreign(swatch)))
    .map((swatch) => ({
      swatch,
      isInk: (other) => other !== background && other !== -1 && !foreign(swatch)(other),
      isOver: foreign(swatch),
    }));
  return (
    matchBest(measured, plain, 0, 0.68) ?? matchBest(measured, hidden, 0, 0.6) ?? matchBest(measured, plain, 0.15, 0.7)
  );
}

function matchBest(measured: Measured, readings: Reading[], inset: number, least: number): SeenIcon | undefined {
  let best: SeenIcon | undefined;
  for (const { swatch, isInk, isOver } of readings) {
    const found = matchIcon(measured, isInk, isOver, inset);
    if (found && found.likeness > (best?.likeness ?? least)) best = { ...found, swatch, padded: inset > 0 };
  }
  return best;
}

function isFar(a: Rgb | undefined, b: Rgb | undefined): boolean {
  return a !== undefined && b !== undefined && colourDistance(a, b) > 0.2;
}

/** An icon lies in the middle of its layer; a badge's or a frame's rest does not. */
function isCentral(measured: Measured, region: Region): boolean {
  const offX = (region.left + region.width / 2) / measured.columns - 0.5;
  const offY = (region.top + region.height / 2) / measured.rows - 0.5;
  return Math.max(Math.abs(offX), Math.abs(offY)) < 0.16;
}

function matchIcon(
  measured: Measured,
  isInk: Wanted,
  isOver: Wanted | undefined,
  inset: number,
): { word: string; likeness: number } | undefined {
  const region = findRegion(measured, isInk, inset);
  if (!region || region.width < 5 || region.height < 5 || !isCentral(measured, region)) return undefined;
  const ink = sampleShare(region, region.has);
  const seen = isOver ? sampleShare(region, findCells(measured, isOver)).map((share) => 1 - share) : undefined;
  // With more than half hidden anything could be there.
  if (seen && seen.reduce((sum, share) => sum + share, 0) < 0.55 * seen.length) return undefined;
  const aspect = (region.width * measured.width * measured.rows) / (region.height * measured.height * measured.columns);
  let best: { word: string; likeness: number } | undefined;
  for (const shape of shapes) {
    const stretch = Math.max(aspect / shape.aspect, shape.aspect / aspect);
    if (stretch > 1.4) continue;
    const likeness = compareInk(ink, shape.ink, seen) - 0.15 * (stretch - 1);
    if (likeness > (best?.likeness ?? 0)) best = { word: shape.word, likeness };
  }
  return best;
}

/** Share of each of 12 x 12 parts of a region's box for which `has` holds. */
function sampleShare(region: Region, has: (x: number, y: number) => boolean): Float32Array {
  const shares = new Float32Array(side * side);
  const steps = 4;
  for (let part = 0; part < shares.length; part++) {
    const [column, row] = [part % side, Math.floor(part / side)];
    let hits = 0;
    for (let i = 0; i < steps * steps; i++) {
      const x = region.left + ((column + ((i % steps) + 0.5) / steps) * region.width) / side;
      const y = region.top + ((row + (Math.floor(i / steps) + 0.5) / steps) * region.height) / side;
      if (has(Math.floor(x), Math.floor(y))) hits++;
    }
    shares[part] = hits / (steps * steps);
  }
  return shares;
}

/** Ink shared by both against ink of either, 0 to 1; parts that are not `seen` do not count. */
function compareInk(a: Float32Array, b: Uint8Array, seen: Float32Array | undefined): number {
  let [shared, either] = [0, 0];
  for (let at = 0; at < a.length; at++) {
    const [p, q, weight] = [a[at] ?? 0, b[at] ?? 0, seen?.[at] ?? 1];
    shared += weight * Math.min(p, q);
    either += weight * Math.max(p, q);
  }
  return either === 0 ? 0 : shared / either;
}
