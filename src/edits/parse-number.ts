import { squash } from './words.ts';

/** CSS's words for the direction of a gradient, as degrees from left to right; squashed. */
const directions: Readonly<Record<string, number>> = {
  toright: 0,
  tobottomright: 45,
  torightbottom: 45,
  tobottom: 90,
  tobottomleft: 135,
  toleftbottom: 135,
  toleft: 180,
  totopleft: 225,
  tolefttop: 225,
  totop: 270,
  diagonal: 45,
  totopright: 315,
  torighttop: 315,
  horizontal: 0,
  vertical: 90,
};

/** `{ "value": 12, "unit": "px" }` as `12px`. */
export function withUnit(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('value' in value)) return value;
  const { value: amount, unit = '' } = value as { readonly value: unknown; readonly unit?: unknown };
  if (typeof amount === 'string') return amount;
  return typeof amount === 'number' && typeof unit === 'string' ? `${amount}${unit}` : value;
}

/** `12`, `"12px"`, `"+5 pt"`, `"45deg"`, `"50%"` and `"1.2x"` where they have a meaning; other units have none. */
export function parseNumber(text: string, field: string): number | undefined {
  if (field === 'angle') {
    const direction = directions[squash(text)];
    if (direction !== undefined) return direction;
  }
  const [, digits, unit = ''] =
    /^\s*([+-]?(?:\d{1,9}(?:[.,]\d+)?|\.\d+))\s*([a-z%°]*)\s*;?\s*$/i.exec(plainNumber(text)) ?? [];
  if (digits === undefined) return undefined;
  const number = Number(digits.replace(',', '.'));
  const known = unit.toLowerCase();
  if (known === '' || known === 'px' || known === 'pt' || known === 'dp' || known === 'pixels') return number;
  // CSS's default, which every browser has.
  if (known === 'rem') return number * 16;
  if (field === 'angle')
    return { deg: number, degrees: number, '°': number, turn: number * 360, rad: (number * 180) / Math.PI }[known];
  if (known === 'x' && field === 'scale') return number;
  return known === '%' && isRatio(field) ? number : undefined;
}

/** 1,200 is one number, and 0,125 has a decimal comma. What stands in brackets behind a number explains it. */
function plainNumber(text: string): string {
  return text
    .slice(0, 60)
    .replace(/^\s*blur\(([^()]*)\)\s*$/i, '$1')
    .replace(/^\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+(?!\d)/, (number) => number.replaceAll(',', ''))
    .replace(/(?<=\d[a-z%°]*\s*)\([^()]*\)\s*$/i, '');
}

function isRatio(field: string): boolean {
  return field === 'opacity' || field === 'scale';
}

/** Opacity 50 is 50 %, and so is a scale of 120; an opacity of 1.0001 is 1. */
export function scaleNumber(number: number, field: string, given: unknown): number {
  if (typeof given === 'string' && plainNumber(given).includes('%')) return number / 100;
  if (field === 'opacity' && number >= 2) return number <= 100 ? number / 100 : number / 255;
  return field === 'scale' && number > 20 ? number / 100 : number;
}
