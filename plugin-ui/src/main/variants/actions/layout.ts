import type { FrameNode, SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { SetLayout } from '../../../../../src/schemas/edit-instruction.ts';
import {
  applied,
  type EditContext,
  isInsideInstance,
  isPlacedByAutoLayout,
  kindOf,
  type Outcome,
  skipped,
} from '../outcome.ts';

type Instruction = Static<typeof SetLayout>;
type Wanted = 'fixed' | 'hug' | 'fill';
type Axis = 'layoutSizingHorizontal' | 'layoutSizingVertical';
type Laid = SceneNode & Pick<FrameNode, 'layoutMode' | 'itemSpacing' | 'primaryAxisAlignItems'>;

/**
 * Changes direction, gap, padding, alignment and sizing of a layer that has auto-layout; sizing of one that is in it.
 */
export function setLayout(node: SceneNode, instruction: Instruction, context: EditContext): Outcome {
  const { direction, gap, padding, align, sizing } = instruction;
  const isAskedForMore = direction !== undefined || gap !== undefined || padding !== undefined || align !== undefined;
  if (isInsideInstance(node)) return skipped('its component sets its layout');
  const isLaid = 'layoutMode' in node && node.layoutMode !== 'NONE';
  if (!isLaid && isAskedForMore) return skipped(`a ${kindOf(node)} without auto-layout cannot be laid out`);
  if (!isAskedForMore && sizing === undefined) return skipped('no change of the layout was given');
  const notes: string[] = [];
  let done = 0;
  const keep = (note: string | undefined): void => {
    if (note === undefined) done += 1;
    else notes.push(note);
  };
  if (isLaid) {
    const frame = node as FrameNode;
    if (direction !== undefined) keep(setDirection(frame, direction));
    if (align !== undefined) keep(setAlign(frame, align));
    if (gap !== undefined) keep(setGap(frame, gap, align));
    if (padding !== undefined) keep(setPadding(frame, padding));
  }
  if (sizing !== undefined) {
    if (sizing.horizontal !== undefined) keep(setSizing(node, 'layoutSizingHorizontal', sizing.horizontal, context));
    if (sizing.vertical !== undefined) keep(setSizing(node, 'layoutSizingVertical', sizing.vertical, context));
  }
  return done === 0 ? skipped(notes.join('; ')) : applied(...notes);
}

/** Turns the row into a column or back. Sides of the frame and its children are sized as before. */
function setDirection(frame: FrameNode, direction: 'horizontal' | 'vertical'): string | undefined {
  if (frame.layoutMode === 'GRID') return 'a grid has no direction';
  const mode = direction === 'horizontal' ? 'HORIZONTAL' : 'VERTICAL';
  if (frame.layoutMode === mode) return `it is ${direction} already`;
  const sized = [frame, ...frame.children].filter((node) => 'layoutSizingHorizontal' in node) as FrameNode[];
  const before = sized.map((node) => [node.layoutSizingHorizontal, node.layoutSizingVertical] as const);
  if (frame.layoutWrap === 'WRAP' && mode === 'VERTICAL') frame.layoutWrap = 'NO_WRAP';
  frame.layoutMode = mode;
  sized.forEach((node, index) => {
    const [horizontal, vertical] = before[index] || [];
    restoreSizing(node, 'layoutSizingHorizontal', horizontal);
    restoreSizing(node, 'layoutSizingVertical', vertical);
  });
  return undefined;
}

function restoreSizing(node: FrameNode, axis: Axis, value: FrameNode[Axis] | undefined): void {
  if (value === undefined || node[axis] === value || (value === 'FILL' && !isPlacedByAutoLayout(node))) return;
  node[axis] = value;
}

/** Across the direction, but `space-between`, which spreads the children along it. */
function setAlign(frame: FrameNode, align: NonNullable<Instruction['align']>): string | undefined {
  if (frame.layoutMode === 'GRID') return 'a grid has no alignment';
  if (align === 'space-between') {
    frame.primaryAxisAlignItems = 'SPACE_BETWEEN';
    return undefined;
  }
  if (align === 'baseline' && frame.layoutMode !== 'HORIZONTAL') return 'only rows have a baseline';
  const values = { start: 'MIN', center: 'CENTER', end: 'MAX', baseline: 'BASELINE' } as const;
  frame.counterAxisAlignItems = values[align];
  return undefined;
}

/** A gap shows only if the children are not spread. */
function setGap(frame: FrameNode, gap: number, align: Instruction['align']): string | undefined {
  if (frame.layoutMode === 'GRID') {
    const least = Math.max(0, gap);
    frame.gridRowGap = least;
    frame.gridColumnGap = least;
    return undefined;
  }
  if (align === 'space-between') return 'spread children have no fixed gap';
  if (isSpread(frame)) frame.primaryAxisAlignItems = 'MIN';
  frame.itemSpacing = gap;
  return undefined;
}

function isSpread({ primaryAxisAlignItems }: Laid): boolean {
  return primaryAxisAlignItems.slice(0, 5) === 'SPACE';
}

function setPadding(frame: FrameNode, padding: NonNullable<Instruction['padding']>): undefined {
  const sides =
    typeof padding === 'number' ? { top: padding, right: padding, bottom: padding, left: padding } : padding;
  frame.paddingTop = sides.top;
  frame.paddingRight = sides.right;
  frame.paddingBottom = sides.bottom;
  frame.paddingLeft = sides.left;
  return undefined;
}

/** @returns why not, if it cannot be sized so */
function setSizing(node: SceneNode, axis: Axis, wanted: Wanted, { root, fonts }: EditContext): string | undefined {
  const side = axis === 'layoutSizingHorizontal' ? 'width' : 'height';
  if (!('layoutSizingHorizontal' in node)) return `the ${side} of a ${kindOf(node)} is fixed`;
  const isChild = node.id !== root.id && isPlacedByAutoLayout(node);
  if (wanted === 'fill' && !isChild) return `only layers in auto-layout can fill their ${side}`;
  if (node.type === 'TEXT' && fonts.missingIn(node).length > 0) {
    return `its font ${fonts.missingIn(node).join(' and ')} is not on this machine`;
  }
  if (wanted === 'hug') {
    if (node.type === 'TEXT' && !isChild) {
      // Figma throws for the sizing of a text that nothing lays out.
      node.textAutoResize = side === 'width' ? 'WIDTH_AND_HEIGHT' : 'HEIGHT';
      return undefined;
    }
    const hugs = node.type === 'TEXT' || ('layoutMode' in node && node.layoutMode !== 'NONE');
    if (!hugs) return `a ${kindOf(node)} without auto-layout cannot hug its ${side}`;
  }
  node[axis] = wanted === 'fixed' ? 'FIXED' : wanted === 'hug' ? 'HUG' : 'FILL';
  return undefined;
}
