import type { LayerToSend } from '../service/layer-to-send.ts';

/** The service's most for one request. */
const mostLayers = 500;
/** Four requests of a run at most: the service allows ten a minute, to an office as to a designer. */
const mostBatches = 4;
/** Below this a run is one request: its layers share sheets, and one round of the service's calls names them. */
const layersWorthSplitting = 60;

export interface Batcher {
  /**
   * Takes a layer that has been exported. Returns the batch that is now full, to be sent while the rest is exported;
   * else undefined.
   */
  add(item: LayerToSend): LayerToSend[] | undefined;
  /** The last batch, which may be empty, once there are no more layers. */
  flush(): LayerToSend[];
}

/**
 * Divides a run of `total` layers, 2,000 at most, into requests as their pictures come. A layer goes with the sheet
 * that shows it, so sheets are made batch by batch.
 */
export function createBatcher(total: number): Batcher {
  const wanted = Math.min(mostBatches, Math.ceil(total / layersWorthSplitting));
  let batch: LayerToSend[] = [];
  let taken = 0;
  let closed = 0;

  /** How many layers the open batch is to have, so that those to come are shared evenly. */
  function share(): number {
    const before = taken - batch.length;
    return Math.min(mostLayers, Math.ceil((total - before) / Math.max(1, wanted - closed)));
  }

  function close(): LayerToSend[] {
    const full = batch;
    batch = [];
    closed += 1;
    return full;
  }

  return {
    add(item) {
      batch.push(item);
      taken += 1;
      // The last batch is closed by `flush`.
      return closed < wanted - 1 && batch.length >= share() ? close() : undefined;
    },
    flush: close,
  };
}
