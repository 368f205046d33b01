import type { KeptReason, RenameEvent, RenameLayer } from '../schemas/rename.ts';
import { type LayerGroup, releasePictures } from './group-layers.ts';

type Result =
  | { readonly newName: string; readonly status: 'renamed'; readonly confidence: 'high' | 'low' }
  | { readonly status: 'kept'; readonly reason: KeptReason };

/** Counts what is settled of a job, emits it layer by layer, and releases its pictures. */
export class LayerSettler {
  readonly #layers: readonly RenameLayer[];
  readonly #emit: (event: RenameEvent) => void;
  /** Whether nothing more should be emitted. */
  readonly #isOver: () => boolean;
  readonly keptFor = new Set<KeptReason>();
  renamed = 0;
  #done = 0;

  constructor(layers: readonly RenameLayer[], emit: (event: RenameEvent) => void, isOver: () => boolean) {
    this.#layers = layers;
    this.#emit = emit;
    this.#isOver = isOver;
  }

  rename(group: LayerGroup, newName: string, confidence: 'high' | 'low'): void {
    this.renamed += group.indices.length;
    this.#settle(group, { newName, status: 'renamed', confidence });
  }

  keep(group: LayerGroup, reason: KeptReason): void {
    this.keptFor.add(reason);
    this.#settle(group, { status: 'kept', reason });
  }

  #settle(group: LayerGroup, result: Result): void {
    releasePictures(group);
    if (this.#isOver() && this.renamed === 0) return;
    for (const index of group.indices) {
      const layer = this.#layers[index];
      if (layer === undefined) continue;
      this.#done += 1;
      const { id, currentName } = layer;
      const total = this.#layers.length;
      this.#emit({ type: 'layer', id, newName: currentName, ...result, done: this.#done, total });
    }
  }
}
