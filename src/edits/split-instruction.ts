import { parseNested } from '../models/find-json.ts';
import { isObject } from '../models/is-object.ts';
import { membersUnder } from './answer-keys.ts';
import { findAction } from './find-action.ts';
import { holderKeys, readStyles } from './read-styles.ts';
import { squash } from './words.ts';

/** Layers that one instruction may name. */
const mostTargets = 100;
const mostProperties = 20;
const propertyKeys: ReadonlySet<string> = new Set(['property', 'propertyname', 'prop', 'key']);
const valueKeys: ReadonlySet<string> = new Set(['value', 'newvalue', 'propertyvalue', 'variant', 'to']);
/** Lists of changes in an entry with its layer are a mistake; deeper is an attack. */
const maxDepth = 3;

/**
 * An instruction for several layers, several properties of a layer or of an instance, or several changes, as one for
 * each.
 */
export function splitInstruction(entry: unknown, depth = 0): unknown[] {
  const given = typeof entry === 'string' ? (parseNested(entry) ?? entry) : entry;
  return splitTargets(given)
    .flatMap((one) => splitChanges(one, depth))
    .flatMap(splitProperties)
    .flatMap(splitFont);
}

/** `{ "target": "L1", "changes": [{ "action": "hide" }] }`, or the properties that {@link readStyles} knows. */
function splitChanges(entry: unknown, depth: number): unknown[] {
  if (!isObject(entry) || 'action' in findAction(entry)) return [entry];
  const [key, list] =
    Object.entries(entry).find(
      ([name, value]) => isChangesKey(name) && Array.isArray(value) && value.every(isObject),
    ) ?? [];
  if (key === undefined || !Array.isArray(list) || depth >= maxDepth) return readStyles(entry) ?? [entry];
  const about = Object.fromEntries(membersUnder(entry, 'target'));
  return list.slice(0, mostTargets).flatMap((one: object) => splitInstruction({ ...about, ...one }, depth + 1));
}

function isChangesKey(name: string): boolean {
  return holderKeys.has(squash(name)) || membersUnder({ [name]: [] }, 'instructions').length > 0;
}

/** A font with its size is two changes. */
function splitFont(entry: unknown): unknown[] {
  if (!isObject(entry)) return [entry];
  const named = findAction(entry);
  if (!('action' in named) || named.action !== 'changeFont') return [entry];
  const size = named.members.find(([key]) => squash(key) === 'fontsize');
  if (size === undefined) return [entry];
  const about = Object.fromEntries(membersUnder(Object.fromEntries(named.members.toReversed()), 'target'));
  const hasFont = named.members.some(([key]) => /^font(?!size)|family|weight|typeface/.test(squash(key)));
  return [...(hasFont ? [entry] : []), { ...about, action: 'changeFontSize', fontSize: size[1] }];
}

function splitTargets(entry: unknown): unknown[] {
  if (!isObject(entry)) return [entry];
  const [key, targets] =
    membersUnder(entry, 'target')
      .map(([name, value]) => [name, handlesIn(value) ?? value] as const)
      .find(([, value]) => Array.isArray(value)) ?? [];
  if (key === undefined || !Array.isArray(targets) || targets.length > mostTargets) return [entry];
  return targets.map((target: unknown) => ({ ...entry, [key]: undefined, target }));
}

/** `L1, L2 and L3`: several handles in one text. */
function handlesIn(value: unknown): string[] | undefined {
  if (typeof value !== 'string' || value.length > 600) return undefined;
  const parts = value.split(/\s*(?:[,;&+|]|\band\b)\s*/i).filter((part) => part !== '');
  return parts.length > 1 && parts.every((part) => /^L\d{1,4}$/i.test(part)) ? parts : undefined;
}

/**
 * `setVariant` with the names of the properties as keys, `{ "State": "Hover" }`, or in Figma's words, `State=Hover,
 * Size=L`.
 */
function splitProperties(entry: unknown): unknown[] {
  if (!isObject(entry)) return [entry];
  const named = findAction(entry);
  if (!('action' in named) || named.action !== 'setVariant') return [entry];
  const members = named.members.filter(([, value]) => typeof value === 'string' || typeof value === 'boolean');
  if (members.some(([key]) => propertyKeys.has(squash(key)))) return [entry];
  const targets = membersUnder(Object.fromEntries(named.members.toReversed()), 'target');
  const about = new Set(targets.map(([key]) => key));
  const given = members.flatMap(([key, value]) =>
    valueKeys.has(squash(key)) ? pairsIn(value) : about.has(key) ? [] : [[key, value] as const],
  );
  if (given.length === 0 || given.length > mostProperties) return [entry];
  return given.map(([property, value]) => ({ action: 'setVariant', target: targets[0]?.[1], property, value }));
}

function pairsIn(value: unknown): (readonly [property: string, value: string])[] {
  if (typeof value !== 'string') return [];
  const pairs = value.split(',').map((pair) => /^\s*([^=]+?)\s*=\s*([^=]+?)\s*$/.exec(pair));
  return pairs.flatMap((pair) => (pair === null ? [] : [[pair[1] ?? '', pair[2] ?? ''] as const]));
}
