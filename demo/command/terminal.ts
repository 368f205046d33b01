import { stripVTControlCharacters, styleText } from 'node:util';

/** Marks that turn the direction of text around, and could make a line read as another. */
const directionMarks = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/**
 * Makes text from a design, a model or a service fit to be printed: one line, no escape sequence, no control character.
 */
export function cleanLine(text: string): string {
  return stripVTControlCharacters(text)
    .replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replaceAll(directionMarks, '')
    .trim();
}

/** Letters that take two columns: East Asian ones and pictographs. */
const wide =
  /^(?:[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation})/u;
const segmenter = new Intl.Segmenter();

/** Columns that a clean line takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const { segment } of segmenter.segment(text)) width += wide.test(segment) ? 2 : 1;
  return width;
}

/** Cuts a clean line with an ellipsis, or fills it up with spaces, to exactly `width` columns. */
export function fit(text: string, width: number): string {
  const own = widthOf(text);
  if (own <= width) return text + ' '.repeat(width - own);
  let cut = '';
  let used = 0;
  for (const { segment } of segmenter.segment(text)) {
    const columns = wide.test(segment) ? 2 : 1;
    if (used + columns > width - 1) break;
    cut += segment;
    used += columns;
  }
  return `${cut}…${' '.repeat(width - used - 1)}`;
}

export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan', text: string) => string;

/** Where the command writes for a person. */
export interface Terminal {
  /** A live terminal, which can redraw a line; else a file or a pipe. */
  readonly live: boolean;
  readonly columns: number;
  readonly paint: Paint;
  line(text?: string): void;
  /** Replaces the line that the cursor is on; only if `live`. */
  redraw(text: string): void;
}

/** The part of `process.stdout` that is used; a pipe has no `isTTY`. */
interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** @param colors false turns them off also on a live terminal */
export function createTerminal(stream: OutputStream, colors: boolean): Terminal {
  const live = stream.isTTY ?? false;
  return {
    live,
    columns: live ? Math.max(60, stream.columns ?? 80) : 120,
    paint: (style, text) => (live && colors ? styleText(style, text) : text),
    line: (text = '') => void stream.write(`${text}\n`),
    redraw: (text) => void stream.write(`\r\x1b[2K${text}`),
  };
}
