import type { EditInstruction } from '../../schemas/edit-instruction.ts';
import { ancestorsOf, type LayerNode } from '../layer-tree.ts';
import { normalizeColor } from '../read-color.ts';
import { distanceOf } from './color-math.ts';
import type { Look } from './look.ts';
import type { ReviewContext } from './review-context.ts';
import { lookOf } from './scene.ts';
import type { Note, Reviewed, Step } from './step.ts';

type Of<Action extends EditInstruction['action']> = Extract<EditInstruction, { action: Action }>;

/** Differences that nobody sees: a distance in OKLab, and a length in px. */
const SAME_COLOR = 0.004;
const SAME_PX = 0.5;

/**
 * Leaves out what changes nothing: values that the layer has already, outlines removed where there are none, anything
 * on a layer that the variant hides, and what a later instruction undoes. Two changes of one layer's size or layout
 * become one.
 */
export function dropIdle(steps: readonly Step[], { tokens }: ReviewContext): Reviewed {
  const { kept, notes } = dropUndone(steps);
  const colors = new Map(tokens.map(({ name, color }) => [name, normalizeColor(color)]));
  const busy: Step[] = [];
  for (const step of kept) {
    if (isIdle(step, lookOf(step.node), colors))
      notes.push({ kind: 'drop', reason: `${step.instruction.action} that changes nothing` });
    else busy.push(step);
  }
  return { steps: busy, notes };
}

function dropUndone(steps: readonly Step[]): { kept: Step[]; notes: Note[] } {
  const hidden = new Set(steps.filter(({ instruction }) => instruction.action === 'hide').map(({ node }) => node));
  const later = new Map<string, Step>();
  const kept: Step[] = [];
  const notes: Note[] = [];
  for (const step of steps.toReversed()) {
    const key = `${step.node.index} ${partOf(step)}`;
    // A picture may fail, and then another one for the same layer is in its place.
    const undone = step.instruction.action === 'generateImage' ? undefined : later.get(key);
    if (isHiddenBy(step, hidden))
      notes.push({ kind: 'drop', reason: `${step.instruction.action} on a layer that is hidden` });
    else if (undone === undefined) {
      later.set(key, step);
      kept.push(step);
    } else if (!joinInto(undone, step, kept, later, key)) {
      notes.push({ kind: 'drop', reason: `${step.instruction.action} that a later instruction undoes` });
    }
  }
  return { kept: kept.toReversed(), notes };
}

function isHiddenBy({ instruction, node }: Step, hidden: ReadonlySet<LayerNode>): boolean {
  if (hidden.has(node)) return instruction.action !== 'hide';
  return [...ancestorsOf(node)].some((ancestor) => hidden.has(ancestor));
}

/** What of a layer an instruction sets: a later one for the same part undoes it. Relative moves were settled before. */
function partOf({ instruction, node }: Step): string {
  switch (instruction.action) {
    case 'changeFill':
    case 'addGradient':
    case 'generateImage':
      return 'paint';
    case 'useToken':
      return instruction.field === 'stroke' ? 'stroke token' : 'paint';
    case 'changeStroke':
    case 'addStroke':
    case 'removeStroke':
      return 'stroke';
    case 'setVariant':
      return `property ${instruction.property}`;
    case 'addShadow':
      // Shadows add up: only the same one twice is once too many.
      return JSON.stringify({ ...instruction, target: node.index });
    default:
      return instruction.action;
  }
}

/** A size or a layout that is set in two parts becomes one instruction, in the place of the later one. */
function joinInto(later: Step, earlier: Step, kept: Step[], steps: Map<string, Step>, key: string): boolean {
  const [a, b] = [earlier.instruction, later.instruction];
  const isJoined =
    (a.action === 'resize' && b.action === 'resize' && a.scale === undefined && b.scale === undefined) ||
    (a.action === 'setLayout' && b.action === 'setLayout');
  if (!isJoined || Object.keys(a).every((field) => field in b)) return false;
  const joined: Step = { node: later.node, instruction: { ...a, ...b } };
  kept[kept.indexOf(later)] = joined;
  steps.set(key, joined);
  return true;
}

