import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import type { Run } from './make-variant.ts';

/** A variant that stands, or stood, beside its frame. */
export interface Variant {
  run: Run;
  instructions: readonly EditInstruction[];
  cloneId: string;
  /** The layers that wait for pictures, by the place of the instruction. */
  waiting: Map<number, string>;
  /** Hashes of the pictures that were placed. */
  images: Map<number, string>;
}
