import type { GradientPaint, Paint, SceneNode, Transform } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { AddGradient, ChangeFill } from '../../../../../src/schemas/edit-instruction.ts';
import { parseColor, solidPaint } from '../colors.ts';
import { applied, kindOf, type Outcome, skipped } from '../outcome.ts';

/** One colour in the place of all fills. A drawing of lines alone, as icons are, takes it on its lines. */
export function changeFill(node: SceneNode, { color, opacity }: Static<typeof ChangeFill>): Outcome {
  if (isLineDrawing(node)) {
    node.strokes = [solidPaint(color, opacity ?? opacityOf(node.strokes))];
    return applied('it is drawn with lines alone: they took the colour');
  }
  if (!('fills' in node)) return skipped(`a ${kindOf(node)} has no fill of its own`);
  // Replaced whole: what Figma hands out of fills cannot be edited, and may be mixed.
  node.fills = [solidPaint(color, opacity ?? opacityOf(node.fills))];
  return applied();
}

export function addGradient(node: SceneNode, { colors, angle }: Static<typeof AddGradient>): Outcome {
  if (!('fills' in node)) return skipped(`a ${kindOf(node)} has no fill of its own`);
  const gradientStops = colors.map((color, index) => ({
    position: colors.length === 1 ? 0 : index / (colors.length - 1),
    color: { ...parseColor(color), a: 1 },
  }));
  const gradientTransform = gradientAt(angle ?? 0, node.width, node.height);
  const gradient: GradientPaint = { type: 'GRADIENT_LINEAR', gradientTransform, gradientStops };
  node.fills = [gradient];
  return applied();
}

function isLineDrawing(node: SceneNode): node is SceneNode & { strokes: readonly Paint[] } {
  if (!('strokes' in node) || ('children' in node && node.type !== 'BOOLEAN_OPERATION')) return false;
  if (node.type === 'TEXT' || node.type === 'RECTANGLE' || node.strokes.length === 0) return false;
  return !('fills' in node) || (Array.isArray(node.fills) && !node.fills.some(({ visible }) => visible !== false));
}

/** The opacity of the topmost colour, which the new one keeps where it brings none. */
function opacityOf(paints: readonly Paint[] | symbol): number {
  if (typeof paints === 'symbol') return 1;
  for (let index = paints.length - 1; index >= 0; index -= 1) {
    const paint = paints[index];
    if (paint !== undefined && paint.type === 'SOLID' && paint.visible !== false) return paint.opacity ?? 1;
  }
  return 1;
}

/**
 * Figma's transform, from the layer's box (0..1 on both sides) to the gradient's own space, where it runs from (0, 0.5)
 * to (1, 0.5). The line is as long as it must be for the outer colours to end in the corners, as in CSS.
 *
 * @param angle degrees; 0 runs left to right, 90 top to bottom
 * @param width px
 * @param height px
 */
export function gradientAt(angle: number, width: number, height: number): Transform {
  const radians = (angle * Math.PI) / 180;
  const [w, h] = [Math.max(width, 0.01), Math.max(height, 0.01)];
  const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
  const length = Math.abs(w * cos) + Math.abs(h * sin);
  // The gradient's two axes in the layer's box: along the colours, and across them.
  const along = [(cos * length) / w, (sin * length) / h] as const;
  const across = [(-sin * length) / w, (cos * length) / h] as const;
  const determinant = along[0] * across[1] - across[0] * along[1];
  const [a, b] = [across[1] / determinant, -across[0] / determinant];
  const [c, d] = [-along[1] / determinant, along[0] / determinant];
  return [
    [a, b, 0.5 - (a + b) / 2],
    [c, d, 0.5 - (c + d) / 2],
  ];
}
