/** After this many layers a walk lets the editor draw: some 10 ms of reading in a real file. */
const LAYERS_BETWEEN_PAUSES = 400;

/** Lets everything else that waits have its turn. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}

/**
 * Visits every item, with a pause now and then, so that a selection of thousands of layers does not freeze the editor.
 *
 * @param isStale asked after each pause; once true, the rest is not visited
 * @returns false if it was stale
 */
export async function visitInTurns<Item>(
  items: Iterable<Item>,
  visit: (item: Item) => void,
  isStale: () => boolean = () => false,
): Promise<boolean> {
  let count = 0;
  for (const item of items) {
    visit(item);
    count += 1;
    if (count % LAYERS_BETWEEN_PAUSES === 0) {
      await pause();
      if (isStale()) return false;
    }
  }
  return true;
}
