import type { TSchema } from '@sinclair/typebox';
import { readCssShadow } from './css-shadow.ts';
import { fieldAliases, mainFields } from './field-aliases.ts';
import type { NamedAction } from './find-action.ts';
import { gatherLayout } from './read-layout.ts';
import { squash } from './words.ts';

/** The value each field of an action has in an instruction, under its own name or the best alias. */
export function gatherFields(
  { action, implied, main: mainOfWord, members }: NamedAction,
  fields: readonly (readonly [name: string, schema: TSchema])[],
): Map<string, unknown> {
  const bySquashed = new Map<string, unknown>();
  const written = action === 'addShadow' ? shadowIn(members) : action === 'addGradient' ? angleIn(members) : [];
  for (const [key, value] of [...written, ...members]) {
    const word = squash(key);
    if (!bySquashed.has(word) && value !== null && value !== undefined) bySquashed.set(word, value);
  }
  const names = new Set(fields.map(([name]) => squash(name)));
  const gathered = new Map<string, unknown>();
  for (const [name] of fields) {
    if (name === 'action' || name === 'target') continue;
    const aliases = (fieldAliases[name] ?? []).map(squash).filter((alias) => !names.has(alias));
    const main = (mainOfWord ?? mainFields[action]) === name ? ['value'] : [];
    const key = [squash(name), ...aliases, ...main].find((alias) => bySquashed.has(alias));
    if (key !== undefined) gathered.set(name, bySquashed.get(key));
    else if (Object.hasOwn(implied, name)) gathered.set(name, implied[name]);
    else if (name === 'colors') setEnds(gathered, bySquashed);
    else if (name === 'weight') setWeight(gathered, bySquashed);
    else if (name === 'radius') setCorners(gathered, bySquashed);
    else if (name === 'scale' && bySquashed.get('scalex') === bySquashed.get('scaley'))
      setIfKnown(gathered, name, bySquashed.get('scalex'));
    else if (action === 'resize' && (name === 'width' || name === 'height'))
      setIfKnown(gathered, name, sizeIn(bySquashed)?.[name === 'width' ? 0 : 1]);
    else if (name === 'padding' || name === 'sizing') {
      const parts = gatherLayout(name, bySquashed);
      if (parts !== undefined) gathered.set(name, parts);
    }
  }
  return gathered;
}

/** CSS counts the angle of a gradient clockwise from the bottom. It also takes words: `to right`. */
function angleIn(members: NamedAction['members']): [string, unknown][] {
  for (const [, value] of members) {
    const [, degrees, direction] =
      /linear-gradient\(\s*(?:(-?\d+(?:\.\d+)?)deg|(to [a-z ]+))\s*,/i.exec(typeof value === 'string' ? value : '') ??
      [];
    if (direction !== undefined) return [['angle', direction]];
    if (degrees !== undefined && Number(degrees) !== 90) return [['angle', Number(degrees) - 90]];
  }
  return [];
}

/** The parts of a shadow that is written as in CSS, under whatever key. */
function shadowIn(members: NamedAction['members']): [string, unknown][] {
  for (const [, value] of members) {
    const shadow = typeof value === 'string' ? readCssShadow(value) : undefined;
    if (shadow !== undefined) return Object.entries(shadow);
  }
  // React Native's offset is a size.
  const [, offset] = members.find(([key]) => /offset$/i.test(key)) ?? [];
  return typeof offset === 'object' && offset !== null && 'width' in offset && 'height' in offset
    ? [
        ['x', offset.width],
        ['y', offset.height],
      ]
    : [];
}

/** The weight in an outline as CSS writes it: `2px solid #111`. */
function setWeight(gathered: Map<string, unknown>, members: ReadonlyMap<string, unknown>): void {
  for (const key of ['stroke', 'border', 'outline', 'value', 'color']) {
    const weight = /^\s*(\d*\.?\d+)px\s/.exec(String(members.get(key)))?.[1];
    if (weight !== undefined) gathered.set('weight', Number(weight));
  }
}

/** A field for each corner: `topLeftRadius`, `border-top-left-radius`. */
function setCorners(gathered: Map<string, unknown>, members: ReadonlyMap<string, unknown>): void {
  const corners = [...members].filter(([key]) =>
    /^(?:border)?(?:top|bottom)(?:left|right)(?:corner)?(?:radius)?$/.test(key),
  );
  if (corners.length > 0) gathered.set('radius', Object.fromEntries(corners));
}

function setIfKnown(gathered: Map<string, unknown>, name: string, value: unknown): void {
  if (value !== undefined) gathered.set(name, value);
}

/** `[120, 40]` or `120x40`: a width and a height. */
function sizeIn(members: ReadonlyMap<string, unknown>): readonly unknown[] | undefined {
  const size = ['size', 'args', 'dimensions', 'value']
    .map((key) => members.get(key))
    .find((value) => value !== undefined);
  const parts: unknown =
    typeof size === 'string' ? /^\s*(\d[\d.]*)(?:px)?\s*[x×]\s*(\d[\d.]*)/i.exec(size)?.slice(1) : size;
  return Array.isArray(parts) && parts.length === 2 ? (parts as unknown[]) : undefined;
}

/** A gradient as `from` and `to`. */
function setEnds(gathered: Map<string, unknown>, members: ReadonlyMap<string, unknown>): void {
  const [start, end] = [
    ['from', 'start', 'startcolor', 'color1'],
    ['to', 'end', 'endcolor', 'color2'],
  ].map((keys) => keys.map((key) => members.get(key)).find((value) => value !== undefined));
  if (start !== undefined && end !== undefined) gathered.set('colors', [start, end]);
}
