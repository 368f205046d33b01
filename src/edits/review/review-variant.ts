import type { VariantChecks } from '../../schemas/edits.ts';
import { bindTokens, CLOSE, EXACT } from './bind-tokens.ts';
import { measureContrast } from './contrast.ts';
import { dropIdle } from './drop-idle.ts';
import { dropImpossible } from './drop-impossible.ts';
import { evenOut } from './even-out.ts';
import { measurePlacement } from './placement.ts';
import { isFailing, repairContrast } from './repair-contrast.ts';
import { repairPlacement } from './repair-placement.ts';
import type { ReviewContext } from './review-context.ts';
import { createScene, type Scene } from './scene.ts';
import { settleMoves } from './settle-moves.ts';
import { settlePictures } from './settle-pictures.ts';
import type { Note, Reviewed, Step } from './step.ts';
import { mapSurfaces, type SurfaceMap } from './surface-map.ts';

export interface VariantReview {
  /** What can be applied as it is, in this order. */
  readonly steps: readonly Step[];
  /** What is left of faults, and how many were repaired. */
  readonly checks: VariantChecks;
  readonly notes: readonly Note[];
  /** The frame with the variant applied. */
  readonly scene: Scene;
  /** What it looks like at thumbnail size, to compare it with the others. */
  readonly surfaces: SurfaceMap;
  /** Texts whose contrast was measured. */
  readonly textsMeasured: number;
}

/**
 * Checks a variant on the frame's boxes and repairs what can be repaired without the model: what cannot be done or
 * changes nothing goes, moves are settled in the tree, forgotten layers of a kind are changed like the others, what
 * collides is taken back, colors go to tokens of the file, and letters get a color that can be read.
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
  const scene = createScene(context.tree, current, context.tokens);
  const texts = measureContrast(scene, context.base);
  const { outside, overlaps, cutOff } = measurePlacement(scene, context);
  return {
    steps: current,
    notes,
    scene,
    surfaces: mapSurfaces(scene, context),
    textsMeasured: texts.length,
    checks: {
      contrastFailures: texts.filter(isFailing).length,
      outsideFrame: outside.length,
      overlaps: overlaps.length,
      cutOff: cutOff.length,
      withoutEffect: dropIdle(current, context).notes.length,
      repaired: notes.filter(({ kind }) => kind !== 'token').length,
    },
  };
}
