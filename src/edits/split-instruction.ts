import { membersUnder } from './answer-keys.ts';
import { findAction } from './gather-fields.ts';
import { squash } from './words.ts';

/** Layers that one instruction may name. */
const mostTargets = 100;
const mostProperties = 20;
const propertyKeys: ReadonlySet<string> = new Set(['property', 'propertyname', 'prop', 'key']);
const styleKeys: ReadonlySet<string> = new Set('style styles css changes properties props set'.split(' '));
const valueKeys: ReadonlySet<string> = new Set(['value', 'newvalue', 'variant', 'to']);

/** An instruction for several layers, or for several properties of an instance, as one for each. */
export function splitInstruction(entry: unknown): unknown[] {
  return splitTargets(entry).flatMap(splitStyles).flatMap(splitProperties);
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
 * `{ "target": "L1", "style": { "backgroundColor": "#111", "borderRadius": "8px" } }`: each member is an instruction.
 */
function splitStyles(entry: unknown): unknown[] {
  if (!isObject(entry)) return [entry];
  const named = findAction(entry);
  if ('action' in named || named.unknown !== undefined) return [entry];
  const [key, styles] =
    Object.entries(entry).find(([name, value]) => styleKeys.has(squash(name)) && isObject(value)) ?? [];
  if (key === undefined || !isObject(styles)) return [entry];
  const rest = Object.entries(entry).filter(([other]) => other !== key);
  const changes = Object.entries(styles).map(([action, value]) => ({ ...Object.fromEntries(rest), action, value }));
  return changes.length > 0 && changes.length <= mostProperties && changes.every((one) => 'action' in findAction(one))
    ? changes
    : [entry];
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
