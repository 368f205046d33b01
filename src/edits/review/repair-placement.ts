import type { LayerNode } from '../layer-tree.ts';
import { liesIn } from './ground.ts';
import { measurePlacement, type Placement } from './placement.ts';
import type { ReviewContext } from './review-context.ts';
import { createScene, type Scene } from './scene.ts';
import type { Note, Reviewed, Step } from './step.ts';

/** Each round takes the next smaller size; what still collides after them is given up. */
const ROUNDS = 6;

/**
 * Undoes what pushes layers out of the frame, over each other or out of their container: moves and sizes end at the
 * frame's edge, letters grow less, and changes that cannot be repaired are left out. Texts that were set alike stay
 * alike: all get the size that fits the tightest one.
 */
export function repairPlacement(steps: readonly Step[], context: ReviewContext): Reviewed {
  const notes: Note[] = [];
  let current = keepInside(steps, context, notes);
  for (let round = 0; round < ROUNDS; round += 1) {
    const scene = createScene(context.tree, current, context.tokens);
    const placement = measurePlacement(scene, context);
    const faulty = faultyNodes(placement);
    if (faulty.size === 0) break;
    const next = takeBack(current, faulty, context, round === ROUNDS - 1, notes);
    if (next === current) break;
    current = next;
  }
  return { steps: current, notes };
}

/** Bounds moves and sizes by the frame, or by as far as the layer reached out of it before. */
function keepInside(steps: readonly Step[], context: ReviewContext, notes: Note[]): readonly Step[] {
  const scene = createScene(context.tree, steps, context.tokens);
  const outside = new Set(measurePlacement(scene, context).outside);
  if (outside.size === 0) return steps;
  return steps.flatMap((step): Step[] => {
    const { instruction, node } = step;
    if (!outside.has(node) || (instruction.action !== 'move' && instruction.action !== 'resize')) return [step];
    notes.push({ kind: 'repair', reason: 'layer that left the frame was brought back' });
    const bounded = instruction.action === 'move' ? boundMove(step, scene, context) : boundSize(step, scene, context);
    return bounded === undefined ? [] : [bounded];
  });
}

function boundMove({ instruction, node }: Step, scene: Scene, context: ReviewContext): Step | undefined {
  if (instruction.action !== 'move') return undefined;
  const { layer } = node;
  const look = scene.lookOf(node);
  const x = clampSpan(look.x, look.width, layer.x, layer.width, context.frameWidth);
  const y = clampSpan(look.y, look.height, layer.y, layer.height, context.frameHeight);
  if (Math.abs(x - layer.x) + Math.abs(y - layer.y) < 1) return undefined;
  const { relative: _, ...rest } = instruction;
  return { node, instruction: { ...rest, x, y } };
}

function boundSize({ instruction, node }: Step, scene: Scene, context: ReviewContext): Step | undefined {
  if (instruction.action !== 'resize') return undefined;
  const { layer } = node;
  const look = scene.lookOf(node);
  const width = Math.max(layer.width, Math.min(look.width, context.frameWidth - look.x));
  const height = Math.max(layer.height, Math.min(look.height, context.frameHeight - look.y));
  if (Math.abs(width - layer.width) + Math.abs(height - layer.height) < 1) return undefined;
  const { scale: _, ...rest } = instruction;
  return { node, instruction: { ...rest, width: Math.max(0.01, width), height: Math.max(0.01, height) } };
}

/** The nearest start of a span that keeps it in the frame, or as far out as it was. */
function clampSpan(start: number, length: number, startWas: number, lengthWas: number, end: number): number {
  const least = Math.min(0, startWas);
  const most = Math.max(end, startWas + lengthWas) - length;
  return Math.round(Math.max(least, Math.min(start, Math.max(least, most))) * 100) / 100;
}

function faultyNodes({ overlaps, cutOff }: Placement): Set<LayerNode> {
  return new Set([...overlaps.flat(), ...cutOff]);
}

const PLACING: ReadonlySet<string> = new Set(['move', 'resize', 'reorder']);
const GROWING: ReadonlySet<string> = new Set(['changeTextCase', 'changeText', 'changeFont']);

/** Letters grow less; if they are as they were, or it is the last round, what else changed the layer goes. */
function takeBack(
  steps: readonly Step[],
  faulty: ReadonlySet<LayerNode>,
  context: ReviewContext,
  isLast: boolean,
  notes: Note[],
): readonly Step[] {
  const sizes = new Set<string>();
  for (const { instruction, node } of steps) {
    if (instruction.action === 'changeFontSize' && faulty.has(node)) sizes.add(sizeKey(instruction.fontSize, node));
  }
  let isChanged = false;
  const shrunk = steps.flatMap((step): Step[] => {
    const { instruction, node } = step;
    if (instruction.action !== 'changeFontSize' || !sizes.has(sizeKey(instruction.fontSize, node))) return [step];
    isChanged = true;
    const was = context.base.lookOf(node).fontSize ?? instruction.fontSize;
    const fontSize = Math.floor(was + (instruction.fontSize - was) * 0.6);
    if (isLast || fontSize <= was + 0.9) {
      notes.push({ kind: 'repair', reason: 'text that would not fit kept its size' });
      return [];
    }
    if (!hasNote(notes, SMALLER)) notes.push(SMALLER);
    return [{ node, instruction: { ...instruction, fontSize } }];
  });
  if (isChanged) return shrunk;
  return steps.filter(({ instruction, node }) => {
    const isCause =
      (GROWING.has(instruction.action) && faulty.has(node)) ||
      (PLACING.has(instruction.action) && [...faulty].some((one) => one === node || liesIn(one, node)));
    if (isCause) notes.push({ kind: 'repair', reason: `${instruction.action} that made layers collide was left out` });
    return !isCause;
  });
}

const SMALLER: Note = { kind: 'repair', reason: 'text that would not fit grew less' };

function hasNote(notes: readonly Note[], note: Note): boolean {
  return notes.includes(note);
}

/** Texts that looked alike before and after. */
function sizeKey(size: number, { layer }: LayerNode): string {
  return `${size} ${layer.fontSize ?? 0} ${layer.fontStyle ?? ''}`;
}
