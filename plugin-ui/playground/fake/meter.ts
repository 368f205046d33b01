/**
 * What reading costs in Figma: each property crosses from the sandbox into the editor. Microseconds, of the order that
 * plugin authors measure in real files; the point is the count, which is the same everywhere.
 */
const READ_US = 3;
const NODE_US = 1;
/** A search inside the editor looks at a layer without leaving it. */
const SEARCHED_US = 0.1;

/** Counts what the plugin reads, by turns of the event loop: a turn holds up the editor as long as it lasts. */
export interface Meter {
  readProperty(): void;
  /** Nodes that were handed to the plugin at once, by `children` or a search through so many layers. */
  handOut(nodes: number, searched?: number): void;
  readonly reads: number;
  readonly totalMs: number;
  readonly longestTurnMs: number;
  reset(): void;
}

/**
 * @param budgetMs a turn that reads for longer throws, so that a test shows where
 */
export function createMeter(budgetMs = Number.POSITIVE_INFINITY): Meter {
  let reads = 0;
  let totalUs = 0;
  let turnUs = 0;
  let longestUs = 0;
  let isCounting = false;

  function spend(us: number): void {
    totalUs += us;
    turnUs += us;
    longestUs = Math.max(longestUs, turnUs);
    if (!isCounting) {
      isCounting = true;
      setTimeout(() => {
        isCounting = false;
        turnUs = 0;
      }, 0);
    }
    if (turnUs > budgetMs * 1000) throw new Error(`The plugin has read for more than ${budgetMs} ms in one turn`);
  }

  return {
    readProperty() {
      reads += 1;
      spend(READ_US);
    },
    handOut: (nodes, searched = 0) => spend(nodes * NODE_US + searched * SEARCHED_US),
    get reads() {
      return reads;
    },
    get totalMs() {
      return totalUs / 1000;
    },
    get longestTurnMs() {
      return longestUs / 1000;
    },
    reset() {
      reads = 0;
      totalUs = 0;
      longestUs = 0;
    },
  };
}
