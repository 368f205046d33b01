import type { NamingStyle } from '../../../../src/schemas/rename.ts';
import type { LayerForRenaming, LayersForRenamingMessage } from '../../messages.ts';
import type { LayerToSend } from '../service/layer-to-send.ts';
import type { ServiceError } from '../service/service-error.ts';
import { createBatcher } from './create-batcher.ts';

export interface RunOptions {
  readonly id: string;
  readonly style: NamingStyle;
  /** Whether the rows on the list are this run's; else it names some of them once more. */
  readonly isFirst: boolean;
  /** Whether names that are known are not wanted. */
  readonly isFresh: boolean;
  /** Whether its names are applied without a review. */
  readonly isQuick: boolean;
}

/** A run under way. */
export interface Run extends RunOptions {
  readonly abort: AbortController;
  readonly waiting: Map<string, LayerForRenaming>;
  readonly requests: Promise<void>[];
  /** Who asks, and of which frame. */
  readonly from: Pick<LayersForRenamingMessage, 'userEmail' | 'userId' | 'frameName'>;
  /** The first error of any request: to show one is enough. */
  error: ServiceError | null;
  /** Takes the run's layers. */
  begin(message: LayersForRenamingMessage): void;
  /** Counts a layer that was exported. Returns a batch that is full; undefined leaves the layer out of all batches. */
  add(item: LayerToSend | undefined): LayerToSend[] | undefined;
  /** The last batch, which may be empty. */
  flush(): LayerToSend[];
}

/** Makes a run that waits for its layers, see `begin`. */
export function createRun(options: RunOptions): Run {
  let from: Run['from'] = { userEmail: '', userId: '', frameName: '' };
  let batcher = createBatcher(0);
  const waiting = new Map<string, LayerForRenaming>();
  return {
    ...options,
    abort: new AbortController(),
    waiting,
    requests: [],
    error: null,
    get from() {
      return from;
    },
    begin(message) {
      from = message;
      batcher = createBatcher(message.layers.length);
      for (const layer of message.layers) waiting.set(layer.id, layer);
    },
    add: (item) => (item === undefined ? undefined : batcher.add(item)),
    flush: () => batcher.flush(),
  };
}
