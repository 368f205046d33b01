import type { Picture } from './decode.ts';
import { recognizeIcon } from './icons.ts';
import { findRegion, type Measured, measurePicture } from './measure.ts';

/** What a picture shows beyond words, type and size. */
export interface Look {
  /** A photograph, something drawn, one plain surface, a switch, a small empty box; unknown without pixels. */
  readonly kind: 'photo' | 'drawing' | 'flat' | 'switch' | 'box' | 'unknown';
  /** The word of the icon it shows, if one was recognized. */
  readonly icon?: string | undefined;
  /** Where what is written or drawn on a control stands: at its left, in its middle, or at both ends. */
  readonly ink?: 'left' | 'middle' | 'ends' | undefined;
}

/** Coarse colors: flat art has some 20, gradients under 60, photographs hundreds. */
const photoShades = 110;

/** Looks at a picture; without one nothing is known. */
export function lookAt(picture: Picture | undefined): Look {
  const measured = picture && measurePicture(picture);
  if (!measured || measured.swatches.length === 0) return { kind: 'unknown' };
  const { width, height, shades, swatches } = measured;
  const icon = Math.max(width / height, height / width) < 2.6 ? recognizeIcon(measured) : undefined;
  return {
    kind: shades > photoShades ? 'photo' : kindOf(measured, swatches[0]?.share ?? 0),
    icon,
    ink: inkPlace(measured),
  };
}

function kindOf(measured: Measured, largestShare: number): Look['kind'] {
  const { background, cells, transparency, width, height } = measured;
  const aspect = width / height;
  const whole = findRegion(measured, (swatch) => swatch !== -1);
  const ink = findRegion(measured, (swatch) => swatch !== background && swatch !== -1, 0.12);
  // The commonest color is a switch's track, and what is inside of a box's border.
  const inner = findRegion(measured, (swatch) => swatch !== 0 && swatch !== -1, 0.12);
  if (whole && aspect > 1.4 && aspect < 2.4 && isPill(measured) && inner && isKnob(inner, measured)) return 'switch';
  const isEmpty = !ink || ink.count < 0.01 * cells.length;
  const isBordered = largestShare > 0.6 && findRegion(measured, (swatch) => swatch > 0, 0.2) === undefined;
  if ((isEmpty || isBordered) && aspect > 0.85 && aspect < 1.18 && transparency < 0.9) return 'box';
  if (isEmpty || largestShare > 0.97) return 'flat';
  return 'drawing';
}

/** Rounded at both ends: nothing in the corners, all along the middle. */
function isPill({ cells, columns, rows, background }: Measured): boolean {
  const at = (x: number, y: number): number => cells[y * columns + x] ?? -1;
  const middle = Math.floor(rows / 2);
  const corners = [at(0, 0), at(columns - 1, 0), at(0, rows - 1), at(columns - 1, rows - 1)];
  const ends = [at(1, middle), at(columns - 2, middle)];
  return corners.every((swatch) => swatch === background || swatch === -1) && ends.every((swatch) => swatch !== -1);
}

/** As wide as high, and at one end. */
function isKnob({ left, width, height }: { left: number; width: number; height: number }, measured: Measured): boolean {
  const scale = (measured.width * measured.rows) / (measured.height * measured.columns);
  const middle = (left + width / 2) / measured.columns;
  return Math.abs((width * scale) / height - 1) < 0.4 && Math.abs(middle - 0.5) > 0.12;
}

function inkPlace(measured: Measured): Look['ink'] {
  const { cells, strays, swatches } = measured;
  const ground = swatches[0] === undefined ? -1 : commonest(cells);
  // Small words on a wide button have no color of their share: they stray from the ground's.
  return findPlace(measured, (at) => cells[at] !== ground) ?? findPlace(measured, (at) => strays[at] === 1);
}

function findPlace({ columns, rows }: Measured, isInk: (cell: number) => boolean): Look['ink'] {
  const [top, bottom] = [Math.floor(rows * 0.2), Math.ceil(rows * 0.8)];
  const [from, to] = [Math.ceil(columns * 0.03), Math.floor(columns * 0.97)];
  const filled: number[] = [];
  for (let x = from; x < to; x++) {
    for (let y = top; y < bottom; y++) {
      if (!isInk(y * columns + x)) continue;
      filled.push(x);
      break;
    }
  }
  const [first, last] = [filled[0], filled.at(-1)];
  if (first === undefined || last === undefined) return undefined;
  const [left, right] = [first / columns, 1 - (last + 1) / columns];
  const widestGap = Math.max(0, ...filled.slice(1).map((x, at) => x - (filled[at] ?? x)));
  if (widestGap > 0.3 * columns && left < 0.25 && right < 0.2) return 'ends';
  return Math.abs(left - right) < 0.08 ? 'middle' : left < right ? 'left' : undefined;
}

function commonest(cells: Int16Array): number {
  const counts = new Map<number, number>();
  for (const swatch of cells) counts.set(swatch, (counts.get(swatch) ?? 0) + 1);
  return [...counts].toSorted((a, b) => b[1] - a[1])[0]?.[0] ?? -1;
}
