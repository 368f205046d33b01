import { findJson, maxAnswerChars } from '../models/find-json.ts';
import { splitThinking } from '../models/split-thinking.ts';
import type { NamingStyle } from '../schemas/rename.ts';
import { cleanName } from './clean-name.ts';
import { collectNames, type NameEntry, type NameList } from './collect-names.ts';
import { matchCurrentNames } from './match-current-names.ts';
import { matchNames } from './match-names.ts';
import { readAsAsked } from './read-as-asked.ts';
import { readElements } from './read-elements.ts';
import { readBareName, readNumberedLines } from './read-plain-names.ts';
import { readTableRows } from './read-table-rows.ts';
import { readYamlEntries } from './read-yaml-entries.ts';
import { tidyName } from './tidy-name.ts';

export interface NamesRead {
  /** Clean names in the style asked for, by the layer's number from 1. Layers without a usable name are missing. */
  readonly names: ReadonlyMap<number, string>;
  /** Layers whose name the model itself called uncertain. */
  readonly unsure: ReadonlySet<number>;
  /** What the model says that a layer's cell of a sheet shows, by the layer's number. */
  readonly shows: ReadonlyMap<number, string>;
  /**
   * A reason to ask again in smaller calls, names that came included: `sparse` if fewer than half of the layers were
   * named in an answer that is whole (some providers drop pictures without a word, and the names that came may belong
   * to any of them), `repeated` if one name stands for most of the layers.
   */
  readonly doubt: 'sparse' | 'repeated' | undefined;
  /** The name that stands for most of the layers, if one does. */
  readonly repeated: string | undefined;
}

export interface ReadNamesOptions {
  /** The model stopped at its output cap: text without JSON may then be half a name. */
  readonly isCutShort?: boolean;
  /** What the layers are called today, in their order. */
  readonly currentNames?: readonly string[];
}

/** With three layers, one name twice or one missing is nothing unusual. */
const minLayersForDoubt = 4;
const leastRepeats = 3;

/**
 * Reads the names in a model's answer, by the layer's number. Tolerant of form: see find-json.ts and collect-names.ts.
 * Strict about which layer a name belongs to: a name that could be another layer's is left out, and so is a name that
 * was cut off. Never throws, linear in the length of the answer.
 *
 * @param count layers that were asked for.
 */
export function readNames(
  content: string,
  count: number,
  style: NamingStyle,
  options: ReadNamesOptions = {},
): NamesRead {
  const names = new Map<number, string>();
  const unsure = new Set<number>();
  const shows = new Map<number, string>();
  for (const [number, { name, confidence, shows: shown }] of entriesOf(content, count, options)) {
    const tidied = tidyName(name, number, options.currentNames?.[number - 1]);
    const cleaned = tidied === undefined ? undefined : cleanName(tidied, style);
    if (cleaned === undefined) continue;
    names.set(number, cleaned);
    if (isLow(confidence)) unsure.add(number);
    if (typeof shown === 'string') shows.set(number, shown.slice(0, 200));
  }
  const repeated = findRepeated(names);
  const isSparse =
    count >= minLayersForDoubt && names.size > 0 && names.size * 2 < count && options.isCutShort !== true;
  const doubt = isSparse ? 'sparse' : repeated === undefined ? undefined : 'repeated';
  return { names, unsure, shows, doubt, repeated };
}

function entriesOf(
  content: string,
  count: number,
  { isCutShort = false, currentNames = [] }: ReadNamesOptions,
): ReadonlyMap<number, NameEntry> {
  const asAsked = readAsAsked(content, count);
  if (asAsked !== undefined) return asAsked;
  const found = findJson(content, { accept: isNames, keep: 'member' });
  const lists = found.flatMap(({ value, isRepaired, source }) => {
    const list = collectNames(value);
    if (list === undefined || !isRepaired) return list ?? [];
    if (isMangled(source)) return [];
    return { ...list, entries: list.entries.filter(({ name }) => isWhole(name, source)) };
  });
  const matched = matchNames(lists, count);
  if (matched.size > 0 || content.length > maxAnswerChars) return matched;
  const byName = findByCurrentNames(content, currentNames);
  if (byName !== undefined || lists.length > 0) return byName ?? matched;
  const { answer } = splitThinking(content);
  // Elements are closed. A list or a table that is cut short may end in half a name.
  const tagged = collectNames(readElements(answer));
  if (tagged !== undefined) return matchNames([tagged], count);
  for (const read of isCutShort ? [] : [readYamlEntries, readTableRows]) {
    const list = collectNames(read(answer));
    const rows = list?.entries.length === count ? matchNames([list], count) : undefined;
    if (rows !== undefined && rows.size > 0) return rows;
  }
  // The last line of an answer that is cut short may be half a name.
  const lines = readNumberedLines(isCutShort ? content.slice(0, content.lastIndexOf('\n') + 1) : content, count);
  if (lines.size > 0 || count > 1 || isCutShort) return lines;
  const bare = readBareName(content);
  return bare === undefined ? lines : new Map([[1, { number: 1, name: bare, confidence: undefined }]]);
}

function findByCurrentNames(
  content: string,
  currentNames: readonly string[],
): ReadonlyMap<number, NameEntry> | undefined {
  const accept = (value: object): boolean => matchCurrentNames(value, currentNames) !== undefined;
  const last = findJson(content, { accept, keep: 'member' }).at(-1);
  return last === undefined || last.isRepaired ? undefined : matchCurrentNames(last.value, currentNames);
}

/**
 * Words in brackets are not a list of names, `Here are [the] names`, and neither is a list inside an entry: its strings
 * are for one layer.
 */
function isNames(value: object, source: string, isMember: boolean): boolean {
  const list: NameList | undefined = collectNames(value);
  return list !== undefined && (!list.isPlain || (!(isMember && Array.isArray(value)) && /["'“”‘’`]/.test(source)));
}

/**
 * Whether the source of repaired JSON contains the whole name: in quotes, or bare between a colon and the end of its
 * member. A repair may cut a name at a comma, or join it with what follows.
 */
function isWhole(name: string, source: string): boolean {
  const quote = '["\'`“”‘’]';
  const forms = [...new Set([name, JSON.stringify(name).slice(1, -1)])].map((form) =>
    form.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'),
  );
  const text = `(?:${forms.join('|')})`;
  return new RegExp(`${quote}${text}${quote}|[:[,]\\s*${text}\\s*(?:[}\\]\n]|,\\s*${quote}?\\w+${quote}?\\s*:)`).test(
    source,
  );
}

/** A repair may also take a stray slash for a regular expression, and swallow members with it. */
function isMangled(source: string): boolean {
  return /[:,[{]\s*\/(?![/*])/.test(source);
}

/** `low`, `uncertain`, `false`, 0.2, 20 (of 100). */
function isLow(confidence: unknown): boolean {
  if (typeof confidence === 'string')
    return /^\s*(?:very )?(?:low|uncertain|unsure|no(?:ne)?|0?\.[0-4]\d*|[1-4]?\d ?%)\s*$/i.test(confidence);
  if (typeof confidence === 'number') return confidence <= 1 ? confidence < 0.5 : confidence > 10 && confidence < 50;
  return confidence === false;
}

function findRepeated(names: ReadonlyMap<number, string>): string | undefined {
  if (names.size < leastRepeats) return undefined;
  const times = new Map<string, number>();
  for (const name of names.values()) times.set(name, (times.get(name) ?? 0) + 1);
  return [...times].find(([, count]) => count >= leastRepeats && count * 2 > names.size)?.[0];
}
