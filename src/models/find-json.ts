import { jsonrepair } from 'jsonrepair';
import { measureJson } from './measure-json.ts';
import { splitThinking } from './split-thinking.ts';

/** A JSON object or list found in a model's text. */
export interface FoundJson {
  readonly value: object;
  /** The part of the text it was read from, and whether that was not JSON as it came. */
  readonly source: string;
  readonly isRepaired: boolean;
  /** The text ended inside the value: what was being written at that moment is left out. */
  readonly isCutShort: boolean;
}

export interface FindJsonOptions {
  /**
   * Whether a value is one the caller can use: brackets in prose hold values too. `source` is its text as it came, and
   * `isMember` says that a quoted key stands before it: it is a part of a value that was not accepted.
   */
  readonly accept: (value: object, source: string, isMember: boolean) => boolean;
  /**
   * What survives in a value that is cut short: whole objects only (`object`: an instruction without its last field is
   * another instruction), or every whole member (`member`: a name is whole once a comma follows it).
   */
  readonly keep: 'object' | 'member';
}

/**
 * Five variants of a hundred instructions are 60 KB. Longer text is a runaway model, and repairing it would block
 * everything else.
 */
export const maxAnswerChars = 300_000;
/** Characters looked at, per character of the text: prose full of open brackets must not cost its length squared. */
const workPerChar = 12;
/** Brackets tried as a beginning: each costs a parse and a repair. */
const maxStarts = 3000;
/** An answer is JSON in a string at most this often: `"{\"names\": ...}"`. */
const maxUnwraps = 2;

/**
 * Finds the JSON values in a model's answer, in order: plain JSON, JSON in fences or between words, several values or
 * one a line, JSON with small faults (single quotes, trailing commas, comments), JSON encoded twice, and JSON that was
 * cut short.
 *
 * A thinking block (`<think>`) holds drafts: its values are returned only if the rest of the answer has none.
 * Never throws, and takes time linear in the length of the text; past {@link maxAnswerChars} it finds nothing.
 */
export function findJson(text: string, options: FindJsonOptions): FoundJson[] {
  if (text.length > maxAnswerChars) return [];
  if (isHtml(text)) return findJson(decodeHtml(text), options);
  const whole = parseNested(text);
  if (whole !== undefined && options.accept(whole, text, false))
    return [{ value: whole, source: text, isRepaired: false, isCutShort: false }];
  const { answer, thoughts } = splitThinking(text);
  const found = scan(answer, options);
  if (found.length > 0) return found;
  const narrow = toNarrow(answer);
  if (narrow !== answer) return scan(narrow, options);
  return scan(thoughts, options).filter(({ isCutShort }) => !isCutShort);
}

const beforeMark = '(?<=["”\'}\\]\\d]\\s{0,5}|\\b(?:true|false|null)\\s{0,5})';
const behindMark = '(?=\\s{0,20}(?:["“\'{[\\d}\\]-]|true|false|null))';
const wideColon = new RegExp(`${beforeMark}：${behindMark}`, 'g');
const wideComma = new RegExp(`${beforeMark}，${behindMark}`, 'g');

/** Full-width marks that stand for JSON's own, as Chinese models write them now and then: `{“names”：[...]}`. */
function toNarrow(text: string): string {
  return text.replace(wideColon, ':').replace(wideComma, ',');
}

/** JSON that went through a web page: `{&quot;names&quot;: ...}`. */
function isHtml(text: string): boolean {
  return !text.includes('"') && /[{[,]\s*&(?:quot|#34|#x22);/.test(text);
}

function decodeHtml(text: string): string {
  const plain = text.replace(/&(?:quot|#34|#x22);/g, '"').replace(/&(?:apos|#39|#x27);/g, "'");
  return plain.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** The object or list that a text holds, if it holds nothing else; JSON in a string is unwrapped. */
export function parseNested(text: string): object | undefined {
  let value: unknown = text.replace(/^\ufeff/, '');
  for (let unwraps = 0; unwraps <= maxUnwraps && typeof value === 'string'; unwraps += 1) value = tryParse(value);
  return typeof value === 'object' && value !== null ? value : undefined;
}

function scan(text: string, options: FindJsonOptions): FoundJson[] {
  const found = scanPlain(text, options);
  if (found.length > 0 || !/[[{,]\s*\\+"/.test(text)) return found;
  // Encoded twice without the outer quotes, or inside words: {\"names\": ...}.
  return scanPlain(text.replace(/\\{1,4}([nrt])/g, ' ').replace(/\\{1,4}(["/])/g, '$1'), options);
}

function scanPlain(text: string, options: FindJsonOptions): FoundJson[] {
  const found: FoundJson[] = [];
  const lastClose = Math.max(text.lastIndexOf('}'), text.lastIndexOf(']'));
  let work = text.length * workPerChar + 1000;
  const start = /[[{]/g;
  let starts = 0;
  for (let match = start.exec(text); match !== null && work > 0; match = start.exec(text)) {
    starts += 1;
    if (starts > maxStarts) break;
    const at = match.index;
    const extent = measureJson(text, at);
    work -= (extent.end ?? text.length) - at + 1;
    const keptEnd = options.keep === 'object' ? extent.lastObjectEnd : extent.lastMemberEnd;
    const end = extent.end === undefined ? keptEnd : extent.end + 1;
    if (end === undefined) continue;
    const isMember = /["'”]\s{0,9}:\s{0,9}$/.test(text.slice(Math.max(0, at - 20), at));
    const value = parse(text.slice(at, end), isMember, options);
    if (value !== undefined) {
      found.push({ ...value, isCutShort: extent.end === undefined });
      if (extent.end === undefined) break;
      start.lastIndex = end;
      continue;
    }
    // Quotes that JSON does not know mislead `measureJson`: a whole answer then ends at the last bracket.
    const isWhole = lastClose >= end && /^[\s`~]*$/.test(text.slice(lastClose + 1, lastClose + 50));
    if (extent.end !== undefined || options.keep === 'member' || !isWhole) continue;
    work -= lastClose - at;
    const astray = parse(text.slice(at, lastClose + 1), isMember, options);
    if (astray === undefined) continue;
    found.push({ ...astray, isCutShort: false });
    break;
  }
  return found;
}

function parse(source: string, isMember: boolean, options: FindJsonOptions): Omit<FoundJson, 'isCutShort'> | undefined {
  const plain = tryParse(source);
  const value = plain ?? tryRepair(source);
  if (typeof value !== 'object' || value === null || !options.accept(value, source, isMember)) return undefined;
  return { value, source, isRepaired: plain === undefined };
}

/** JSON with small faults, as a value; undefined if it cannot be repaired. */
export function repairJson(text: string): unknown {
  return tryParse(text) ?? tryRepair(text);
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** jsonrepair throws on what it cannot repair, and a RangeError on ten thousand open brackets. */
function tryRepair(text: string): unknown {
  try {
    return JSON.parse(jsonrepair(text));
  } catch {
    return undefined;
  }
}
