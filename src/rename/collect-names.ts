import { parseNested } from '../models/find-json.ts';
import { foldKey, valuesOf } from './answer-parts.ts';
import { readLayerNumber } from './layer-number.ts';

/** One name as the answer gives it, with its number if it has one. */
export interface NameEntry {
  readonly number: number | undefined;
  readonly name: string;
  readonly confidence: unknown;
  /** What the layer's cell of a sheet shows, as the model sees it. */
  readonly shows?: unknown;
}

export interface NameList {
  readonly entries: readonly NameEntry[];
  /** A list of bare strings: only their order says which layer they belong to. */
  readonly isPlain: boolean;
}

/** An answer in a wrapper in a wrapper is a mistake; deeper is an attack. */
const maxDepth = 6;
/** A call asks for 16 layers at most. */
const maxEntries = 500;

/** The names in one JSON value of an answer, under any of the known keys and wrappers; undefined if it has no names. */
export function collectNames(value: unknown, depth = 0): NameList | undefined {
  if (depth > maxDepth) return undefined;
  if (typeof value === 'string') {
    const nested = value.length > 1 && /^\s*[[{"]/.test(value) ? parseNested(value) : undefined;
    return nested === undefined ? undefined : collectNames(nested, depth + 1);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  return Array.isArray(value) ? fromList(value, depth) : fromObject(value, depth);
}

function fromList(list: readonly unknown[], depth: number): NameList | undefined {
  if (list.length === 0 || list.length > maxEntries) return undefined;
  if (list.every((item) => typeof item === 'string')) {
    const entries = list.map(numberedText);
    if (entries.every((entry) => entry !== undefined)) return { entries, isPlain: false };
    if (list.some((item) => foldKey(item) === '')) return undefined;
    return { entries: list.map((name) => ({ number: undefined, name, confidence: undefined })), isPlain: true };
  }
  const entries = list.flatMap((item) => numberedEntry(item) ?? fromMap(item) ?? toEntry(item) ?? []);
  if (entries.length > 0) return { entries, isPlain: false };
  // [[...]], [{"names": [...]}]
  const nested = list.flatMap((item) => collectNames(item, depth + 1) ?? []);
  const first = nested[0];
  if (first === undefined || nested.length === 1) return first;
  if (nested.some(({ isPlain }) => isPlain)) return undefined;
  return { entries: nested.flatMap((part) => part.entries), isPlain: false };
}

function fromObject(object: object, depth: number): NameList | undefined {
  const parallel = fromParallelLists(object);
  if (parallel !== undefined) return parallel;
  const entry = toEntry(object);
  if (entry?.number !== undefined) return { entries: [entry], isPlain: false };
  const map = fromMap(object);
  if (map !== undefined) return { entries: map, isPlain: false };
  for (const value of valuesOf(object, 'list')) {
    const found = typeof value === 'object' || typeof value === 'string' ? collectNames(value, depth + 1) : undefined;
    if (found !== undefined) return found;
  }
  return entry === undefined ? undefined : { entries: [entry], isPlain: false };
}

/** `{"1": "header", "2": {"name": "footer"}}`, also with keys such as `layer_1`. */
function fromMap(object: unknown): NameEntry[] | undefined {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) return undefined;
  const entries: NameEntry[] = [];
  for (const [key, value] of Object.entries(object).slice(0, maxEntries)) {
    // Words ("first", "n") are keys like any other.
    const number = /\d/.test(key) ? readLayerNumber(key) : undefined;
    if (number === undefined) continue;
    const nested = isRecord(value) ? toEntry({ number, ...value }) : toEntry({ number, name: value });
    const name = nested?.name;
    if (name !== undefined) entries.push({ number, name, confidence: nested?.confidence });
  }
  return entries.length === 0 ? undefined : entries;
}

/** `{"layers": [2, 1], "names": ["footer", "header"]}`: the numbers say which layers the names belong to. */
function fromParallelLists(object: object): NameList | undefined {
  const lists = [...valuesOf(object, 'number'), ...valuesOf(object, 'list')].filter(isList);
  const numbers = lists.find((list) => list.every((item) => readLayerNumber(item) !== undefined));
  const candidates = [...valuesOf(object, 'name'), ...valuesOf(object, 'list')].filter(isList);
  const names = candidates.find((list) => list !== numbers && list.every((item) => typeof item === 'string'));
  if (numbers === undefined || names === undefined || numbers.length !== names.length) return undefined;
  const entries = names.map((name, index) => ({
    number: readLayerNumber(numbers[index]),
    name: name as string,
    confidence: undefined,
  }));
  return { entries, isPlain: false };
}

/** An object or a pair that gives one name; undefined without a name. */
function toEntry(item: unknown): NameEntry | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  if (Array.isArray(item)) {
    const [number, name] = item as unknown[];
    const read = typeof number === 'number' ? readLayerNumber(number) : undefined;
    if (item.length !== 2 || read === undefined || typeof name !== 'string') return undefined;
    return { number: read, name, confidence: undefined };
  }
  // A function call has a name too: only its arguments count.
  if (Object.keys(item).some((key) => /^(?:arguments|args|parameters|params|input|function)$/i.test(key)))
    return undefined;
  const name = nameOf(item);
  if (name === undefined) return undefined;
  const [confidence] = valuesOf(item, 'confidence');
  return { number: numberOf(item, name), name, confidence, shows: valuesOf(item, 'shows')[0] };
}

/**
 * The name as a text, in an object (`{"name": {"value": "header"}}`), or as the first of several for the layer. Only an
 * entry with a number has several: without, a list of names is one for each layer.
 */
function nameOf(item: object): string | undefined {
  const values = valuesOf(item, 'name');
  const plain =
    values.find(isName) ?? values.flatMap((value) => (isRecord(value) ? valuesOf(value, 'name') : [])).find(isName);
  if (plain !== undefined) return plain;
  const several = [...values, ...valuesOf(item, 'candidates')].find(
    (value): value is string[] => isList(value) && value.every(isName),
  );
  return several === undefined || numberOf(item, '') === undefined ? undefined : several[0];
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && !isJsonLike(value);
}

function isRecord(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An answer in a string is not a name: `{"type": "text", "text": "{\"names\": ..."}`. */
function isJsonLike(text: string): boolean {
  return /^\s*(?:```\w*\s*)?[[{]\s*["'{[]/.test(text);
}

function isList(value: unknown): value is unknown[] {
  return Array.isArray(value) && value.length > 0;
}

function numberedEntry(item: unknown): NameEntry | undefined {
  const entry = toEntry(item);
  return entry?.number === undefined ? undefined : entry;
}

/**
 * The number of an entry. A plain number goes before a text: in `{"layer": "Layer 4", "number": 1}` the text is what
 * the layer is called today.
 */
function numberOf(item: object, name: string): number | undefined {
  const values = valuesOf(item, 'number').filter((value) => value !== name);
  const plain = values.find(
    (value) => typeof value === 'number' || (typeof value === 'string' && /^\s*\d+\s*$/.test(value)),
  );
  if (plain !== undefined) return readLayerNumber(plain);
  for (const value of values) {
    const number = readLayerNumber(value) ?? nestedNumber(value);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** `{"layer": {"number": 1}}` */
function nestedNumber(value: unknown): number | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return valuesOf(value, 'number')
    .map(readLayerNumber)
    .find((number) => number !== undefined);
}

/** `Layer 2: footer_link`, `2. footer_link`, `| 2 | footer_link |`. */
export function numberedText(text: string): NameEntry | undefined {
  if (text.length > 200) return undefined;
  const line = text.trim().replace(/^[-*|>\s]+|[|\s]+$/g, '');
  const [, digits, rest] =
    /^(?:\**layer[\s_]*)?[#([]?(\d{1,3})[\])]?\**\s*(?:[:.)=|,\t–—-]|->|→|=>)+\s*(?!\d)(\S.*)$/i.exec(line) ?? [];
  if (digits === undefined || rest === undefined) return undefined;
  const name = rest.replace(/^[\s"'`*“”]+|[\s"'`*“”,;]+$/g, '');
  return foldKey(name) === '' ? undefined : { number: Number(digits), name, confidence: undefined };
}
