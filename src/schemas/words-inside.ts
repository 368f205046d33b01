/** How many of a frame's texts are enough to say what it is about. */
export const MOST_TEXTS_INSIDE = 12;
const LONGEST_OF_ONE_TEXT = 80;
const LONGEST_WORDS = 300;

/**
 * The `text` of a frame, group or instance: the first texts in it, joined by ` | ` and cut. The plugin, the service and
 * the evaluation make it by this one rule.
 *
 * @param texts in the order in which they are read; white space folded, none empty
 */
export function joinWordsInside(texts: readonly string[]): string {
  return texts
    .slice(0, MOST_TEXTS_INSIDE)
    .map((text) => text.slice(0, LONGEST_OF_ONE_TEXT))
    .join(' | ')
    .slice(0, LONGEST_WORDS);
}
