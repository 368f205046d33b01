import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { Resize } from '../../../../../src/schemas/edit-instruction.ts';
import { visitTree } from '../edit-target.ts';
import { applied, type EditContext, isInsideInstance, type Outcome, skipped } from '../outcome.ts';

const LEAST_SIDE = 0.01;

/** Gives a layer another size; by `scale` with its letters, outlines and all that it holds, as the scale tool does. */
export function resize(node: SceneNode, instruction: Static<typeof Resize>, context: EditContext): Outcome {
  if (isInsideInstance(node)) return skipped('its component sets its size');
  if (!('resize' in node)) return skipped('Figma cannot resize it');
  const { width, height, scale } = instruction;
  if (scale !== undefined) return rescale(node, scale, context);
  if (width === undefined && height === undefined) return skipped('no size was given');
  if (width === undefined && node.type === 'LINE') return skipped('a line has no height');
  if (node.type === 'TEXT' && context.fonts.missingIn(node).length > 0) {
    return skipped(`its font ${context.fonts.missingIn(node).join(' and ')} is not on this machine`);
  }
  const toWidth = Math.max(LEAST_SIDE, width ?? node.width);
  const toHeight = node.type === 'LINE' ? 0 : Math.max(LEAST_SIDE, height ?? node.height);
  const sizing = 'layoutSizingHorizontal' in node ? sizingOf(node) : undefined;
  const wasBox = node.type === 'TEXT' && (node.textAutoResize === 'NONE' || node.textAutoResize === 'TRUNCATE');
  node.resize(toWidth, toHeight);
  // Resizing fixes both sides: the one that was not asked about grows and shrinks with its content as before.
  if (node.type === 'TEXT') {
    if (height === undefined && !wasBox) node.textAutoResize = 'HEIGHT';
    if (height === undefined && sizing !== undefined && sizing.vertical === 'FILL') node.layoutSizingVertical = 'FILL';
    if (width === undefined && sizing !== undefined && sizing.horizontal === 'FILL')
      node.layoutSizingHorizontal = 'FILL';
  } else if (sizing !== undefined && 'layoutSizingHorizontal' in node) {
    if (width === undefined && sizing.horizontal !== 'FIXED') node.layoutSizingHorizontal = sizing.horizontal;
    if (height === undefined && sizing.vertical !== 'FIXED') node.layoutSizingVertical = sizing.vertical;
  }
  const isKept =
    (width === undefined || near(node.width, toWidth)) && (height === undefined || near(node.height, toHeight));
  return applied(isKept ? undefined : `Figma made it ${Math.round(node.width)} x ${Math.round(node.height)}`);
}

type Sized = Extract<SceneNode, { layoutSizingHorizontal: string }>;

function sizingOf(node: Sized): {
  horizontal: Sized['layoutSizingHorizontal'];
  vertical: Sized['layoutSizingVertical'];
} {
  return { horizontal: node.layoutSizingHorizontal, vertical: node.layoutSizingVertical };
}

function rescale(node: SceneNode, scale: number, { fonts }: EditContext): Outcome {
  if (!('rescale' in node)) return skipped('Figma cannot scale it');
  const missing = new Set<string>();
  visitTree(node, (inner) => {
    if (inner.type === 'TEXT') for (const font of fonts.missingIn(inner)) missing.add(font);
  });
  if (missing.size > 0) return skipped(`the font ${Array.from(missing).join(' and ')} is not on this machine`);
  node.rescale(scale);
  return applied();
}

function near(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.5;
}
