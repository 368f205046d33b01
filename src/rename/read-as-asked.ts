import type { NameEntry } from './collect-names.ts';

const keys: ReadonlySet<string> = new Set(['layer', 'name', 'sure', 'shows']);

/**
 * Reads an answer in exactly the form that was asked for, with one entry for each layer: it is unambiguous, so it need
 * not be searched for names. Most answers are such, and this takes a fifth of the time.
 *
 * @param count layers that were asked for.
 * @returns undefined for any other answer.
 */
export function readAsAsked(content: string, count: number): ReadonlyMap<number, NameEntry> | undefined {
  if (!content.startsWith('{"names":[')) return undefined;
  const list = parseList(content);
  if (list?.length !== count) return undefined;
  const entries = new Map<number, NameEntry>();
  for (const item of list) {
    const entry = toEntry(item, count);
    if (entry !== undefined) entries.set(entry.number, entry);
  }
  return entries.size === count ? entries : undefined;
}

function parseList(content: string): readonly unknown[] | undefined {
  try {
    const value = JSON.parse(content) as { readonly names: unknown };
    return Object.keys(value).length === 1 && Array.isArray(value.names) ? value.names : undefined;
  } catch {
    return undefined;
  }
}

function toEntry(item: unknown, count: number): (NameEntry & { readonly number: number }) | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { layer, name, sure, shows } = item as Readonly<Record<string, unknown>>;
  if (typeof layer !== 'number' || !Number.isInteger(layer) || layer < 1 || layer > count) return undefined;
  if (typeof name !== 'string' || (sure !== undefined && typeof sure !== 'boolean')) return undefined;
  if (shows !== undefined && typeof shows !== 'string') return undefined;
  for (const key in item) if (!keys.has(key)) return undefined;
  return { number: layer, name, confidence: sure, shows };
}
