import type { TSchema } from '@sinclair/typebox';
import { parseNested } from '../models/find-json.ts';
import type { EditAction } from '../schemas/edit-instruction.ts';
import { editActions } from '../schemas/edit-instruction.ts';
import { actionAliases, impliedFields } from './action-aliases.ts';
import { membersUnder } from './answer-keys.ts';
import { readCssShadow } from './css-shadow.ts';
import { fieldAliases, mainFields } from './field-aliases.ts';
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
      return { action, implied: impliedFields[squash(word)] ?? {}, members: flatten(members) };
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
  { action, implied, members }: NamedAction,
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
    const main = mainFields[action] === name ? ['value'] : [];
    const key = [squash(name), ...aliases, ...main].find((alias) => bySquashed.has(alias));
    if (key !== undefined) gathered.set(name, bySquashed.get(key));
    else if (Object.hasOwn(implied, name)) gathered.set(name, implied[name]);
    else if (name === 'colors') setEnds(gathered, bySquashed);
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

/** A gradient as `from` and `to`. */
function setEnds(gathered: Map<string, unknown>, members: ReadonlyMap<string, unknown>): void {
  const [start, end] = [
    ['from', 'start', 'startcolor', 'color1'],
    ['to', 'end', 'endcolor', 'color2'],
  ].map((keys) => keys.map((key) => members.get(key)).find((value) => value !== undefined));
  if (start !== undefined && end !== undefined) gathered.set('colors', [start, end]);
}
