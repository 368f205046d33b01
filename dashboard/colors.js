/** Colors by what they mean; dashboard.css has their values, light and dark. */
export const outcomeColors = {
  failed: '--failed',
  cancelled: '--cancelled',
  processing: '--processing',
};

/**
 * Four types of job have a color; there are two.
 *
 * @param {number} index of the type
 */
export const typeColor = (index) => `--type-${(index % 4) + 1}`;
