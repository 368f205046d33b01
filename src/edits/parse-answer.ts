import { findJson, maxAnswerChars, parseNested } from '../models/find-json.ts';
import { splitThinking } from '../models/split-thinking.ts';
import { membersUnder } from './answer-keys.ts';
import { readKeyedInstructions } from './keyed-instructions.ts';
import { readYaml } from './read-yaml.ts';
import { UnusableAnswer } from './unusable-answer.ts';
import { squash } from './words.ts';

export interface ParsedAnswer {
  /** The entries of the list of variants, not checked yet. */
  readonly variants: readonly unknown[];
  /** The answer ended early: what was being written at that moment was left out. */
  readonly isCutShort: boolean;
}

/** A list in a wrapper in a wrapper is a mistake; deeper is an attack. */
const maxDepth = 5;

/**
 * Finds the variants in a model's answer, in any of the forms that `findJson` reads, under other keys and in wrappers.
 * Of a draft and a final version the last one counts; variants that come one by one (one JSON object a line) are
 * gathered.
 *
 * @param variantCount how many variants were asked for.
 * @throws UnusableAnswer if there is no list of variants; its `fault` says what was found instead.
 */
export function parseAnswer(answer: string, variantCount: number): ParsedAnswer {
  if (answer.trim() === '') throw new UnusableAnswer('it is empty');
  if (answer.length > maxAnswerChars) throw new UnusableAnswer('it is far too long');
  const found = findJson(answer, { accept: (value) => listVariants(value) !== undefined, keep: 'object' });
  const versions = found.map(({ value, isCutShort }) => ({ variants: listVariants(value) ?? [], isCutShort }));
  const filled = versions.filter(({ variants }) => variants.length > 0);
  const last = filled.at(-1);
  if (last !== undefined) {
    if (filled.length > 1 && filled.every(({ variants }) => variants.length === 1)) return gather(filled, variantCount);
    const whole = filled.findLast(({ isCutShort }) => !isCutShort);
    return last.isCutShort && whole !== undefined && whole.variants.length >= last.variants.length ? whole : last;
  }
  if (versions.length > 0) throw new UnusableAnswer('its list of variants is empty');
  const yaml = readYaml(splitThinking(answer).answer);
  const listed = listVariants(yaml?.value)?.filter(isVariantLike) ?? [];
  if (listed.length > 0) return { variants: listed, isCutShort: yaml?.isCutShort === true };
  throw new UnusableAnswer(
    /[[{]/.test(answer) ? 'it is not a JSON object with a list of "variants"' : 'it holds no JSON',
  );
}

/** Whether a value can be read as one variant: it has a list of instructions, under this key or another. */
export function isVariantLike(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && instructionsOf(value) !== undefined;
}

/** The list of instructions of a variant, which may be JSON in a string or members of an object. */
export function instructionsOf(variant: object): readonly unknown[] | undefined {
  for (const [, value] of membersUnder(variant, 'instructions')) {
    const list = typeof value === 'string' ? parseNested(value) : value;
    if (Array.isArray(list)) return list as unknown[];
    if (typeof list === 'object' && list !== null && Object.keys(list).every((key) => /^\d+$/.test(key))) {
      return Object.values(list);
    }
    const keyed = typeof list === 'object' && list !== null ? readKeyedInstructions(list) : undefined;
    if (keyed !== undefined) return keyed;
  }
  return undefined;
}

/**
 * `{ "variants": [...] }`, a bare list, one variant alone, variants by name or number, or any of these in a wrapper.
 */
function listVariants(value: unknown, depth = 0): readonly unknown[] | undefined {
  if (typeof value === 'string')
    return /^\s*[[{]/.test(value) ? listVariants(parseNested(value), depth + 1) : undefined;
  if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined;
  if (Array.isArray(value)) {
    if (value.some(isVariantLike)) return value as unknown[];
    const lists = value.slice(0, 20).flatMap((item) => [listVariants(item, depth + 1) ?? []]);
    const nested = lists.flat();
    return nested.length > 0 ? nested : undefined;
  }
  if (isVariantLike(value)) return [value];
  for (const [key, member] of membersUnder(value, 'variants')) {
    const found = listVariants(member, depth + 1);
    if (found !== undefined) return found;
    if (squash(key) === 'variants' && Array.isArray(member)) return member as unknown[];
  }
  const members = Object.values(value).filter(isVariantLike);
  return members.length > 0 ? members : undefined;
}

/** Variants that came one by one; of two with one number or theme the last one counts. */
function gather(versions: readonly ParsedAnswer[], variantCount: number): ParsedAnswer {
  const byKey = new Map<string, unknown>();
  for (const [index, { variants }] of versions.entries()) byKey.set(keyOf(variants[0], index), variants[0]);
  return {
    variants: [...byKey.values()].slice(-variantCount),
    isCutShort: versions.some(({ isCutShort }) => isCutShort),
  };
}

function keyOf(variant: unknown, index: number): string {
  const object = variant as object;
  const number = membersUnder(object, 'variantIndex')
    .map(([, value]) => value)
    .find((value) => typeof value === 'number');
  const theme = membersUnder(object, 'theme')
    .map(([, value]) => value)
    .find((value) => typeof value === 'string');
  if (number !== undefined) return `number ${number}`;
  return theme === undefined ? `entry ${index}` : `theme ${squash(theme)}`;
}
