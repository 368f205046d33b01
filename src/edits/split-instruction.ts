import { membersUnder } from './answer-keys.ts';
import { findAction } from './gather-fields.ts';
import { squash } from './words.ts';

/** Layers that one instruction may name. */
const mostTargets = 100;
const mostProperties = 20;
const propertyKeys: ReadonlySet<string> = new Set(['property', 'propertyname', 'prop', 'key']);
const valueKeys: ReadonlySet<string> = new Set(['value', 'newvalue', 'variant', 'to']);

/** An instruction for several layers, or for several properties of an instance, as one for each. */
export function splitInstruction(entry: unknown): unknown[] {
  return splitTargets(entry).flatMap(splitProperties);
}

function splitTargets(entry: unknown): unknown[] {
  if (!isObject(entry)) return [entry];
  const [key, targets] = membersUnder(entry, 'target').find(([, value]) => Array.isArray(value)) ?? [];
  if (key === undefined || !Array.isArray(targets) || targets.length > mostTargets) return [entry];
  return targets.map((target: unknown) => ({ ...entry, [key]: undefined, target }));
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

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
