import { readColor, readColorsIn } from './read-color.ts';

export interface CssShadow {
  readonly x: number;
  readonly y: number;
  readonly blur?: number;
  readonly color?: string;
}

const lengths = /(?<![\w#.-])-?\d*\.?\d+(?:px)?(?![\w%.(])/gi;

/**
 * Reads the first shadow of CSS's `box-shadow`: `0 4px 12px -2px rgba(0, 0, 0, 0.25)`. Its spread has no field here.
 *
 * @returns undefined if the text is not one: two to four lengths, a color, and nothing else.
 */
export function readCssShadow(text: string): CssShadow | undefined {
  const first = text.slice(0, 200).split(/,(?![^(]*\))/)[0] ?? '';
  const color = /#[0-9a-f]{3,8}\b|\b[a-z]+\([^()]*\)|\b(?!px\b|inset\b|drop\b)[a-z]{3,}\b/i.exec(first)?.[0];
  const rest = color === undefined ? first : first.replace(color, ' ');
  const numbers = (rest.match(lengths) ?? []).map(Number.parseFloat);
  const [x, y, blur] = numbers;
  const isOther = /\S/.test(rest.replace(lengths, ' ').replace(/\binset\b/i, ' '));
  if (x === undefined || y === undefined || numbers.length > 4 || isOther) return undefined;
  if (color !== undefined && readColor(color) === undefined && readColorsIn(color).length === 0) return undefined;
  return { x, y, ...(blur === undefined ? {} : { blur }), ...(color === undefined ? {} : { color }) };
}
