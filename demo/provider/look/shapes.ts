import { isNeutral } from '../color-stats.ts';
import { findRegion, type Measured, type Region } from './measure.ts';

/** Whether a region is a filled circle: box square, corners empty, middle full, coverage near pi / 4. */
export function isDisc(measured: Measured, region: Region): boolean {
  if (!isSquare(measured, region) || region.width < 4) return false;
  const full = region.coverage > 0.7 && region.coverage < 0.88;
  return full && cornersFilled(region) === 0 && shareOfMiddle(region, 0.5) > 0.96;
}

/** Whether a region goes all round an empty middle. */
export function isRing(measured: Measured, region: Region): boolean {
  if (!isSquare(measured, region) || region.width < 8) return false;
  if (cornersFilled(region) > 0 || shareOfMiddle(region, 0.3) > 0.02) return false;
  // From the middle, a ring is met in (nearly) every direction.
  const directions = 24;
  let met = 0;
  for (let i = 0; i < directions; i++) {
    const angle = (2 * Math.PI * i) / directions;
    for (let radius = 0.2; radius <= 0.5; radius += 0.03) {
      const x = Math.floor(region.left + region.width * (0.5 + radius * Math.cos(angle)));
      const y = Math.floor(region.top + region.height * (0.5 + radius * Math.sin(angle)));
      if (!region.has(x, y)) continue;
      met++;
      break;
    }
  }
  return met >= directions - 2;
}

/** Whether a region is a rectangle drawn with a line alone. */
export function isOutline(region: Region): boolean {
  return region.coverage < 0.35 && shareOfMiddle(region, 0.6) < 0.02 && sidesFilled(region) === 4;
}

/** Whether a region is full but for its corners. */
export function isRounded(region: Region): boolean {
  return region.coverage > 0.8 && cornersFilled(region) === 0 && shareOfMiddle(region, 0.7) > 0.97;
}

/**
 * A progress bar read along its middle: the fill's swatch and how far it goes, 0 to 1. Undefined where the row is not
 * one colour followed by another.
 */
export function readProgress(measured: Measured): { swatch: number; fill: number } | undefined {
  const { cells, columns, rows, width, height } = measured;
  if (width / height < 4) return undefined;
  const row = Array.from(cells.subarray(Math.floor(rows / 2) * columns, (Math.floor(rows / 2) + 1) * columns));
  const runs: { swatch: number; length: number }[] = [];
  for (const swatch of row) {
    const last = runs.at(-1);
    if (last?.swatch === swatch) last.length++;
    else runs.push({ swatch, length: 1 });
  }
  const long = runs.filter((run) => run.length > 0.04 * columns);
  const [fill, rest] = long;
  if (!fill || !rest || long.length !== 2) return undefined;
  const colour = measured.swatches[fill.swatch]?.rgb;
  return colour && !isNeutral(colour) ? { swatch: fill.swatch, fill: fill.length / columns } : undefined;
}

/** Whether a thin coloured stroke runs through most columns of a large picture, as a graph's does. */
export function isLineChart(measured: Measured): boolean {
  const { columns, rows, width, height, swatches, background } = measured;
  if (width < 160 || height < 100) return false;
  return swatches.some(({ rgb, share }, index) => {
    if (index === background || share > 0.08 || isNeutral(rgb)) return false;
    const region = findRegion(measured, (swatch) => swatch === index);
    if (!region || region.width < 0.5 * columns || region.height < 0.25 * rows) return false;
    let met = 0;
    for (let x = region.left; x < region.left + region.width; x++) {
      for (let y = region.top; y < region.top + region.height; y++) {
        if (!region.has(x, y)) continue;
        met++;
        break;
      }
    }
    return met > 0.8 * region.width && region.count / met < 0.06 * rows;
  });
}

/** Whether a small square picture shows a round portrait: several colours in a circle, nothing in the corners. */
export function isAvatar(measured: Measured): boolean {
  const { width, height, swatches, background } = measured;
  const inks = swatches.filter((swatch, index) => index !== background && swatch.share > 0.03);
  const region = findRegion(measured, (swatch) => swatch !== background);
  if (!region || inks.length < 3 || width > 400 || Math.abs(width / height - 1) > 0.1) return false;
  return cornersFilled(region) === 0 && sidesFilled(region) === 4 && region.coverage > 0.7;
}

function isSquare(measured: Measured, region: Region): boolean {
  const aspect = (region.width * measured.width * measured.rows) / (region.height * measured.height * measured.columns);
  return aspect > 0.85 && aspect < 1.18;
}

function cornersFilled(region: Region): number {
  const { left, top, width, height } = region;
  const corners = [left, left + width - 1].flatMap((x) => [top, top + height - 1].map((y) => [x, y] as const));
  return corners.filter(([x, y]) => region.has(x, y)).length;
}

function sidesFilled(region: Region): number {
  const { left, top, width, height } = region;
  const [midX, midY] = [left + Math.floor(width / 2), top + Math.floor(height / 2)];
  const sides = [
    [midX, top],
    [midX, top + height - 1],
    [left, midY],
    [left + width - 1, midY],
  ] as const;
  return sides.filter(([x, y]) => region.has(x, y)).length;
}

/** Share of the box's middle part (`part` of each side) that is covered. */
function shareOfMiddle(region: Region, part: number): number {
  const [width, height] = [Math.max(1, Math.round(region.width * part)), Math.max(1, Math.round(region.height * part))];
  const [left, top] = [
    region.left + Math.floor((region.width - width) / 2),
    region.top + Math.floor((region.height - height) / 2),
  ];
  let hits = 0;
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) if (region.has(x, y)) hits++;
  return hits / (width * height);
}
