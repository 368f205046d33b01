import { Type } from '@sinclair/typebox';
import { TypeCompiler } from '@sinclair/typebox/compiler';
import type { NamingStyle } from '../schemas/rename.ts';
import { cleanName } from './clean-name.ts';

const numbered = TypeCompiler.Compile(Type.Object({ layer: Type.Integer(), name: Type.String() }));

/**
 * The names in a model's answer, by the layer's number (from 1), cleaned to the style. Entries that are no use are left
 * out: the caller sees which numbers are missing. Names are matched by number; a plain list of strings is taken in order
 * where its length fits.
 *
 * @param count layers that were asked for.
 */
export function readNames(content: string, count: number, style: NamingStyle): Map<number, string> {
  const names = new Map<number, string>();
  const list = namesOf(content);
  const plain = list.length === count && list.every((entry) => typeof entry === 'string');
  for (const [index, entry] of list.entries()) {
    const [number, answer] = plain
      ? [index + 1, entry as string]
      : numbered.Check(entry)
        ? [entry.layer, entry.name]
        : [0, ''];
    if (number < 1 || number > count || names.has(number)) continue;
    const name = cleanName(answer, style);
    if (name !== undefined) names.set(number, name);
  }
  return names;
}

/** The list in the answer, which may stand in a fence or between words; empty where there is none. */
function namesOf(content: string): readonly unknown[] {
  const start = content.indexOf('{');
  const end = content.lastIndexOf('}');
  if (start === -1 || end < start) return [];
  try {
    const answer = JSON.parse(content.slice(start, end + 1)) as { readonly names?: unknown };
    return Array.isArray(answer.names) ? answer.names : [];
  } catch {
    return [];
  }
}
