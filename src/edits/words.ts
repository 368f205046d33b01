/**
 * Words are compared without case, spaces and separators: `changeFill`, `change_fill` and `Change fill` are one word.
 */
export function squash(word: string): string {
  return word.toLowerCase().replace(/[^a-z0-9]/g, '');
}

/** A table of words, each entry written as words with spaces between them. */
export function splitWords<Key extends string>(
  table: Readonly<Record<Key, string>>,
): Readonly<Record<Key, readonly string[]>> {
  return Object.fromEntries(
    Object.entries<string>(table).map(([key, words]) => [key, words.split(' ')]),
  ) as unknown as Readonly<Record<Key, readonly string[]>>;
}
