import type { Facts } from './facts.ts';
import type { Name } from './name.ts';
import { isDate, readFigure } from './phrases.ts';
import { isPageWide, isTopBar } from './regions.ts';
import { keyWords } from './words.ts';

const boxes = new Set(['FRAME', 'GROUP', 'INSTANCE', 'COMPONENT']);
/** Fewer columns are a label with its value, fewer rows are not repeated. */
const fewestColumns = 3;
const fewestRows = 3;

/** Names a table, its rows, and the boxes of its cells; undefined for any other box. */
export function nameTablePart(facts: Facts): Name | undefined {
  const about = keyWords(facts.text, 3);
  if (isTable(facts)) return { about: about.slice(0, 2), role: ['table'] };
  if (isHeaderRow(facts)) return { about: about.slice(0, 2), role: ['header', 'row'] };
  if (isRow(facts)) return { about, role: ['row'] };
  const row = rowOf(facts);
  if (row === undefined || !isCellBox(facts, row)) return undefined;
  return isHeaderRow(row) ? { about, role: ['header', 'cell'] } : { about, role: ['cell'] };
}

/**
 * Names a text of a table: a column's label, else what the cell says with its kind and its column. The subject of a row
 * is its first text in words: it stands for the column if the column's label is not in the call.
 */
export function nameCellText(facts: Facts): Name | undefined {
  const cell = facts.parent?.facts;
  const row = rowOf(facts) ?? (cell && isCellBox(cell, rowOf(cell)) ? rowOf(cell) : undefined);
  if (row === undefined || facts.words.length > 8) return undefined;
  if (isHeaderRow(row)) return { about: keyWords(facts.text, 3), role: ['header', 'label'] };
  const figure = readFigure(facts.text);
  const kind = figure ?? (isDate(facts.text) ? 'date' : undefined);
  if (kind === undefined) return undefined;
  const own = figure === undefined ? keyWords(facts.text, 1).filter((word) => /\p{L}/u.test(word)) : [];
  const around = keyWords(columnOf(facts, row)?.text ?? subjectOf(facts, row), 2 - own.length);
  const about = [...around, ...own].filter((word) => word !== kind);
  return { about: around.length > 0 ? about : keyWords(facts.text, 2), role: [kind, 'label'] };
}

/** The row of a table that a layer is a cell of. */
export function rowOf(facts: Facts): Facts | undefined {
  const around = facts.parent?.facts;
  if (around === undefined) return undefined;
  if (isRow(around)) return around;
  // A row of another call: of its place among the rows this call says nothing.
  const { order } = facts.layer;
  const isPart = order?.layout === 'row' && order.of >= fewestColumns;
  const isElsewhere = around.layer.number === 0 && isLow(around) && !isTopBar(around) && !isAtBottom(around);
  return isPart && isElsewhere && /\d/.test(around.text) && around.words.length >= 4 ? around : undefined;
}

/** One of several low and wide boxes of one size below each other, with texts in a line. */
function isRow(facts: Facts): boolean {
  const { layer, type, width, height, y = 0, holds, children, siblings } = facts;
  if (!boxes.has(type) || !isLow(facts)) return false;
  if (layer.order?.layout !== 'column' || layer.order.of < fewestRows) return false;
  const others = siblings.filter((other) => other.type === type);
  const isRepeated = others.some(
    ({ facts: other }) => other && Math.abs(other.width - width) <= 2 && Math.abs(other.height - height) <= 2,
  );
  // Of rows in other calls the size is unknown: the bars at the top and the bottom of a page have siblings too.
  const mayBeRepeated = others.some((other) => other.facts === undefined) && y >= 110 && !isPageWide(facts);
  if (!isRepeated && !mayBeRepeated) return false;
  const cells = Math.max(holds['TEXT'] ?? 0, (holds['FRAME'] ?? 0) + (holds['GROUP'] ?? 0));
  return cells >= fewestColumns && !children.some((child) => children.some((other) => isAbove(child, other)));
}

/** Its first row, which says what the others hold: it has no figures, and one of the others has. */
function isHeaderRow(facts: Facts): boolean {
  if (!isRow(facts) || facts.layer.order?.at !== 1 || isData(facts.text)) return false;
  return facts.siblings.some(({ type, text = '' }) => type === facts.type && isData(text));
}

function isData(text: string): boolean {
  return /\p{N}|@/u.test(text);
}

function isTable({ type, children }: Facts): boolean {
  return boxes.has(type) && children.some(isHeaderRow);
}

/** A box as high as its row, or one that holds another box: a badge in a cell, not the badge. */
function isCellBox({ type, height, holds }: Facts, row: Facts | undefined): boolean {
  if (row === undefined || type === 'TEXT' || type === 'INSTANCE' || !boxes.has(type)) return false;
  const count = Object.values(holds).reduce((sum, each) => sum + each, 0);
  return count === 1 && (height >= 0.8 * row.height || Boolean(holds['INSTANCE'] ?? holds['FRAME']));
}

/** The cell of the header row above a cell, if the call has it. */
function columnOf({ x, width }: Facts, row: Facts): Facts | undefined {
  const header = row.siblings.find(({ facts }) => facts !== undefined && isHeaderRow(facts))?.facts;
  if (x === undefined) return undefined;
  return header?.children.find((cell) => cell.x !== undefined && cell.x < x + width && x < cell.x + cell.width);
}

/** What a row is about: its first text without digits, otherwise its first text that is neither a figure nor a date. */
function subjectOf({ siblings }: Facts, { children }: Facts): string {
  const cells = children.length > 0 ? children : siblings;
  const texts = cells.flatMap(({ type, text = '' }) => (type === 'TEXT' && text !== '' ? text : []));
  const worded = texts.filter((text) => readFigure(text) === undefined && !isDate(text));
  return worded.find((text) => !isData(text)) ?? worded[0] ?? '';
}

function isLow({ width, height }: Facts): boolean {
  return height >= 20 && height <= 100 && width >= 6 * height;
}

function isAtBottom({ y = 0, height, frame }: Facts): boolean {
  return frame !== undefined && y + height > frame.height - 20;
}

/** Whether one layer stands above another: in a row of cells none does. */
function isAbove(one: Facts, other: Facts): boolean {
  if (one.type !== 'TEXT' || other.type !== 'TEXT' || one.x === undefined || other.x === undefined) return false;
  const overlap = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  return overlap > 4 && (one.y ?? 0) + one.height <= (other.y ?? 0) + 2;
}
