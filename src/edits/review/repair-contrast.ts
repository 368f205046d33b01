import type { EditInstruction } from '../../schemas/edit-instruction.ts';
import type { LayerNode } from '../layer-tree.ts';
import { contrastOf, distanceOf, mix, oklchOf, withLightness } from './color-math.ts';
import { isFailing, type Legibility, measureContrast } from './contrast.ts';
import { opacityOf } from './ground.ts';
import type { ReviewContext } from './review-context.ts';
import { createScene } from './scene.ts';
import type { Note, Reviewed, Step } from './step.ts';

/** A repaired color must not sit exactly on the limit: binding it to a token moves it slightly. */
const MARGIN = 0.05;
const STEPS = 50;

/**
 * Gives each text that cannot be read the nearest color that can: of the variant's palette first, then of the other
 * colors it uses, then the color itself at another lightness. Does nothing if no color helps, as on a ground that
 * is black at one end and white at the other.
 */
export function repairContrast(steps: readonly Step[], context: ReviewContext, palette: readonly string[]): Reviewed {
  const scene = createScene(context.tree, steps, context.tokens);
  const failing = measureContrast(scene, context.base).filter(isFailing);
  if (failing.length === 0) return { steps, notes: [] };
  const candidates = candidatesOf(steps, palette);
  const repairs = new Map<LayerNode, string>();
  const clear = new Set<LayerNode>();
  const notes: Note[] = [];
  for (const text of failing) {
    const { node, opacity: own } = text.look;
    if (!context.canTarget(node)) continue;
    const opacity = opacityOf(scene, text.look);
    const dimmed = nearestLegible(text, candidates, opacity);
    const color = dimmed ?? nearestLegible(text, candidates, own === 0 ? opacity : opacity / own);
    if (color === undefined) continue;
    repairs.set(node, color);
    if (dimmed === undefined) clear.add(node);
    notes.push({ kind: 'repair', reason: 'text that was hard to read got another color' });
  }
  return { steps: recolor(steps, repairs, clear), notes };
}

function candidatesOf(steps: readonly Step[], palette: readonly string[]): readonly string[] {
  if (palette.length > 0) return palette;
  const used = steps.flatMap(({ instruction }) =>
    'color' in instruction && instruction.color ? [instruction.color] : [],
  );
  return [...new Set(used)];
}

/** The color nearest to the text's own that reaches the limit on all grounds; or undefined. */
function nearestLegible(text: Legibility, candidates: readonly string[], opacity: number): string | undefined {
  const { look, grounds, limit } = text;
  const passes = (color: string): boolean =>
    grounds.every((ground) => contrastOf(mix(color, ground, opacity), ground) >= limit + MARGIN);
  const wanted = look.paints?.findLast(({ colors }) => colors !== undefined)?.colors?.[0] ?? '#000000';
  const passing = candidates.filter(passes).toSorted((a, b) => distanceOf(a, wanted) - distanceOf(b, wanted));
  if (passing[0] !== undefined) return passing[0];
  const { lightness } = oklchOf(wanted);
  for (let step = 1; step <= STEPS; step += 1) {
    for (const sign of [-1, 1]) {
      const shifted = withLightness(wanted, Math.min(1, Math.max(0, lightness + (sign * step) / STEPS)));
      if (passes(shifted)) return shifted;
    }
  }
  return undefined;
}

/** Replaces the color that a text was given, or adds one; makes the text opaque if needed. */
function recolor(
  steps: readonly Step[],
  repairs: ReadonlyMap<LayerNode, string>,
  clear: ReadonlySet<LayerNode>,
): readonly Step[] {
  const left = new Map(repairs);
  const kept = steps.flatMap((step): Step[] => {
    const { instruction, node } = step;
    if (clear.has(node) && instruction.action === 'changeOpacity') return [];
    if (!repairs.has(node) || !colorsText(instruction)) return [step];
    const color = left.get(node);
    left.delete(node);
    return color === undefined ? [] : [{ node, instruction: { action: 'changeFill', ...targetOf(node), color } }];
  });
  const added = [...left].map(
    ([node, color]): Step => ({ node, instruction: { action: 'changeFill', ...targetOf(node), color } }),
  );
  const cleared = [...clear]
    .filter(({ layer }) => (layer.opacity ?? 1) < 1)
    .map((node): Step => ({ node, instruction: { action: 'changeOpacity', ...targetOf(node), opacity: 1 } }));
  return [...kept, ...added, ...cleared];
}

function colorsText({ action }: EditInstruction): boolean {
  return action === 'changeFill' || action === 'addGradient' || action === 'useToken';
}

/** How the service's own instructions name their layer. */
export function targetOf({ layer }: LayerNode): { target: string; targetId?: string } {
  return layer.id === undefined ? { target: layer.name } : { target: layer.name, targetId: layer.id };
}
