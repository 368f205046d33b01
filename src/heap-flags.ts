/**
 * The heap may grow by this much before it is collected; the young generation keeps the 4 MiB that it has after loading
 * and is collected only when it is full. What all three cost and save is in docs/adr/0008.
 */
export const heapFlags: readonly string[] = [
  '--heap-growing-percent=90',
  '--semi-space-growth-factor=1',
  '--no-minor-gc-task',
];
