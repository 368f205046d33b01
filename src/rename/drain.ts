/** Works on all items at once, then on what each of them leaves, as soon as it is known, until nothing is left. */
export async function drain<Item>(
  items: readonly Item[],
  work: (item: Item) => Promise<readonly Item[]>,
): Promise<void> {
  await Promise.all(items.map(async (item) => drain(await work(item), work)));
}
