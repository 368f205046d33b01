import { KindGuard, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { isAbsent } from './answer-schema.ts';
import { parseNumber, scaleNumber, withUnit } from './parse-number.ts';
import { readColor, readColorsIn } from './read-color.ts';
import { readPadding } from './read-layout.ts';
import { squash } from './words.ts';

/**
 * A value as its field wants it. A value that does not fit is returned unchanged, and the instruction's check reports
 * it.
 */
export interface Coerced {
  readonly value: unknown;
  /** What the value was read as, if that is a guess or a bound worth a warning: `opacity 50 read as 0.5`. */
  readonly note?: string | undefined;
  /** The opacity that the color contained. */
  readonly opacity?: number | undefined;
}

/** Words for members of an enum that models use instead; squashed. */
const words: Readonly<Record<string, string>> = {
  uppercase: 'UPPER',
  allcaps: 'UPPER',
  caps: 'UPPER',
  capitals: 'UPPER',
  lowercase: 'LOWER',
  titlecase: 'TITLE',
  capitalize: 'TITLE',
  capitalized: 'TITLE',
  none: 'ORIGINAL',
  normal: 'ORIGINAL',
  originalcase: 'ORIGINAL',
  aswritten: 'ORIGINAL',
  top: 'front',
  first: 'front',
  bringtofront: 'front',
  tofront: 'front',
  bottom: 'back',
  last: 'back',
  sendtoback: 'back',
  toback: 'back',
  row: 'horizontal',
  column: 'vertical',
  col: 'vertical',
  left: 'start',
  min: 'start',
  flexstart: 'start',
  middle: 'center',
  centre: 'center',
  right: 'end',
  max: 'end',
  flexend: 'end',
  spacebetween: 'space-between',
  hugcontents: 'hug',
  fitcontent: 'hug',
  auto: 'hug',
  fillcontainer: 'fill',
  stretch: 'fill',
  background: 'fill',
  border: 'stroke',
  outline: 'stroke',
  font: 'text',
};

const styleNames = ['Thin', 'Extra Light', 'Light', 'Regular', 'Medium', 'Semi Bold', 'Bold', 'Extra Bold', 'Black'];
/** Weights as numbers, and as CSS and others write them. */
const weights: ReadonlyMap<string, string> = new Map([
  ...styleNames.flatMap((name, index): [string, string][] => [
    [`${(index + 1) * 100}`, name],
    [squash(name), name],
  ]),
  ['normal', 'Regular'],
  ['book', 'Regular'],
  ['ultralight', 'Extra Light'],
  ['demibold', 'Semi Bold'],
  ['ultrabold', 'Extra Bold'],
  ['heavy', 'Black'],
  ['italic', 'Italic'],
]);

/**
 * Brings a value of a model's answer to what its field wants, by the field's schema: numbers with units and
 * percentages, booleans and choices in words, colors in any notation. Numbers past a bound are moved to it.
 *
 * @param field its name, which decides what a percentage means.
 */
export function coerceValue(schema: TSchema, field: string, value: unknown): Coerced {
  if (KindGuard.IsString(schema)) return schema.pattern === undefined ? coerceText(field, value) : coerceColor(value);
  if (KindGuard.IsNumber(schema) || KindGuard.IsInteger(schema)) return coerceNumber(schema, field, value);
  if (KindGuard.IsBoolean(schema)) return coerceBoolean(value);
  if (KindGuard.IsArray(schema)) return coerceList(schema.items, field, value);
  if (KindGuard.IsUnion(schema))
    return coerceUnion(schema.anyOf, field, field === 'padding' ? readPadding(value) : value);
  if (field === 'sizing' && typeof value === 'string')
    return coerceValue(schema, field, { horizontal: value, vertical: value });
  if (KindGuard.IsObject(schema)) return coerceObject(schema.properties, value);
  return { value };
}

function coerceText(field: string, value: unknown): Coerced {
  // A style that names itself is a font's own: "SemiBold" and "Semi Bold" are not the same to Figma.
  const weight = field === 'fontStyle' && !/[A-Z]/.test(String(value)) ? weights.get(squash(String(value))) : undefined;
  if (weight !== undefined) return { value: weight };
  if (field === 'fontFamily' && typeof value === 'string')
    return { value: (value.split(',')[0] ?? '').trim().replace(/^["']|["']$/g, '') };
  if (field === 'fontFamily' && typeof value === 'object' && value !== null && 'family' in value)
    return { value: value.family };
  const isLines = field === 'content' && Array.isArray(value) && value.every((line) => typeof line === 'string');
  if (isLines) return { value: value.join('\n') };
  return { value: typeof value === 'number' ? String(value) : value };
}

function coerceColor(value: unknown): Coerced {
  const read = readColor(value);
  return read === undefined ? { value } : { value: read.color, opacity: read.opacity };
}

function coerceNumber(schema: TSchema, field: string, value: unknown): Coerced {
  const given = withUnit(value);
  if (given !== value) return coerceNumber(schema, field, given);
  const read = typeof value === 'string' ? parseNumber(value, field) : value;
  const largest = field === 'radius' ? largestOf(value) : undefined;
  if (largest !== undefined) return { value: largest, note: `different corners read as one radius of ${largest}` };
  if (typeof read !== 'number' || !Number.isFinite(read)) return { value };
  const scaled = scaleNumber(read, field, value);
  const whole = KindGuard.IsInteger(schema) ? Math.round(scaled) : scaled;
  const least = schema['minimum'] as number | undefined;
  const most = schema['maximum'] as number | undefined;
  // A size of 0 or less is a mistake, not a small size.
  if (least !== undefined && least > 0 && whole <= 0) return { value: whole };
  const bounded = Math.min(Math.max(whole, least ?? whole), most ?? whole);
  const isGuess = bounded !== read && !(typeof value === 'string' && bounded === scaled);
  return { value: bounded, note: isGuess ? `${field} ${read} read as ${bounded}` : undefined };
}

/** A radius for each corner, in a list, by corner, or as CSS writes it: the field holds one for all of them. */
function largestOf(value: unknown): number | undefined {
  const isMany = typeof value === 'string' ? /\d\S*\s+\d/.test(value) : typeof value === 'object' && value !== null;
  if (!isMany) return undefined;
  const parts: unknown[] = typeof value === 'string' ? value.trim().split(/\s+/) : Object.values(value as object);
  const numbers = parts.map((part) => (typeof part === 'string' ? parseNumber(part, 'radius') : part));
  if (numbers.length === 0 || numbers.length > 4) return undefined;
  return numbers.every((number) => typeof number === 'number' && number >= 0 && number <= 2000)
    ? Math.max(...(numbers as number[]))
    : undefined;
}

function coerceBoolean(value: unknown): Coerced {
  const word = typeof value === 'string' || typeof value === 'number' ? squash(String(value)) : '';
  if (['true', 'yes', '1', 'on', 'relative'].includes(word)) return { value: true };
  return ['false', 'no', '0', 'off', 'absolute'].includes(word) ? { value: false } : { value };
}

function coerceList(items: TSchema, field: string, value: unknown): Coerced {
  const list = typeof value === 'string' ? readColorsIn(value).map(({ color }) => color) : value;
  if (!Array.isArray(list)) return { value };
  return { value: list.map((item) => coerceValue(items, field, item).value) };
}

function coerceUnion(members: readonly TSchema[], field: string, value: unknown): Coerced {
  if (members.some((member) => Value.Check(member, value))) return { value };
  const literals = members.filter((member) => KindGuard.IsLiteral(member)).map((member) => member.const as unknown);
  if (typeof value === 'string') {
    const word = squash(value);
    const choice =
      literals.find((literal) => squash(String(literal)) === word) ??
      literals.find((literal) => literal === words[word]);
    if (choice !== undefined) return { value: choice };
  }
  for (const member of members.filter((other) => !KindGuard.IsLiteral(other))) {
    const coerced = coerceValue(member, field, value);
    if (Value.Check(member, coerced.value)) return coerced;
  }
  return { value };
}

function coerceObject(properties: Readonly<Record<string, TSchema>>, value: unknown): Coerced {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { value };
  const members = Object.entries(value).flatMap(([key, member]): [string, unknown][] => {
    const name = Object.keys(properties).find((known) => squash(known) === squash(key));
    const schema = name === undefined ? undefined : properties[name];
    if (name === undefined || schema === undefined || isAbsent(schema, member)) return [];
    return [[name, coerceValue(schema, name, member).value]];
  });
  return { value: Object.fromEntries(members) };
}
