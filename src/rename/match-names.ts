import type { NameEntry, NameList } from './collect-names.ts';

type Numbered = NameEntry & { readonly number: number };

/**
 * Decides which layers the names of an answer belong to. Lists are versions of the answer: the last one wins, layer by
 * layer.
 *
 * Never a wrong name: numbers from 0 are shifted only if they are exactly 0 to `count - 1`; if a number is out of range
 * or comes twice while layers are missing, the model may have miscounted, and what could be shifted is left out.
 *
 * @param count layers that were asked for, numbered from 1.
 */
export function matchNames(lists: readonly NameList[], count: number): ReadonlyMap<number, NameEntry> {
  const matched = new Map<number, NameEntry>();
  const conflicts = new Set<number>();
  for (const version of versionsOf(lists)) {
    for (const [number, entry] of matchVersion(version, count)) {
      const earlier = matched.get(number);
      if (earlier !== undefined && earlier.name !== entry.name) conflicts.add(number);
      matched.set(number, entry);
    }
  }
  // Two names for one layer and none for another: the second may belong to the other.
  if (matched.size < count) for (const number of conflicts) matched.delete(number);
  return matched.size > 0 ? matched : matchByOrder(lists, count);
}

/** Entries that come one by one (an object a line) are one version together. */
function versionsOf(lists: readonly NameList[]): Numbered[][] {
  const versions: Numbered[][] = [];
  let single: Numbered[] | undefined;
  for (const { entries } of lists) {
    const numbered = entries.filter((entry): entry is Numbered => entry.number !== undefined);
    if (numbered.length !== 1) {
      single = undefined;
      if (numbered.length > 0) versions.push(numbered);
    } else if (single === undefined) {
      single = [...numbered];
      versions.push(single);
    } else single.push(...numbered);
  }
  return versions;
}

function matchVersion(entries: readonly Numbered[], count: number): ReadonlyMap<number, NameEntry> {
  const all = new Set(entries.map(({ number }) => number));
  const least = Math.min(...all);
  const isFromZero = least === 0 && all.size === count && Math.max(...all) === count - 1;
  const isInRange = least >= 1 && Math.max(...all) <= count;
  const isComplete = least >= 1 && Array.from({ length: count }, (_, index) => all.has(index + 1)).every(Boolean);
  const matched = new Map<number, NameEntry>();
  if (!isFromZero && !isInRange && !isComplete) return matched;
  for (const entry of entries) {
    const number = isFromZero ? entry.number + 1 : entry.number;
    if (number > count) continue;
    const earlier = matched.get(number);
    if (earlier !== undefined && earlier.name !== entry.name && !isFromZero && !isComplete) break;
    matched.set(number, entry);
  }
  return matched;
}

/**
 * A list of bare strings goes by its order if its length fits; for one layer, one name without a number is its name.
 */
function matchByOrder(lists: readonly NameList[], count: number): ReadonlyMap<number, NameEntry> {
  const hasNumbers = lists.some(({ entries }) => entries.some(({ number }) => number !== undefined));
  const fitting = lists.filter(({ entries, isPlain }) => entries.length === count && (isPlain || count === 1));
  const last = fitting.at(-1);
  if (last === undefined || hasNumbers) return new Map();
  return new Map(last.entries.map((entry, index) => [index + 1, entry]));
}
