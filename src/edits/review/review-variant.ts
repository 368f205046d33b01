import type { VariantChecks } from '../../schemas/edits.ts';
import { bindTokens, CLOSE, EXACT } from './bind-tokens.ts';
import { dropIdle } from './drop-idle.ts';
import { dropImpossible } from './drop-impossible.ts';
import { evenOut } from './even-out.ts';
import { type Measured, measureVariant } from './measure-variant.ts';
import { repairContrast } from './repair-contrast.ts';
import { repairPlacement } from './repair-placement.ts';
import { repairWords } from './repair-words.ts';
import type { ReviewContext } from './review-context.ts';
import { settleMoves } from './settle-moves.ts';
import { settlePictures } from './settle-pictures.ts';
import type { Note, Reviewed, Step } from './step.ts';

export interface VariantReview extends Omit<Measured, 'checks'> {
  /** What can be applied as it is, in this order. */
  readonly steps: readonly Step[];
  /** The faults that are left, and how many were repaired. */
  readonly checks: VariantChecks;
  readonly notes: readonly Note[];
}

/**
 * Checks a variant on the frame's boxes and repairs what can be repaired without the model: removes instructions that
 * cannot be done or change nothing, settles moves in the tree, changes forgotten layers of a kind like the others,
 * takes back what collides, binds colors to tokens of the file, and gives letters a readable color.
 *
 * @param palette the variant's colors, `#rrggbb`
 */
export function reviewVariant(
  steps: readonly Step[],
  context: ReviewContext,
  palette: readonly string[],
): VariantReview {
  const stages: ((steps: readonly Step[]) => Reviewed)[] = [
    (current) => dropImpossible(current, context.tokens),
    settleMoves,
    (current) => settlePictures(current, context),
    (current) => evenOut(current, context),
    (current) => dropIdle(current, context),
    (current) => repairPlacement(current, context),
    (current) => bindTokens(current, context, CLOSE),
    (current) => repairWords(current, context, palette),
    (current) => repairContrast(current, context, palette),
    (current) => bindTokens(current, context, EXACT),
    // A color that was repaired may be the one that the text had before.
    (current) => dropIdle(current, context),
  ];
  const notes: Note[] = [];
  let current = steps;
  for (const stage of stages) {
    const reviewed = stage(current);
    current = reviewed.steps;
    notes.push(...reviewed.notes);
  }
  const { checks, ...measured } = measureVariant(current, context);
  const repaired = notes.filter(({ kind }) => kind !== 'token').length;
  return { ...measured, steps: current, notes, checks: { ...checks, repaired } };
}
