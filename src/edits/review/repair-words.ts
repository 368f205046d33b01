import type { LayerNode } from '../layer-tree.ts';
import { distanceOf } from './color-math.ts';
import { shiftUnder } from './legible-under.ts';
import { targetOf } from './repair-contrast.ts';
import type { ReviewContext } from './review-context.ts';
import { createScene } from './scene.ts';
import type { Note, Reviewed, Step } from './step.ts';
import { measureWords, surfaceUnder, type Words } from './words.ts';

const COLORING: ReadonlySet<string> = new Set(['changeFill', 'addGradient', 'useToken']);
const ROUNDS = 2;

/**
 * Words that cannot be recolored stay readable by a change of their surface. It gets the palette color that is nearest
 * to its new and its old color among those on which all words can be read; else its new color at another lightness;
 * else it keeps its old color.
 */
export function repairWords(steps: readonly Step[], context: ReviewContext, palette: readonly string[]): Reviewed {
  const notes: Note[] = [];
  let current = steps;
  for (let round = 0; round < ROUNDS; round += 1) {
    const scene = createScene(context.tree, current, context.tokens);
    const words = measureWords(scene, context);
    const failing = new Set<LayerNode>();
    const onSurface = new Map<LayerNode, Words[]>();
    for (const each of words) {
      const surface = surfaceUnder(scene, each.look)?.node;
      if (surface === undefined) continue;
      onSurface.set(surface, [...(onSurface.get(surface) ?? []), each]);
      if (each.ratio < each.limit) failing.add(surface);
    }
    const next = current.flatMap((step): Step[] => {
      const { instruction, node } = step;
      if (!failing.has(node) || !COLORING.has(instruction.action)) return [step];
      notes.push({ kind: 'repair', reason: 'surface kept the words on it readable' });
      const inks = [...new Set((onSurface.get(node) ?? []).map(({ ink }) => ink))];
      const wanted = scene.lookOf(node).paints?.[0]?.colors?.[0];
      const had = context.base.lookOf(node).paints?.[0]?.colors?.[0] ?? wanted;
      const color =
        wanted === undefined || had === undefined || round > 0 ? undefined : legibleColor(wanted, had, inks, palette);
      return color === undefined ? [] : [{ node, instruction: { action: 'changeFill', ...targetOf(node), color } }];
    });
    if (next.length === current.length && notes.length === 0) break;
    current = next;
  }
  return { steps: current, notes };
}

function legibleColor(
  wanted: string,
  had: string,
  inks: readonly string[],
  palette: readonly string[],
): string | undefined {
  const detourOf = (color: string): number => distanceOf(color, wanted) + distanceOf(color, had);
  const passing = palette
    .filter((color) => shiftUnder(color, inks) === color)
    .toSorted((a, b) => detourOf(a) - detourOf(b));
  return passing[0] ?? shiftUnder(wanted, inks);
}
