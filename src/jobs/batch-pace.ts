/** How large the next batch may be, and how long to wait after a failed one. */
export type BatchPace = {
  /** Records of the next batch at most. */
  readonly maxRecords: number;
  readonly failuresInARow: number;
  succeeded(): void;
  /** @param isSlow the server ran out of time: the next batches are smaller. @returns milliseconds to wait */
  failed(isSlow: boolean): number;
};

/** @param retryDelaysMs the first wait and the longest; each is twice the one before */
export function createBatchPace(maxRecords: number, retryDelaysMs: readonly [number, number]): BatchPace {
  const [firstMs, longestMs] = retryDelaysMs;
  let records = maxRecords;
  let failuresInARow = 0;
  return {
    get maxRecords() {
      return records;
    },
    get failuresInARow() {
      return failuresInARow;
    },
    succeeded() {
      failuresInARow = 0;
      records = Math.min(maxRecords, records * 2);
    },
    failed(isSlow) {
      failuresInARow += 1;
      if (isSlow) records = Math.max(1, Math.floor(records / 2));
      return Math.min(longestMs, firstMs * 2 ** (failuresInARow - 1));
    },
  };
}
