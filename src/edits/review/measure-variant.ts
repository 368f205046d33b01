import type { VariantChecks } from '../../schemas/edits.ts';
import { isFailing, measureContrast } from './contrast.ts';
import { dropIdle } from './drop-idle.ts';
import { dropImpossible } from './drop-impossible.ts';
import { measurePlacement } from './placement.ts';
import type { ReviewContext } from './review-context.ts';
import { createScene, type Scene } from './scene.ts';
import type { Step } from './step.ts';
import { mapSurfaces, type SurfaceMap } from './surface-map.ts';
import { measureWords } from './words.ts';

/** What a variant does to the frame's boxes. */
export interface Measured {
  /** The frame with the variant applied. */
  readonly scene: Scene;
  readonly checks: Omit<VariantChecks, 'repaired'>;
  /** Texts whose contrast could be measured. */
  readonly textsMeasured: number;
  /** What it looks like at thumbnail size, to compare it with others. */
  readonly surfaces: SurfaceMap;
}

/** Measures a variant without repairing it. */
export function measureVariant(steps: readonly Step[], context: ReviewContext): Measured {
  const scene = createScene(context.tree, steps, context.tokens);
  const texts = measureContrast(scene, context.base);
  const { outside, overlaps, cutOff } = measurePlacement(scene, context);
  const words = measureWords(scene, context);
  const possible = dropImpossible(steps, context.tokens);
  return {
    scene,
    textsMeasured: texts.length + words.length,
    surfaces: mapSurfaces(scene, context),
    checks: {
      contrastFailures: texts.filter(isFailing).length + words.filter(isFailing).length,
      outsideFrame: outside.length,
      overlaps: overlaps.length,
      cutOff: cutOff.length,
      withoutEffect: possible.notes.length + dropIdle(possible.steps, context).notes.length,
    },
  };
}
