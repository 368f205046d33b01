import { createLayerTree, type LayerTree } from '../../src/edits/layer-tree.ts';
import { type Measured, measureVariant } from '../../src/edits/review/measure-variant.ts';
import { createReviewContext } from '../../src/edits/review/review-context.ts';
import type { Step } from '../../src/edits/review/step.ts';
import { compareMaps } from '../../src/edits/review/surface-map.ts';
import type { EditVariant, GenerateEditsRequest } from '../../src/schemas/edits.ts';
import { type Pixels, readPixels } from './read-pixels.ts';
import { seeVariant } from './see-variant.ts';

/** Shares of 0 to 1, means over the variants. */
export interface VariantFigures {
  /** Texts that cannot be read; on pictures and unknown grounds, those that became worse. */
  readonly contrast: number;
  /** Texts that run into something or are cut off. */
  readonly collisions: number;
  /** Layers that leave the frame. */
  readonly outside: number;
  /** Instructions that change nothing or cannot be done, and pictures that did not come. */
  readonly dead: number;
  /** Instructions whose target is not a layer of the frame. */
  readonly lost: number;
  /** Points of the frame that have another color. */
  readonly changed: number;
  /** The least distance between two variants at thumbnail size, in OKLab. */
  readonly apart: number;
}

/** Distances that a person sees at a glance, and the share of a frame that makes a direction. */
const APART = 0.05;
const CHANGED = 0.25;
/** A point has another color from here on, in OKLab. */
const OTHER_COLOR = 0.04;

/**
 * Measures the variants of one frame. One variant alone is as far apart as it needs to be.
 *
 * @param framePicture the frame as it is: grounds that boxes do not show are measured on it and on the new pictures
 */
export async function measureVariants(
  request: GenerateEditsRequest,
  variants: readonly EditVariant[],
  framePicture: Buffer | undefined,
): Promise<VariantFigures> {
  const tree = createLayerTree(request.layers);
  const context = createReviewContext(request, tree);
  const frame = (framePicture && (await readPixels(framePicture))) ?? blank;
  const before = seeVariant(measureVariant([], context), context, { frame, made: new Map() }).surfaces;
  const cards = await Promise.all(
    variants.map(async (variant) => {
      const steps = toSteps(variant, tree);
      const measured = measureVariant(steps, context);
      return {
        variant,
        steps,
        measured,
        seen: seeVariant(measured, context, { frame, made: await readMade(variant) }),
      };
    }),
  );
  const mean = (read: (card: (typeof cards)[number]) => number): number =>
    cards.length === 0 ? 0 : cards.reduce((sum, card) => sum + read(card), 0) / cards.length;
  const texts = Math.max(1, request.layers.filter(({ type }) => type === 'TEXT').length);
  return {
    contrast: mean(({ seen }) => seen.unreadable / Math.max(1, seen.texts)),
    collisions: Math.min(
      1,
      mean(({ measured: { checks } }) => (checks.overlaps + (checks.cutOff ?? 0)) / texts),
    ),
    outside: mean(({ measured: { checks } }) => checks.outsideFrame / request.layers.length),
    dead: mean(({ variant, measured }) => countDead(variant, measured) / Math.max(1, variant.instructions.length)),
    lost: mean(({ variant, steps }) => 1 - steps.length / Math.max(1, variant.instructions.length)),
    changed: mean(({ seen: { surfaces } }) => {
      const changed = surfaces.filter((color, cell) => compareMaps([color], [before[cell]]) > OTHER_COLOR);
      return changed.length / surfaces.length;
    }),
    apart: leastApart(cards.map(({ seen }) => seen.surfaces)),
  };
}

/** A frame without a picture: unknown parts count as the same in all variants. */
const blank: Pixels = { at: () => '#ffffff' };

/** The pictures that came, by their layer's id; a later one replaces an earlier one. */
async function readMade({ instructions }: EditVariant): Promise<ReadonlyMap<string, Pixels>> {
  const made = new Map<string, Pixels>();
  for (const one of instructions) {
    if (one.action !== 'generateImage' || one.generatedImageBase64 === undefined) continue;
    const pixels = await readPixels(Buffer.from(one.generatedImageBase64, 'base64'));
    if (pixels !== undefined && one.targetId !== undefined) made.set(one.targetId, pixels);
  }
  return made;
}

/** 0 to 100: what is wrong takes away its share, and variants that hardly differ are worth as little. */
export function totalOf({ contrast, collisions, outside, dead, changed, apart }: VariantFigures): number {
  const sound = (1 - contrast) * (1 - collisions) * (1 - outside) * (1 - dead / 2);
  return 100 * sound * Math.min(1, apart / APART) * Math.min(1, changed / CHANGED);
}

function toSteps({ instructions }: EditVariant, tree: LayerTree): Step[] {
  return instructions.flatMap((instruction) => {
    const node = tree.nodes.find(({ layer }) => layer.id === instruction.targetId);
    return node === undefined ? [] : [{ instruction, node }];
  });
}

function countDead({ instructions }: EditVariant, { checks }: Measured): number {
  const pictures = instructions.filter(
    (one) => one.action === 'generateImage' && one.generatedImageBase64 === undefined,
  );
  return checks.withoutEffect + pictures.length;
}

function leastApart(maps: readonly (readonly string[])[]): number {
  let least = Infinity;
  for (const [index, map] of maps.entries()) {
    for (const other of maps.slice(index + 1)) least = Math.min(least, compareMaps(map, other));
  }
  return least === Infinity ? APART : least;
}
