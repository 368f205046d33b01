import type { EditInstruction } from '../schemas/edit-instruction.ts';
import type { EditVariant } from '../schemas/edits.ts';
import type { PictureCall } from './build-picture-call.ts';

/** The variants as they are shown. */
export interface ReviewedAnswer {
  readonly variants: readonly EditVariant[];
  /** What was left out, repaired or replaced, a sentence each. */
  readonly warnings: readonly string[];
  /** What is asked for the picture of each generateImage instruction. */
  readonly pictureCalls: ReadonlyMap<EditInstruction, PictureCall>;
}
