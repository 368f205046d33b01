import type { GradientPaint, Paint, SceneNode, Transform } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { AddGradient, ChangeFill } from '../../../../../src/schemas/edit-instruction.ts';
import { parseColor } from '../hex-color.ts';
import { isPicture, isShown } from '../is-shown.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped, whyUnpainted } from '../outcome.ts';
import { setColor, setPaints } from '../set-paint.ts';

/** One color in place of all fills. A drawing of lines alone, as icons are, takes it on its lines. */
export async function changeFill(
  node: SceneNode,
  { color, opacity }: Static<typeof ChangeFill>,
  context: EditContext,
): Promise<Outcome> {
  if (isLineDrawing(node) && whyUnpainted(node) === undefined) {
    const linked = await setColor(node, 'strokes', color, opacity, context);
    return applied('it is drawn with lines only: they took the color', linked);
  }
  const obstacle = fillObstacle(node);
  if (obstacle !== undefined) return skipped(obstacle);
  const notes = fillNotes(node);
  const linked = await setColor(node, 'fills', color, opacity, context);
  return applied(...notes, linked);
}

/** Replaces all fills with a linear gradient. */
export async function addGradient(node: SceneNode, { colors, angle }: Static<typeof AddGradient>): Promise<Outcome> {
  const gradientStops = colors.map((color, index) => ({
    position: colors.length === 1 ? 0 : index / (colors.length - 1),
    color: { ...parseColor(color), a: 1 },
  }));
  const gradientTransform = gradientAt(angle === undefined ? 0 : angle, node.width, node.height);
  const gradient: GradientPaint = { type: 'GRADIENT_LINEAR', gradientTransform, gradientStops };
  // A fill would close the shape that the lines of an icon only outline.
  if (isLineDrawing(node) && whyUnpainted(node) === undefined) {
    await setPaints(node, 'strokes', [gradient]);
    return applied('it is drawn with lines only: they took the gradient');
  }
  const obstacle = fillObstacle(node);
  if (obstacle !== undefined) return skipped(obstacle);
  const notes = fillNotes(node);
  await setPaints(node, 'fills', [gradient]);
  return applied(...notes);
}

/** What a new fill takes the place of, if that is more than one color. */
function fillNotes(node: SceneNode): string[] {
  if (!('fills' in node)) return [];
  if (typeof node.fills === 'symbol') return ['its several colors became one'];
  const shown = node.fills.filter(isShown);
  return shown.some(isPicture) ? ['it no longer shows its picture'] : [];
}

/** Why a layer's fill cannot be changed, or would not show. */
export function fillObstacle(node: SceneNode): string | undefined {
  if (!('fills' in node) || node.type === 'LINE') return `a ${kindOf(node)} has no fill`;
  const unpainted = whyUnpainted(node);
  return unpainted === undefined ? undefined : `${unpainted}: its fill does not show`;
}

/** Whether a layer shows nothing but lines: an icon, say. */
export function isLineDrawing(node: SceneNode): node is SceneNode & { strokes: readonly Paint[] } {
  if (!('strokes' in node) || ('children' in node && node.type !== 'BOOLEAN_OPERATION')) return false;
  if (node.type === 'TEXT' || node.type === 'TEXT_PATH' || node.type === 'RECTANGLE') return false;
  if (!node.strokes.some(isShown)) return false;
  return !('fills' in node) || (Array.isArray(node.fills) && !node.fills.some(isShown));
}

/**
 * Figma's transform, from the layer's box (0..1 on both sides) to the gradient's own space, where it runs from (0, 0.5)
 * to (1, 0.5). The line is as long as it must be for the outer colors to end in the corners, as in CSS.
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
  // The gradient's two axes in the layer's box: along the colors, and across them.
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
