/**
 * Instructions of one variant, those that a review adds included. A designer applies a few dozen changes; five variants
 * of 500 are already a reply of 400 KB.
 */
export const MOST_INSTRUCTIONS = 500;
