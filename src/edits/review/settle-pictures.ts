import type { LayerNode } from '../layer-tree.ts';
import type { ReviewContext } from './review-context.ts';
import { createScene, type Scene } from './scene.ts';
import type { Note, Reviewed, Step } from './step.ts';
import { textsOver } from './texts-over.ts';

/** What cannot show a picture: letters and lines would be cut out of it. */
const CANNOT_SHOW: ReadonlySet<string> = new Set(['TEXT', 'TEXT_PATH', 'LINE', 'GROUP', 'BOOLEAN_OPERATION']);
/** Smaller pictures show nothing but cost the same. */
const LEAST_PX = 16;

/**
 * Leaves out new pictures where they would harm: behind text that lay on a plain surface until now, in a control that
 * carries words, or too small to be seen. A new picture may replace an old one: its prompt says what lies over it.
 */
export function settlePictures(steps: readonly Step[], context: ReviewContext): Reviewed {
  if (!steps.some(({ instruction }) => instruction.action === 'generateImage')) return { steps, notes: [] };
  const scene = createScene(context.tree, steps, context.tokens);
  const notes: Note[] = [];
  const kept = steps.filter(({ instruction, node }) => {
    if (instruction.action !== 'generateImage') return true;
    const reason = refusalOf(node, scene, context);
    if (reason !== undefined) notes.push({ kind: 'drop', reason: `generateImage ${reason}` });
    return reason === undefined;
  });
  return { steps: kept, notes };
}

function refusalOf(node: LayerNode, scene: Scene, { base }: ReviewContext): string | undefined {
  const { layer } = node;
  if (CANNOT_SHOW.has(layer.type)) return 'on a layer that cannot show a picture';
  if (Math.min(layer.width, layer.height) < LEAST_PX) return 'on a layer too small to show a picture';
  if ((base.lookOf(node).paints ?? []).some(({ kind }) => kind === 'picture')) return undefined;
  const hasWords = (layer.text ?? '').trim() !== '' || textsOver(scene, scene.lookOf(node)).length > 0;
  return hasWords ? 'behind text that lay on a plain surface' : undefined;
}
