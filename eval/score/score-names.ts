import type { NamingStyle } from '../../src/schemas/rename.ts';
import type { Label } from './labels.ts';
import { lookWords } from './look-words.ts';
import { namePatterns } from './name-styles.ts';
import { saysWord, splitName, stemWord } from './split-name.ts';

/** A layer to score: what it is, and what its label wants. */
export interface LabeledLayer {
  readonly id: string;
  readonly type: string;
  readonly currentName: string;
  readonly text?: string;
  readonly parentId?: string | undefined;
  /** The element it came from, where a design says so: layers of one make should have names of one make. */
  readonly origin?: string | undefined;
  /** Equal for layers that read and look the same. */
  readonly look: string;
  readonly label: Label;
}

/** One name against its label. Shares are 0 to 1. */
export interface NameScore {
  readonly id: string;
  readonly name: string;
  /** 1: says what the layer is; 0.5: says it loosely. */
  readonly role: number;
  /** Share of the words that matter; undefined if there are none. */
  readonly says: number | undefined;
  /** 0 to 1; undefined for a layer that nobody can name. */
  readonly meaning: number | undefined;
  /** Words that are certainly wrong. */
  readonly forbidden: readonly string[];
  readonly isDefault: boolean;
  readonly inStyle: boolean;
  readonly wellSized: boolean;
  /** Words for how it looks that its text does not say. */
  readonly noise: readonly string[];
  /** A sibling that differs in text or look has the same name. */
  readonly hasTwin: boolean;
}

/** Means over layers, 0 to 1. */
export interface NameFigures {
  readonly layers: number;
  readonly scored: number;
  readonly meaning: number;
  readonly role: number;
  readonly says: number;
  readonly forbidden: number;
  readonly default: number;
  readonly offStyle: number;
  readonly badLength: number;
  readonly twins: number;
  readonly consistent: number;
  readonly noise: number;
}

/** What tools call a layer that nobody named. */
const defaultName =
  /^((frame|group|rectangle|ellipse|vector|component|instance|line|layer|union|polygon)[ _-]?\d*|(text|section|slice)[ _-]?\d+|[\d_ -]*)$/i;
/** Letters of scripts without spaces: sixteen hold what five words hold elsewhere. */
const wideLetters = /[\u3040-\u9fff]/g;

/** Scores each layer's name. A layer without a name in `names` counts as unnamed. */
export function scoreNames(
  layers: readonly LabeledLayer[],
  names: ReadonlyMap<string, string>,
  style: NamingStyle,
): NameScore[] {
  const twins = findTwins(layers, names);
  return layers.map((layer) => scoreName(layer, names.get(layer.id) ?? '', style, twins.has(layer.id)));
}

function scoreName(layer: LabeledLayer, name: string, style: NamingStyle, hasTwin: boolean): NameScore {
  const { role = [], near = [], says: groups = [], context = [], not = [], unscored } = layer.label;
  const words = splitName(name);
  const whole = words.join('_');
  const isText = layer.text?.trim().toLowerCase() === name.toLowerCase();
  const isDefault = whole === splitName(layer.currentName).join('_') || (!isText && defaultName.test(name.trim()));
  const hasOne = (list: readonly string[]): boolean => list.some((word) => saysWord(words, word));
  const own = new Set(splitName(`${layer.text ?? ''} ${groups.join(' ')}`).map(stemWord));
  const isForeign = (word: string): boolean => !own.has(stemWord(word));

  const roleShare = isDefault ? 0 : hasOne(role) ? 1 : hasOne(near) ? 0.5 : 0;
  const hits = groups.filter((group) => hasOne(group.split('|'))).length + (hasOne(context) ? 1 : 0);
  const says = groups.length === 0 ? undefined : isDefault ? 0 : Math.min(1, hits / Math.min(2, groups.length));
  const forbidden = not.filter((word) =>
    word.includes('_') ? whole === word : isForeign(word) && words.some((own) => stemWord(own) === stemWord(word)),
  );
  const meaning = (says === undefined ? roleShare : 0.55 * roleShare + 0.45 * says) * (forbidden.length > 0 ? 0.5 : 1);
  return {
    id: layer.id,
    name,
    role: roleShare,
    says,
    meaning: unscored === true ? undefined : meaning,
    forbidden,
    isDefault,
    inStyle: namePatterns[style].test(name),
    wellSized:
      words.length >= 1 && words.length <= 5 && name.length <= 80 && (name.match(wideLetters)?.length ?? 0) <= 16,
    noise: words.filter((word) => lookWords.has(word) && isForeign(word)),
    hasTwin,
  };
}

