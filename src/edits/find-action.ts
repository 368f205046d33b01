import { parseNested } from '../models/find-json.ts';
import type { EditAction } from '../schemas/edit-instruction.ts';
import { editActions } from '../schemas/edit-instruction.ts';
import { actionAliases, impliedFields, mainFieldOfWord } from './action-aliases.ts';
import { membersUnder } from './answer-keys.ts';
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
  /** The part of a layer that the model's word is about: `textColor`, `backgroundColor`. */
  readonly of?: 'letters' | 'ground' | undefined;
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
    // A layer has a name too: as an action's it has parameters beside it.
    if (typeof word !== 'string' || (squash(key) === 'name' && !Object.keys(given).some(isParameterKey))) continue;
    const action = actionsByWord.get(squash(word));
    if (action !== undefined) {
      const members = Object.entries(given).filter(([other]) => other !== key);
      const flat = flatten(members);
      const implied = { ...impliedFields[squash(word)], ...(members.some(isDistance) ? { relative: true } : {}) };
      const named = { implied, main: mainFieldOfWord[squash(word)], members: flat, of: partOf(squash(word)) };
      return { action: actualAction(action, members), ...named };
    }
    if (key !== 'name') unknown ??= word;
  }
  const named = Object.entries(given).filter(([key]) => editActions.some((action) => squash(action) === squash(key)));
  const [only, second] = named;
  if (unknown !== undefined || only === undefined || second !== undefined) return { unknown };
  const action = actionsByWord.get(squash(only[0])) as EditAction;
  const isParameters = typeof only[1] === 'object' && only[1] !== null && !Array.isArray(only[1]);
  const members = Object.entries(given).filter(([key]) => key !== only[0]);
  return { action, implied: {}, members: flatten([...members, [isParameters ? 'params' : 'value', only[1]]]) };
}

/** The action that a word stands for, if there is one. */
export function actionOf(word: string): EditAction | undefined {
  return actionsByWord.get(squash(word));
}

function isParameterKey(key: string): boolean {
  return /^(?:arguments|args|parameters|params|input)$/i.test(key);
}

/** A gradient may come as a fill, and the end of an outline as an outline of `none`. */
function actualAction(action: EditAction, members: readonly (readonly [string, unknown])[]): EditAction {
  if (action === 'changeFill' && members.some(isGradient)) return 'addGradient';
  const isNone = members.some(
    ([key, value]) => actionOf(key) === 'changeStroke' && /^\s*none\s*$/i.test(String(value)),
  );
  return action === 'changeStroke' && isNone ? 'removeStroke' : action;
}

/** The part of a layer that a word for its fill is about: a frame has no letters, and a text no background. */
function partOf(word: string): NamedAction['of'] {
  const [, part] = /^(?:set|change)?(?:(text|font)|(?:background))(?:color)?$/.exec(word) ?? [];
  if (!/color|background/.test(word)) return undefined;
  return part !== undefined ? 'letters' : word.includes('background') && !word.includes('blur') ? 'ground' : undefined;
}

/** `{"by": {"x": 10, "y": 0}}`, `dx`: a move by so much, not to a place. So is `"+10"`. */
function isDistance([key, value]: readonly [string, unknown]): boolean {
  const word = squash(key);
  if (/^(?:by|delta|offset)$/.test(word)) return typeof value === 'object';
  return /^(?:(?:d|delta|offset|translate)[xy])$/.test(word) || (/^[xy]$/.test(word) && /^\s*\+/.test(String(value)));
}

/** A gradient given as a fill, in the words of CSS or Figma. */
function isGradient([, value]: readonly [string, unknown]): boolean {
  if (typeof value === 'string') return /^\s*(?:linear|radial|conic)-gradient\(/i.test(value);
  const paint: unknown = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof paint === 'object' && paint !== null && 'gradientStops' in paint;
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
