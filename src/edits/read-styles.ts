import { membersUnder } from './answer-keys.ts';
import { actionOf, findAction } from './find-action.ts';
import { joinProperty, readPath } from './property-path.ts';
import { squash } from './words.ts';

type Fields = Readonly<Record<string, unknown>>;
type Member = readonly [key: string, value: unknown];

/** Properties in one entry. */
const mostProperties = 40;
/** Words for any change; the properties say which. */
const anyChange: ReadonlySet<string> = new Set(
  (
    'set update change modify edit style add replace patch setproperty setstyle updateproperty updatestyle ' +
    'changeproperty changestyle setstyles updatelayer modifylayer editlayer changelayer setbounds setframe'
  ).split(' '),
);
const propertyKeys: ReadonlySet<string> = new Set(['property', 'prop', 'attribute', 'cssproperty']);
const valueKeys: ReadonlySet<string> = new Set(['value', 'newvalue', 'to', 'new']);
/** What holds properties: in an object, in a list, or in the text of CSS's declarations. */
export const holderKeys: ReadonlySet<string> = new Set(
  'style styles css changes properties props attributes attrs updates overrides set'.split(' '),
);
const nodeType = /^(?:FRAME|TEXT|RECTANGLE|ELLIPSE|INSTANCE|COMPONENT|GROUP|VECTOR|LINE|STAR|POLYGON|SECTION)$/;

/**
 * Reads properties of CSS, React Native or Figma that stand for instructions, as one instruction for each action:
 * `{ "target": "L1", "style": { "backgroundColor": "#111", "borderRadius": "8px" } }`, the same without `style`, a
 * `property` with its `value`, or a step of a JSON Patch (RFC 6902).
 *
 * @returns undefined if the entry names an action, or no property that has one. Of properties in a holder such as
 * `style`, unknown ones are returned as unknown actions, so that they count as dropped.
 */
export function readStyles(entry: Fields): object[] | undefined {
  const given = Object.fromEntries(
    Object.entries(entry).filter(([key, value]) => key !== 'type' || !nodeType.test(String(value))),
  );
  const named = findAction(given);
  if ('action' in named) return undefined;
  const word = squash(named.unknown ?? '');
  const about = membersUnder(given, 'target');
  const patched = readPath(given);
  if (patched !== undefined) return toInstructions(patched.members, patched.target, true);
  const target = Object.fromEntries(about);
  if (/visib/.test(word))
    return toInstructions([['visible', valueIn(given, ['visible', 'visibility', 'value'])]], target);
  if (/^(?:add|set|change|apply|update)?effects?$/.test(word))
    return toInstructions([['effects', valueIn(given, ['effects', 'effect', 'value'])]], target);
  if (word !== '' && !anyChange.has(word)) return undefined;
  const members = Object.entries(given);
  const [, property] = members.find(([key]) => propertyKeys.has(squash(key))) ?? [];
  if (typeof property === 'string') {
    const value = members.find(([key]) => valueKeys.has(squash(key)))?.[1];
    return toInstructions([[joinProperty(property.split(/[.[\]]+/)), value]], target);
  }
  const held = members.flatMap(([key, value]) => (holderKeys.has(squash(key)) ? (membersOf(value) ?? []) : []));
  const free = members.filter(([key]) => !about.some(([other]) => other === key) && isProperty(key));
  return toInstructions([...held, ...free], target, true);
}

function valueIn(given: Fields, keys: readonly string[]): unknown {
  return Object.entries(given).find(([key]) => keys.includes(squash(key)))?.[1];
}

/** The members of an object, or of CSS's declarations. */
function membersOf(value: unknown): Member[] | undefined {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return Object.entries(value);
  if (typeof value !== 'string' || value.length > 1000) return undefined;
  const declarations = value.split(';').filter((part) => part.trim() !== '');
  const read = declarations.map((part) => /^\s*([a-z-]+)\s*:\s*(.+?)\s*$/i.exec(part));
  return read.every((match) => match !== null)
    ? read.map((match): Member => [match[1] as string, match[2]])
    : undefined;
}

function isProperty(key: string): boolean {
  return actionOf(key) !== undefined || /^(?:visible|visibility|display|hidden|effects?)$/.test(squash(key));
}

/** One instruction for each action that the properties need; undefined if none needs any. */
function toInstructions(members: readonly Member[], target: object, keepsUnknown = false): object[] | undefined {
  if (members.length === 0 || members.length > mostProperties) return undefined;
  const hasGround = members.some(([key]) => /^background(?:color)?$/.test(squash(key)));
  const grouped = new Map<string, Record<string, unknown>>();
  const apart: object[] = [];
  for (const [key, given] of members) {
    const value = newValueOf(given);
    const word = squash(key);
    if (/^(?:visible|visibility|display|hidden)$/.test(word)) {
      if (isHidden(word, value)) apart.push({ action: 'hide', ...target });
    } else if (/^effects?$/.test(word)) {
      apart.push(...effectsIn(value).map(({ type, ...effect }) => ({ ...target, ...effect, action: type })));
    } else if (value !== false && value !== undefined) {
      const action = hasGround && word === 'color' ? 'textColor' : groupOf(key, word);
      if (action === undefined) {
        if (keepsUnknown) apart.push({ ...target, action: key });
      } else if (/^(?:set|change|add|apply|update|use)|^(?:hide|move|resize|reorder|remove\w+)$/.test(word)) {
        apart.push({ ...target, action: key, value });
      } else grouped.set(action, { ...target, ...grouped.get(action), action, [key]: value });
    }
  }
  const all = [...grouped.values(), ...apart];
  return all.some((one) => 'action' in findAction(one)) ? all : undefined;
}

/** Letters and backgrounds have their own words, so that neither gets the color of the other. */
function groupOf(key: string, word: string): string | undefined {
  if (/^background(?:color)?$/.test(word)) return 'backgroundColor';
  if (/^(?:text|font|foreground)color$/.test(word)) return 'textColor';
  return actionOf(key);
}

/** `{ "from": "#eee", "to": "#111" }` */
function newValueOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const members = Object.entries(value);
  const isChange = members.length === 2 && members.some(([key]) => /^(?:from|old|oldvalue|before)$/i.test(key));
  return isChange ? members.find(([key]) => /^(?:to|new|newvalue|after)$/i.test(key))?.[1] : value;
}

function isHidden(word: string, value: unknown): boolean {
  const said = typeof value === 'string' ? squash(value) : value;
  if (word === 'hidden') return said === true || said === 'true';
  return said === false || said === 'false' || said === 'none' || (said === 'hidden' && word !== 'display');
}

/** Figma's effects; their types are the actions. */
function effectsIn(value: unknown): Record<string, unknown>[] {
  const list: unknown[] = Array.isArray(value) ? value : [value];
  return list.filter(
    (effect): effect is Record<string, unknown> =>
      typeof effect === 'object' && effect !== null && 'type' in effect && !('visible' in effect && !effect.visible),
  );
}