function isIdle({ instruction, node }: Step, look: Look, tokens: ReadonlyMap<string, string | undefined>): boolean {
  const { layer } = node;
  switch (instruction.action) {
    case 'move':
      return instruction.relative === true && instruction.x === 0 && instruction.y === 0;
    case 'resize':
      return isSameSize(instruction, look);
    case 'changeFill':
      return isSameFill(instruction.color, instruction.opacity ?? 1, look);
    case 'changeStroke':
    case 'addStroke':
      return isSameStroke(instruction, look);
    case 'removeStroke':
      return look.stroke === undefined;
    case 'changeText':
      return look.text === instruction.content;
    case 'changeFont':
      return (
        look.font === instruction.fontFamily &&
        (instruction.fontStyle === undefined || look.fontStyle === instruction.fontStyle)
      );
    case 'changeFontSize':
      return look.fontSize !== undefined && Math.abs(look.fontSize - instruction.fontSize) < 0.4;
    case 'changeTextCase':
      return isSameCase(instruction.textCase, look.text ?? '');
    case 'changeOpacity':
      return Math.abs(look.opacity - instruction.opacity) < 0.01;
    case 'changeCornerRadius':
      return look.radius !== undefined && Math.abs(look.radius - Math.min(instruction.radius, most(look))) < SAME_PX;
    case 'setLayout':
      return isSameLayout(instruction, node);
    case 'useToken': {
      const bound =
        layer.tokens?.[instruction.field] ?? (instruction.field === 'text' ? layer.tokens?.fill : undefined);
      return bound === instruction.token || (bound === undefined && tokens.get(instruction.token) === undefined);
    }
    default:
      return false;
  }
}

/** Figma rounds a corner by half of the shorter side at most. */
function most({ width, height, radius }: Look): number {
  return Math.max(radius ?? 0, Math.min(width, height) / 2);
}

function isSameSize({ width, height, scale = 1 }: Of<'resize'>, look: Look): boolean {
  const w = width ?? look.width * scale;
  const h = height ?? look.height * scale;
  return Math.abs(w - look.width) + Math.abs(h - look.height) < SAME_PX;
}

function isSameFill(color: string, opacity: number, { paints }: Look): boolean {
  const [only, second] = paints ?? [];
  if (only?.kind !== 'solid' || only.colors?.[0] === undefined || second !== undefined) return false;
  // A text whose parts differ in color becomes one color.
  if (only.colors.length > 1) return false;
  return distanceOf(only.colors[0], color) < SAME_COLOR && Math.abs(only.opacity - opacity) < 0.02;
}

/** The request does not give an outline's weight, so any weight counts as a change. */
function isSameStroke({ color, opacity = 1, weight }: Of<'addStroke' | 'changeStroke'>, { stroke }: Look): boolean {
  const own = stroke?.colors?.[0];
  if (stroke === undefined || own === undefined || weight !== undefined) return false;
  return distanceOf(own, color) < SAME_COLOR && Math.abs(stroke.opacity - opacity) < 0.02;
}

function isSameCase(textCase: string, text: string): boolean {
  if (!/\p{Ll}|\p{Lu}/u.test(text)) return true;
  return (textCase === 'UPPER' && text === text.toUpperCase()) || (textCase === 'LOWER' && text === text.toLowerCase());
}

function isSameLayout({ direction, gap, padding, align, sizing }: Of<'setLayout'>, { layer }: LayerNode): boolean {
  const has = layer.layout;
  const pairs: [unknown, unknown][] = [
    [direction, has?.direction?.toLowerCase()],
    [gap, has?.gap],
    [padding, has?.padding],
    [align, has?.align?.toLowerCase()],
    [sizing?.horizontal, layer.sizing?.horizontal],
    [sizing?.vertical, layer.sizing?.vertical],
  ];
  return pairs.every(([wanted, is]) => wanted === undefined || JSON.stringify(wanted) === JSON.stringify(is));
}
