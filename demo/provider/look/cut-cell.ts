import { layOutSheet, SHEET_CELL_PX, SHEET_COLUMNS } from '../../../src/schemas/sheet-layout.ts';
import type { Picture } from './decode.ts';

interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** How far a color may be from the backdrop's and still be it: sheets are written with 256 colors. */
const sameShade = 8;

/**
 * One cell of a sheet. In a sheet laid out as our clients do, the layer's picture is cut out of its cell and the
 * backdrop taken away: what remains is nearly the picture that the layer had alone. In others, a grid of equal cells,
 * counted row by row from 1. The grid is found by its gutters: of all grids that hold `count` cells, the one along
 * whose lines the picture changes least.
 *
 * @param count the highest number of a cell
 * @param aspect the layer's width by its height; undefined if the call does not say it
 * @returns undefined if the sheet has no such cell
 */
export function cutCell(sheet: Picture, cell: number, count: number, aspect: number | undefined): Picture | undefined {
  const known = knownCell(sheet, cell);
  if (known !== undefined) return liftOff(cut(sheet, known), aspect);
  const { columns, rows } = findGrid(sheet, count);
  const [cellWidth, cellHeight] = [sheet.width / columns, sheet.height / rows];
  const [column, row] = [(cell - 1) % columns, Math.floor((cell - 1) / columns)];
  if (row >= rows) return undefined;
  // The label is in a corner and the gutter around: what is shown lies inside of both.
  const inset = Math.round(0.04 * Math.min(cellWidth, cellHeight));
  const box = {
    left: Math.round(column * cellWidth) + inset,
    top: Math.round(row * cellHeight) + inset,
    width: Math.max(1, Math.floor(cellWidth) - 2 * inset),
    height: Math.max(1, Math.floor(cellHeight) - 2 * inset),
  };
  return cut(sheet, box);
}

/** Where the picture of a cell lies if the sheet is laid out as our clients do (see `layOutSheet`). */
function knownCell({ width, height }: Picture, cell: number): Box | undefined {
  const [columns, rows] = [width / SHEET_CELL_PX, height / SHEET_CELL_PX];
  if (!Number.isInteger(columns) || !Number.isInteger(rows) || columns > SHEET_COLUMNS) return undefined;
  const area = layOutSheet(columns * rows).cells[cell - 1]?.area;
  return area && { left: area.x, top: area.y, width: area.width, height: area.height };
}

/** Cuts out the centered box of the layer's shape that holds all but the backdrop, which turns transparent. */
function liftOff(area: Picture, aspect: number | undefined): Picture {
  const { width, height } = area;
  const rgba = new Uint8Array(area.rgba);
  let [halfWidth, halfHeight] = [0, 0];
  for (let at = 0; at < width * height; at++) {
    const isBackdrop = [0, 1, 2].every(
      (channel) => Math.abs((rgba[4 * at + channel] ?? 0) - (area.rgba[channel] ?? 0)) <= sameShade,
    );
    if (isBackdrop) rgba[4 * at + 3] = 0;
    else {
      halfWidth = Math.max(halfWidth, Math.abs((at % width) + 0.5 - width / 2) + 0.5);
      halfHeight = Math.max(halfHeight, Math.abs(Math.floor(at / width) + 0.5 - height / 2) + 0.5);
    }
  }
  if (halfWidth === 0) return area;
  const wide = 2 * Math.max(halfWidth, halfHeight * (aspect ?? 0));
  const high = 2 * Math.max(halfHeight, aspect === undefined ? 0 : halfWidth / aspect);
  const [boxWidth, boxHeight] = [Math.min(width, Math.ceil(wide)), Math.min(height, Math.ceil(high))];
  const [left, top] = [Math.floor((width - boxWidth) / 2), Math.floor((height - boxHeight) / 2)];
  return cut({ width, height, rgba }, { left, top, width: boxWidth, height: boxHeight });
}

function findGrid(sheet: Picture, count: number): { columns: number; rows: number } {
  let best = { columns: count, rows: 1, cost: Infinity };
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const shape = Math.abs(Math.log((sheet.width / columns / sheet.height) * rows));
    const cost = roughness(sheet, columns, rows) + 0.02 * shape;
    if (cost < best.cost) best = { columns, rows, cost };
  }
  return best;
}

/** How much the picture changes along the lines of a grid, 0 to 1. */
function roughness(sheet: Picture, columns: number, rows: number): number {
  const { width, height } = sheet;
  const lines: number[] = [];
  for (let at = 1; at < columns; at++) lines.push(changes(sheet, Math.round((at * width) / columns), undefined));
  for (let at = 1; at < rows; at++) lines.push(changes(sheet, undefined, Math.round((at * height) / rows)));
  return lines.length === 0 ? 0.2 : Math.max(...lines);
}

/** Share of steps along a column or a row of pixels at which the color changes. */
function changes({ rgba, width, height }: Picture, x: number | undefined, y: number | undefined): number {
  const length = x === undefined ? width : height;
  let changed = 0;
  let before = -1;
  for (let at = 0; at < length; at++) {
    const pixel = 4 * (x === undefined ? (y ?? 0) * width + at : at * width + x);
    const value = ((rgba[pixel] ?? 0) >> 4) | ((rgba[pixel + 1] ?? 0) & 0xf0) | (((rgba[pixel + 2] ?? 0) >> 4) << 8);
    if (before !== -1 && value !== before) changed++;
    before = value;
  }
  return changed / Math.max(1, length);
}

function cut(picture: Picture, box: Box): Picture {
  const rgba = new Uint8Array(box.width * box.height * 4);
  for (let y = 0; y < box.height; y++) {
    const from = 4 * ((box.top + y) * picture.width + box.left);
    rgba.set(picture.rgba.subarray(from, from + 4 * box.width), 4 * y * box.width);
  }
  return { width: box.width, height: box.height, rgba };
}
