import type { EditInstruction } from '../../schemas/edit-instruction.ts';
import type { LayerNode } from '../layer-tree.ts';

/** An instruction with the layer that it is about. */
export interface Step {
  readonly instruction: EditInstruction;
  readonly node: LayerNode;
}

/** Steps after a stage of the review, and what the stage did, one reason for each instruction changed or left out. */
export interface Reviewed {
  readonly steps: readonly Step[];
  readonly notes: readonly Note[];
}

/** What was done to a variant, for its figures and the report. */
export interface Note {
  /** `drop`: left out; `repair`: changed or added so that a fault is gone; `token`: a color became a token. */
  readonly kind: 'drop' | 'repair' | 'token';
  /** In plain words, the same for similar cases, so that they can be counted. */
  readonly reason: string;
}
