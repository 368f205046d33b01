import type { NamingStyle } from '../schemas/rename.ts';

const maxWords = 5;
const maxLength = 80;
/** A name that is already clean, as most answers are. */
const isSnakeCase = /^[a-z0-9]+(?:_[a-z0-9]+){0,4}$/;

/**
 * A model's answer as a layer's name in the style asked for: 1 to 5 words, at most 80 characters, letters and digits of
 * any script kept, everything else (controls, marks of direction, emoji, punctuation) taken as a gap between words.
 *
 * @returns undefined if nothing is left.
 */
export function cleanName(answer: string, style: NamingStyle): string | undefined {
  if (style === 'snake_case' && isSnakeCase.test(answer) && answer.length <= maxLength) return answer;
  const parts = answer
    .slice(0, 400)
    .normalize('NFC')
    .split('/')
    .map(wordsOf)
    .filter((words) => words.length > 0);
  let words = parts.flat().slice(0, maxWords);
  while (words.length > 0) {
    const name = style === 'Slash/Case' ? slashCase(parts, words.length) : join[style](words);
    if (name.length <= maxLength) return name;
    if (words.length === 1) return cut(name);
    words = words.slice(0, -1);
  }
  return undefined;
}

/** Anything but small letters, digits and gaps of ASCII. */
const hasHumps = /[^a-z0-9 _/-]/;

/** Words at gaps and at the humps of camelCase and HTTPServer. An apostrophe is part of its word. */
export function wordsOf(text: string): string[] {
  if (!hasHumps.test(text)) return text.match(/[a-z0-9]+/g) ?? [];
  return (
    text
      .replace(/['’](?=\p{L})/gu, '')
      .replace(/(\p{Ll}|\p{N})(?=\p{Lu})/gu, '$1 ')
      .replace(/(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$1 ')
      .match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  ).map((word) => word.toLowerCase());
}

const join: Record<Exclude<NamingStyle, 'Slash/Case'>, (words: readonly string[]) => string> = {
  snake_case: (words) => words.join('_'),
  'kebab-case': (words) => words.join('-'),
  camelCase: (words) => words.map((word, index) => (index === 0 ? word : capitalize(word))).join(''),
  PascalCase: (words) => words.map(capitalize).join(''),
  'Title Case': (words) => words.map(capitalize).join(' '),
};

/** "Button/Submit": the parts as the model made them; without a slash the last word, which says what it is, leads. */
function slashCase(parts: readonly (readonly string[])[], wordCount: number): string {
  const titled = join['Title Case'];
  if (parts.length === 1) {
    const words = (parts[0] as readonly string[]).slice(0, wordCount);
    const kind = words.at(-1) as string;
    return words.length === 1 ? titled(words) : `${titled([kind])}/${titled(words.slice(0, -1))}`;
  }
  let left = wordCount;
  const kept: string[] = [];
  for (const part of parts) {
    const words = part.slice(0, left);
    left -= words.length;
    if (words.length > 0) kept.push(titled(words));
  }
  return kept.join('/');
}

function capitalize(word: string): string {
  const [first = ''] = word;
  return first.toUpperCase() + word.slice(first.length);
}

/** Never through a surrogate pair. */
function cut(name: string): string {
  let length = 0;
  for (const letter of name) {
    if (length + letter.length > maxLength) break;
    length += letter.length;
  }
  return name.slice(0, length);
}