/** Ids of layers whose name a differing sibling has too. */
function findTwins(layers: readonly LabeledLayer[], names: ReadonlyMap<string, string>): Set<string> {
  const looksAt = new Map<string, Set<string>>();
  const placeOf = (layer: LabeledLayer): string => `${layer.parentId ?? ''}\n${names.get(layer.id) ?? ''}`;
  for (const layer of layers) {
    const looks = looksAt.get(placeOf(layer)) ?? new Set();
    looksAt.set(placeOf(layer), looks.add(layer.look));
  }
  return new Set(layers.filter((layer) => (looksAt.get(placeOf(layer))?.size ?? 0) > 1).map(({ id }) => id));
}

/** The means over a design's layers. */
export function summarizeNames(
  layers: readonly LabeledLayer[],
  scores: readonly NameScore[],
  style: NamingStyle,
): NameFigures {
  const known = scores.filter(({ meaning }) => meaning !== undefined);
  const share = (list: readonly NameScore[], has: (score: NameScore) => boolean): number =>
    mean(list.map((score) => (has(score) ? 1 : 0)));
  return {
    layers: scores.length,
    scored: known.length,
    meaning: mean(known.map(({ meaning }) => meaning ?? 0)),
    role: mean(known.map(({ role }) => role)),
    says: mean(known.flatMap(({ says }) => says ?? [])),
    forbidden: share(known, ({ forbidden }) => forbidden.length > 0),
    default: share(scores, ({ isDefault }) => isDefault),
    offStyle: share(scores, ({ inStyle }) => !inStyle),
    badLength: share(scores, ({ wellSized }) => !wellSized),
    twins: share(scores, ({ hasTwin }) => hasTwin),
    consistent: measureConsistency(layers, scores, style),
    noise: share(known, ({ noise }) => noise.length > 0),
  };
}

/** The score of 0 to 100: what names mean, less what each kind of fault costs. */
export function totalOf(figures: NameFigures): number {
  const { meaning, offStyle, badLength, twins, consistent, noise } = figures;
  return (
    100 *
    meaning *
    (1 - 0.3 * offStyle) *
    (1 - 0.2 * badLength) *
    (1 - 0.25 * twins) *
    (1 - 0.15 * (1 - consistent)) *
    (1 - 0.2 * noise)
  );
}

/** Of layers of one make (role and origin; two at least): the share that uses the make's commonest role word. */
function measureConsistency(layers: readonly LabeledLayer[], scores: readonly NameScore[], style: NamingStyle): number {
  const makes = new Map<string, string[]>();
  for (const [index, { label, origin }] of layers.entries()) {
    if (label.unscored === true || !origin) continue;
    const make = `${label.role?.[0]} ${origin.split('.').slice(0, 2).join('.')}`;
    makes.set(make, [...(makes.get(make) ?? []), roleWord(scores[index]?.name ?? '', label, style)]);
  }
  const groups = [...makes.values()].filter((used) => used.length > 1);
  const commonest = groups.map((used) => Math.max(...used.map((word) => used.filter((w) => w === word).length)));
  return groups.length === 0 ? 1 : sum(commonest) / sum(groups.map(({ length }) => length));
}

/** The word of a name that says what the layer is: its last, in Slash/Case its first. */
function roleWord(name: string, { role = [], near = [] }: Label, style: NamingStyle): string {
  const words = splitName(name);
  const ordered = style === 'Slash/Case' ? words : words.toReversed();
  const wanted = new Set([...role, ...near].map(stemWord));
  return stemWord(ordered.find((word) => wanted.has(stemWord(word))) ?? words.at(-1) ?? '');
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
