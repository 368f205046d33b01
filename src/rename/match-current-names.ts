import { foldKey, valuesOf } from './answer-parts.ts';
import type { NameEntry } from './collect-names.ts';

/** Keys under which models repeat what a layer is called today. */
const currentKeys: ReadonlySet<string> = new Set(
  'currentname current oldname old from original originalname before layer layername name id'.split(' '),
);
const maxDepth = 4;

/**
 * Reads names that stand beside the layers' current names instead of their numbers: `{"Frame 12": "header"}`,
 * `[{"old": "Frame 12", "new": "header"}]`. Only if every entry repeats exactly one of the names, no two layers have the
 * same, and no layer is named twice: else a name could be another layer's.
 *
 * @param currentNames of the layers that were asked for, in their order.
 */
export function matchCurrentNames(
  value: unknown,
  currentNames: readonly string[],
  depth = 0,
): ReadonlyMap<number, NameEntry> | undefined {
  if (typeof value !== 'object' || value === null || depth > maxDepth) return undefined;
  if (new Set(currentNames).size < currentNames.length) return undefined;
  const pairs = Array.isArray(value)
    ? value.map(pairIn)
    : Object.entries(value).map(([key, name]) => pairOf(key, name));
  const matched = new Map<number, NameEntry>();
  for (const pair of pairs) {
    const number = pair === undefined ? 0 : currentNames.indexOf(pair.current) + 1;
    if (pair !== undefined && number > 0 && !matched.has(number))
      matched.set(number, { number, name: pair.name, confidence: pair.confidence });
  }
  if (matched.size > 0) return matched.size === pairs.length ? matched : undefined;
  if (Array.isArray(value)) return undefined;
  for (const inner of valuesOf(value, 'list')) {
    const found = matchCurrentNames(inner, currentNames, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

interface Pair {
  readonly current: string;
  readonly name: string;
  readonly confidence: unknown;
}

function pairOf(current: string, value: unknown): Pair | undefined {
  if (typeof value === 'string') return { current, name: value, confidence: undefined };
  if (typeof value !== 'object' || value === null) return undefined;
  const name = valuesOf(value, 'name').find((one) => typeof one === 'string' && one !== current);
  return typeof name === 'string' ? { current, name, confidence: valuesOf(value, 'confidence')[0] } : undefined;
}

function pairIn(entry: unknown): Pair | undefined {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return undefined;
  const [, current] =
    Object.entries(entry).find(([key, value]) => currentKeys.has(foldKey(key)) && typeof value === 'string') ?? [];
  return typeof current === 'string' ? pairOf(current, entry) : undefined;
}
