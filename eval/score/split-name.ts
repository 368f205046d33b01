/** Lower case without Latin accents: "Überblick" and "uberblick" are one word. Marks of other scripts stay. */
function foldWord(word: string): string {
  return word
    .normalize('NFD')
    .replace(/(?<=\p{Script=Latin})[\u0300-\u036f]+/gu, '')
    .normalize('NFC')
    .replaceAll('ß', 'ss')
    .toLowerCase();
}

/** The words of a name in any style: at gaps, at humps, and between Latin and Arabic, Japanese or Chinese letters. */
export function splitName(name: string): string[] {
  return name
    .replace(/[\u0600-\u06ff\u3040-\u9fff](?=[A-Za-z])|[A-Za-z](?=[\u0600-\u06ff\u3040-\u9fff])/g, '$& ')
    .replace(/(\p{Ll}|\p{N})(\p{Lu})/gu, '$1 $2')
    .replace(/(\p{Lu})(\p{Lu}\p{Ll})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}\p{M}]+/u)
    .filter((word) => word !== '')
    .map(foldWord);
}

/** The singular, near enough to compare with. */
export function stemWord(word: string): string {
  return word
    .replace(/ies$/, 'y')
    .replace(/(?<=..(?:s|x|z|ch|sh))es$/, '')
    .replace(/(?<=[^s]{3})s$/, '');
}

/**
 * Whether a name says a word: the word or its plural, two words that make it up ("nav bar"), a numbered word
 * ("image2"), part of a word in a script without spaces, or the end of a long compound ("kontostandkarte").
 *
 * @param words of a name, as {@link splitName} gives them
 */
export function saysWord(words: readonly string[], wanted: string): boolean {
  const word = foldWord(wanted);
  if (isForeign(word)) {
    return words.some(
      (other) => other.includes(word) || (other.length > 1 && isForeign(other) && word.includes(other)),
    );
  }
  const stem = stemWord(word);
  return words.some((other, index) => {
    const numbered = other.replace(/(?<=[a-z]{3})\d.*$/, '');
    const compound = word.length >= 4 && other.length > word.length + 2 && !/^[a-z]{1,9}$/.test(other);
    return (
      stemWord(other) === stem ||
      stemWord(numbered) === stem ||
      stemWord(other + (words[index + 1] ?? '')) === stem ||
      (compound && other.endsWith(word))
    );
  });
}

/** Has letters outside of Latin. */
function isForeign(word: string): boolean {
  return /[\u0250-\uffff]/.test(word);
}
