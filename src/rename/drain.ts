/**
 * Works on items, then on what each of them leaves, until nothing is left.
 *
 * @param most items at work at once: those that wait cost nothing.
 * @throws what `work` throws first; other work that has begun goes on.
 */
export function drain<Item>(
  items: readonly Item[],
  most: number,
  work: (item: Item) => Promise<readonly Item[]>,
): Promise<void> {
  const waiting = [...items];
  let running = 0;
  return new Promise((resolve, reject) => {
    const ended = (left: readonly Item[]): void => {
      running -= 1;
      waiting.push(...left);
      goOn();
    };
    const goOn = (): void => {
      while (running < most && waiting.length > 0) {
        running += 1;
        work(waiting.shift() as Item).then(ended, reject);
      }
      if (running === 0) resolve();
    };
    goOn();
  });
}
