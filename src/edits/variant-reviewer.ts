import type { EditInstruction } from '../schemas/edit-instruction.ts';
import type { EditLayer, EditVariant, GenerateEditsRequest } from '../schemas/edits.ts';
import { buildPictureCall, type PictureCall } from './build-picture-call.ts';
import type { LayerTree } from './layer-tree.ts';
import { describeInstruction } from './readable-instructions.ts';
import { createReviewContext } from './review/review-context.ts';
import { reviewVariant, type VariantReview } from './review/review-variant.ts';
import type { Note, Step } from './review/step.ts';
import { compareMaps, type SurfaceMap } from './review/surface-map.ts';
import { textsOver } from './review/texts-over.ts';

export interface ReviewedVariant {
  readonly variant: EditVariant;
  /** The layer that each instruction is about. */
  readonly layerOf: ReadonlyMap<EditInstruction, EditLayer>;
  /** What is asked for each picture that the variant wants. */
  readonly pictureCalls: ReadonlyMap<EditInstruction, PictureCall>;
  /** What was repaired or left out, and the faults that are left; undefined if nothing was found. */
  readonly warning: string | undefined;
  /** Why the variant should not be shown, in words to send to the model; undefined if it is good. */
  readonly fault: string | undefined;
}

export interface VariantReviewer {
  /** Checks and repairs a variant; it is compared with those that were kept before. */
  review(variant: EditVariant, layerOf: ReadonlyMap<EditInstruction, EditLayer>): ReviewedVariant;
  /** The variant is shown: later ones must differ from it. */
  keep(reviewed: ReviewedVariant): void;
}

/** A variant with more texts that cannot be read than this share, and more than two, is not shown. */
const MOST_UNREADABLE = 0.1;
const MOST_COLLISIONS = 3;
/** Two variants whose surfaces are nearer than this look the same at thumbnail size; OKLab. */
const ALIKE = 0.02;
/** A variant of a few changes says too little to be compared or to be judged by what was dropped. */
const FEW = 6;
/** The same kind of repair over and over says nothing new after the fourth. */
const MOST_REASONS = 4;

/** Reviews the variants of one request, one after the other. */
export function createVariantReviewer(request: GenerateEditsRequest, tree: LayerTree): VariantReviewer {
  const context = createReviewContext(request, tree);
  const maps = new Map<ReviewedVariant, SurfaceMap>();
  const kept: { theme: string; map: SurfaceMap }[] = [];

  return {
    review(variant, layerOf) {
      const steps = variant.instructions.flatMap((instruction): Step[] => {
        const layer = layerOf.get(instruction);
        const node = layer === undefined ? undefined : tree.nodeOf(layer);
        return node === undefined ? [] : [{ instruction, node }];
      });
      const review = reviewVariant(steps, context, variant.palette ?? []);
      const instructions = review.steps.map(({ instruction }) => instruction);
      const twin = kept.find(({ map }) => steps.length >= FEW && compareMaps(map, review.surfaces) < ALIKE);
      const reviewed: ReviewedVariant = {
        variant: {
          ...variant,
          instructions,
          readableInstructions: instructions.map(describeInstruction),
          checks: review.checks,
        },
        layerOf: new Map(review.steps.map(({ instruction, node }) => [instruction, node.layer])),
        pictureCalls: new Map(review.steps.flatMap((step) => pictureCallOf(step, variant, review, request))),
        warning: describeReview(variant.variantIndex, review),
        fault: faultOf(review, steps.length, twin?.theme),
      };
      maps.set(reviewed, review.surfaces);
      return reviewed;
    },
    keep(reviewed) {
      kept.push({ theme: reviewed.variant.theme, map: maps.get(reviewed) ?? [] });
    },
  };
}

function pictureCallOf(
  { instruction, node }: Step,
  variant: EditVariant,
  { scene }: VariantReview,
  { frameWidth, frameHeight }: GenerateEditsRequest,
): [EditInstruction, PictureCall][] {
  if (instruction.action !== 'generateImage') return [];
  const look = scene.lookOf(node);
  const over = textsOver(scene, look).map(({ ink, look: text }) => ({
    ink,
    x: text.x + text.width / 2,
    y: text.y + text.height / 2,
  }));
  const layer = { ...node.layer, x: look.x, y: look.y, width: look.width, height: look.height };
  const frame = { width: frameWidth, height: frameHeight };
  return [[instruction, buildPictureCall(instruction.imagePrompt, layer, { frame, variant, textsOver: over })]];
}

function faultOf(
  { checks, steps, notes, textsMeasured }: VariantReview,
  given: number,
  twin?: string,
): string | undefined {
  const { contrastFailures, outsideFrame, overlaps, cutOff = 0 } = checks;
  if (contrastFailures > Math.max(2, MOST_UNREADABLE * textsMeasured)) {
    return `${contrastFailures} of ${textsMeasured} texts cannot be read on what lies behind them`;
  }
  const collisions = outsideFrame + overlaps + cutOff;
  if (collisions > MOST_COLLISIONS) return `${collisions} layers collide, are cut off or leave the frame`;
  if (given >= FEW && steps.length < given / 2) {
    const reasons = new Set(notes.filter(({ kind }) => kind === 'drop').map(({ reason }) => reason));
    return `most instructions could not be used: ${[...reasons].slice(0, MOST_REASONS).join('; ')}`;
  }
  return twin === undefined ? undefined : `it looks like "${twin}"`;
}

/** One sentence for each kind of repair and of fault. */
function describeReview(variantIndex: number, { notes, checks }: VariantReview): string | undefined {
  const { contrastFailures, outsideFrame, overlaps, cutOff = 0 } = checks;
  const left = [
    ...(contrastFailures > 0 ? [`${count(contrastFailures, 'text')} hard to read`] : []),
    ...(outsideFrame > 0 ? [`${count(outsideFrame, 'layer')} outside the frame`] : []),
    ...(overlaps > 0 ? [count(overlaps, 'overlap')] : []),
    ...(cutOff > 0 ? [`${count(cutOff, 'text')} cut off`] : []),
  ];
  const sentences = [
    ...sentenceOf(
      'left out',
      notes.filter(({ kind }) => kind === 'drop'),
    ),
    ...sentenceOf(
      'repaired',
      notes.filter(({ kind }) => kind === 'repair'),
    ),
    ...sentenceOf(
      'tokens used',
      notes.filter(({ kind }) => kind === 'token'),
    ),
    ...(left.length === 0 ? [] : [`still there: ${left.join(', ')}`]),
  ];
  return sentences.length === 0 ? undefined : `Variant ${variantIndex}: ${sentences.join('. ')}.`;
}

function sentenceOf(head: string, notes: readonly Note[]): string[] {
  if (notes.length === 0) return [];
  const counts = new Map<string, number>();
  for (const { reason } of notes) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts]
    .slice(0, MOST_REASONS)
    .map(([reason, times]) => (times === 1 ? reason : `${reason} (${times} times)`));
  return [`${head}: ${reasons.join('; ')}${counts.size > MOST_REASONS ? '; and others' : ''}`];
}

function count(amount: number, noun: string): string {
  return `${amount} ${noun}${amount === 1 ? '' : 's'}`;
}
