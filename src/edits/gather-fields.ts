import type { TSchema } from '@sinclair/typebox';
import { parseNested } from '../models/find-json.ts';
import type { EditAction } from '../schemas/edit-instruction.ts';
import { editActions } from '../schemas/edit-instruction.ts';
import { actionAliases, impliedFields, mainFieldOfWord } from './action-aliases.ts';
import { membersUnder } from './answer-keys.ts';
import { readCssShadow } from './css-shadow.ts';
import { fieldAliases, mainFields } from './field-aliases.ts';
import { gatherLayout } from './read-layout.ts';
import { squash } from './words.ts';

const actionsByWord: ReadonlyMap<string, EditAction> = new Map([
  ...editActions.flatMap((action) =>
    actionAliases[action].map((alias): [string, EditAction] => [squash(alias), action]),
  ),
  // Last, so that an action's own name is never another one's alias.
  ...editActions.map((action): [string, EditAction] => [squash(action), action]),
]);

/** Parameters of parameters are a mistake; deeper is an attack. */
const maxDepth = 3;

export interface NamedAction {
  readonly action: EditAction;
  /** Fields implied by the model's word for the action: `bringToFront`. */
  readonly implied: Readonly<Record<string, unknown>>;
  /** The field that a bare `value` means, if the word says so: `setGap`. */
  readonly main?: string | undefined;
  /** The instruction's members, those of nested parameters included. */
  readonly members: readonly (readonly [key: string, value: unknown])[];
}

/**
 * Finds the action of an instruction: under `action` or another key, or as a key itself (`{"changeFill": {...}}`).
 *
 * @returns the word that stands for an unknown action, or undefined if there is none.
 */
export function findAction(given: object): NamedAction | { readonly unknown: string | undefined } {
  let unknown: string | undefined;
  for (const [key, word] of membersUnder(given, 'action')) {
    if (typeof word !== 'string') continue;
    const action = actionsByWord.get(squash(word));
    if (action !== undefined) {
      const members = Object.entries(given).filter(([other]) => other !== key);
      const implied = { ...impliedFields[squash(word)], ...(members.some(isDistance) ? { relative: true } : {}) };
      const named = { implied, main: mainFieldOfWord[squash(word)], members: flatten(members) };
      return { action: action === 'changeFill' && members.some(isGradient) ? 'addGradient' : action, ...named };
    }
    if (key !== 'name') unknown ??= word;
  }
  const styled = unknown === undefined || anyChange.has(squash(unknown)) ? findStyled(given) : undefined;
  if (styled !== undefined) return styled;
  const named = Object.entries(given).filter(([key]) => editActions.some((action) => squash(action) === squash(key)));
  const [only, second] = named;
  if (unknown !== undefined || only === undefined || second !== undefined) return { unknown };
  const action = actionsByWord.get(squash(only[0])) as EditAction;
  const isParameters = typeof only[1] === 'object' && only[1] !== null && !Array.isArray(only[1]);
  const members = Object.entries(given).filter(([key]) => key !== only[0]);
  return { action, implied: {}, members: flatten([...members, [isParameters ? 'params' : 'value', only[1]]]) };
}

/** `{"by": {"x": 10, "y": 0}}`: a move by so much, not to a place. */
function isDistance([key, value]: readonly [string, unknown]): boolean {
  return ['by', 'delta', 'offset'].includes(squash(key)) && typeof value === 'object';
}

/** A gradient given as a fill, in the words of CSS or Figma. */
function isGradient([, value]: readonly [string, unknown]): boolean {
  if (typeof value === 'string') return /^\s*(?:linear|radial|conic)-gradient\(/i.test(value);
  const paint: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof paint === 'object' && paint !== null && 'gradientStops' in paint;
}

/** Words for any change; the property says which. */
const anyChange: ReadonlySet<string> = new Set(
  'set update change modify edit style setproperty setstyle updateproperty updatestyle changeproperty'.split(' '),
);
const propertyKeys: ReadonlySet<string> = new Set(['property', 'prop', 'attribute', 'cssproperty']);

/** `{"property": "background-color", "value": "#111"}`, as in CSS. */
function findStyled(given: object): NamedAction | undefined {
  const [key, property] = Object.entries(given).find(([name]) => propertyKeys.has(squash(name))) ?? [];
  const action = typeof property === 'string' ? actionsByWord.get(squash(property)) : undefined;
  if (action === undefined) return undefined;
  return { action, implied: {}, members: flatten(Object.entries(given).filter(([other]) => other !== key)) };
}

/**
 * The members of an instruction, then those of the objects in it: `params`, `properties`, `shadow`. Outer ones first.
 */
function flatten(members: readonly (readonly [string, unknown])[], depth = 0): (readonly [string, unknown])[] {
  if (depth >= maxDepth) return [...members];
  const inner = members.flatMap(([, value]) => {
    const object = typeof value === 'string' && value.trimStart().startsWith('{') ? parseNested(value) : value;
    return typeof object === 'object' && object !== null && !Array.isArray(object) ? Object.entries(object) : [];
  });
  return inner.length === 0 ? [...members] : [...members, ...flatten(inner, depth + 1)];
}

/** The value each field of an action has in an instruction, under its own name or the best alias. */
export function gatherFields(
  { action, implied, main: mainOfWord, members }: NamedAction,
  fields: readonly (readonly [name: string, schema: TSchema])[],
): Map<string, unknown> {
  const bySquashed = new Map<string, unknown>();
  const shadow = action === 'addShadow' ? shadowIn(members) : [];
  for (const [key, value] of [...shadow, ...members]) {
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
    else if (name === 'padding' || name === 'sizing') {
      const parts = gatherLayout(name, bySquashed);
      if (parts !== undefined) gathered.set(name, parts);
    }
  }
  return gathered;
}

/** The parts of a shadow that is written as in CSS, under whatever key. */
function shadowIn(members: NamedAction['members']): [string, unknown][] {
  for (const [, value] of members) {
    const shadow = typeof value === 'string' ? readCssShadow(value) : undefined;
    if (shadow !== undefined) return Object.entries(shadow);
  }
  return [];
}

/** The weight in an outline as CSS writes it: `2px solid #111`. */
function setWeight(gathered: Map<string, unknown>, members: ReadonlyMap<string, unknown>): void {
  for (const key of ['stroke', 'border', 'outline', 'value', 'color']) {
    const weight = /^\s*(\d*\.?\d+)px\s/.exec(String(members.get(key)))?.[1];
    if (weight !== undefined) gathered.set('weight', Number(weight));
  }
}

/** A gradient as `from` and `to`. */
function setEnds(gathered: Map<string, unknown>, members: ReadonlyMap<string, unknown>): void {
  const [start, end] = [
    ['from', 'start', 'startcolor', 'color1'],
    ['to', 'end', 'endcolor', 'color2'],
  ].map((keys) => keys.map((key) => members.get(key)).find((value) => value !== undefined));
  if (start !== undefined && end !== undefined) gathered.set('colors', [start, end]);
}
