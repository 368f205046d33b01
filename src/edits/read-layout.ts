import { parseNumber } from './parse-number.ts';

const sides = ['top', 'right', 'bottom', 'left'] as const;

/**
 * A padding as a number or its four sides: `8px 16px` of CSS, `[8, 16]`, `{ x: 16, y: 8 }`, `{ horizontal, vertical }`,
 * or only some of the sides, of which the others are 0.
 *
 * @returns the value as it came if it is none of these
 */
export function readPadding(value: unknown): unknown {
  const parts = typeof value === 'string' && /\d\S*\s+\d/.test(value) ? value.trim().split(/\s+/) : value;
  if (Array.isArray(parts)) {
    const [top, right = top, bottom = top, left = right] = parts.map(toLength);
    const all = [top, right, bottom, left];
    return parts.length > 4 || all.includes(undefined) ? value : { top, right, bottom, left };
  }
  if (typeof parts !== 'object' || parts === null) return value;
  const given = parts as Readonly<Record<string, unknown>>;
  const across = given['x'] ?? given['horizontal'] ?? given['inline'];
  const along = given['y'] ?? given['vertical'] ?? given['block'];
  const read = { top: along, right: across, bottom: along, left: across, ...given };
  const known = sides.map((side) => [side, read[side] ?? 0] as const);
  return known.every(([, length]) => length === 0) ? value : Object.fromEntries(known);
}

function toLength(value: unknown): number | undefined {
  const length = typeof value === 'string' ? parseNumber(value, 'padding') : value;
  return typeof length === 'number' && Number.isFinite(length) ? length : undefined;
}

/** The parts of a layout that each have a separate field, by squashed keys: `paddingTop`, `layoutSizingHorizontal`. */
export function gatherLayout(name: string, members: ReadonlyMap<string, unknown>): unknown {
  const first = (keys: readonly string[]): unknown =>
    keys.map((key) => members.get(key)).find((value) => value !== undefined);
  const found: Readonly<Record<string, unknown>> =
    name === 'padding'
      ? {
          x: first(['paddingx', 'paddinghorizontal', 'horizontalpadding', 'paddinginline']),
          y: first(['paddingy', 'paddingvertical', 'verticalpadding', 'paddingblock']),
          ...Object.fromEntries(sides.map((side) => [side, members.get(`padding${side}`)])),
        }
      : {
          horizontal: first([
            'layoutsizinghorizontal',
            'horizontalsizing',
            'horizontalresizing',
            'widthsizing',
            'width',
          ]),
          vertical: first(['layoutsizingvertical', 'verticalsizing', 'verticalresizing', 'heightsizing', 'height']),
        };
  // A width in pixels is a size, not a sizing.
  const isPart = (value: unknown): boolean => name === 'padding' || (typeof value === 'string' && !/\d/.test(value));
  const given = Object.entries(found).filter(([, value]) => value !== undefined && isPart(value));
  return given.length === 0 ? undefined : Object.fromEntries(given);
}
