import { jsonrepair } from 'jsonrepair';
import { UnusableAnswer } from './unusable-answer.ts';

/** Five variants of a hundred instructions are 60 KB. Past this a model ran away, and mending it holds up all others. */
const MOST_CHARS = 300_000;
/** Prose before the JSON may hold brackets of its own; past a few the answer is prose. */
const MOST_STARTS = 8;

export interface ParsedAnswer {
  /** What stands for the list of variants; its entries are not checked yet. */
  readonly variants: readonly unknown[];
  /** The answer ended early: what was being written when it did was left out. */
  readonly isCutShort: boolean;
  /** The answer was no JSON as it came, and was mended. */
  readonly isMended: boolean;
}

/**
 * Finds the variants in a model's answer: plain JSON, JSON in a fence or behind words, JSON with small faults (single
 * quotes, trailing commas, comments), or JSON that was cut short, which keeps what was complete.
 *
 * @throws UnusableAnswer where there is no list of variants; its `fault` says what was found instead.
 */
export function parseAnswer(answer: string): ParsedAnswer {
  const text = answer.trim();
  if (text === '') throw new UnusableAnswer('it is empty');
  if (text.length > MOST_CHARS) throw new UnusableAnswer('it is far too long');
  const whole = listVariants(tryParse(text));
  if (whole !== undefined) {
    if (whole.length === 0) throw new UnusableAnswer('its list of variants is empty');
    return { variants: whole, isCutShort: false, isMended: false };
  }
  for (const start of findStarts(text)) {
    const { end, lastClosed } = scanJson(text, start);
    const isCutShort = end === undefined;
    if (isCutShort && lastClosed === undefined) continue;
    const candidate = text.slice(start, (end ?? lastClosed ?? start) + 1);
    // Quotes that are not JSON's lead the scan astray: then the last brace of all is where it ends.
    const variants =
      listVariants(tryParse(candidate) ?? tryRepair(candidate)) ??
      listVariants(tryRepair(text.slice(start, text.lastIndexOf('}') + 1)));
    if (variants !== undefined && variants.length > 0) return { variants, isCutShort, isMended: true };
  }
  throw new UnusableAnswer(/[[{]/.test(text) ? 'it is no JSON object with a list of "variants"' : 'it holds no JSON');
}

/** `{ "variants": [...] }`, a bare list, one variant alone, or a list with the one object in it. */
function listVariants(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) {
    // One level alone: a model may open a hundred thousand brackets, and the stack would end before they do.
    const only = value.length === 1 && !Array.isArray(value[0]) ? listVariants(value[0]) : undefined;
    return only ?? (value.length === 0 || value.some(isVariantLike) ? value : undefined);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { variants } = value as { variants?: unknown };
  if (Array.isArray(variants)) return variants;
  return isVariantLike(value) ? [value] : undefined;
}

function isVariantLike(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Array.isArray((value as { instructions?: unknown }).instructions)
  );
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** jsonrepair throws on what it cannot mend, and a RangeError on ten thousand open brackets. */
function tryRepair(text: string): unknown {
  try {
    return JSON.parse(jsonrepair(text));
  } catch {
    return undefined;
  }
}

/** Where the JSON may begin: at the object with the variants, else at the first few brackets. */
function findStarts(text: string): number[] {
  const starts = new Set<number>();
  const named = /\{\s*["']?variants["']?\s*:/.exec(text);
  if (named !== null) starts.add(named.index);
  for (const { index } of text.matchAll(/[[{]/g)) {
    if (starts.size >= MOST_STARTS) break;
    starts.add(index);
  }
  return [...starts];
}

/**
 * Follows the JSON that begins at `start`: `end` is where it closes, undefined where it never does; `lastClosed` is the
 * last `}` on the way, behind which everything is unfinished ("Get sta" must not become a button's text).
 */
function scanJson(text: string, start: number): { end: number | undefined; lastClosed: number | undefined } {
  let depth = 0;
  let isInString = false;
  let lastClosed: number | undefined;
  for (let index = start; index < text.length; index += 1) {
    const char = text[index];
    if (isInString) {
      if (char === '\\') index += 1;
      else if (char === '"') isInString = false;
    } else if (char === '"') isInString = true;
    else if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (char === '}') lastClosed = index;
      if (depth === 0) return { end: index, lastClosed };
    }
  }
  return { end: undefined, lastClosed };
}
