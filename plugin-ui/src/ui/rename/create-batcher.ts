import { bytesToSend, type LayerToSend } from '../service/layer-to-send.ts';

/**
 * The service takes 20 MB and 500 layers a request; 15 MB leaves room for a limit that was set lower. Of them 0.1 are for
 * what a request says besides its layers.
 */
const mostBytes = 14_900_000;
const mostLayers = 500;
/** Four requests of a run at most: the service allows ten a minute, to an office as to a designer. */
const mostBatches = 4;
/** Below this a run is one request: fifty layers are one round of the service's ten calls of five. */
const layersWorthSplitting = 60;

export interface Batcher {
  /**
   * Takes a layer that has been exported. Returns the batch that is now full, to be sent while the rest is exported;
   * else undefined.
   */
  add(item: LayerToSend): LayerToSend[] | undefined;
  /** The last batch, which may be empty, once there are no more layers. */
  flush(): LayerToSend[];
  /** Layers for which the run had no room: four full requests are on their way without them. */
  readonly leftOver: readonly LayerToSend[];
}

/** Divides a run of `total` layers into requests as their pictures come. */
export function createBatcher(total: number): Batcher {
  const wanted = Math.min(mostBatches, Math.ceil(total / layersWorthSplitting));
  const leftOver: LayerToSend[] = [];
  let batch: LayerToSend[] = [];
  let bytes = 0;
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
    bytes = 0;
    closed += 1;
    return full;
  }

  return {
    leftOver,
    add(item) {
      const size = bytesToSend(item);
      let full: LayerToSend[] | undefined;
      if (batch.length > 0 && bytes + size > mostBytes && closed < mostBatches) full = close();
      if (closed === mostBatches) {
        leftOver.push(item);
        return full;
      }
      batch.push(item);
      bytes += size;
      taken += 1;
      // The last batch is closed by `flush`: more may fit into it.
      if (full === undefined && closed < wanted - 1 && batch.length >= share()) full = close();
      return full;
    },
    flush: () => (closed < mostBatches ? close() : []),
  };
}
