import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Static } from '@sinclair/typebox';
import type { UseToken } from '../../../../../src/schemas/edit-instruction.ts';
import { solidPaint } from '../hex-color.ts';
import { applied, type EditContext, kindOf, type Outcome, skipped, whyUnpainted } from '../outcome.ts';
import { linkPaint, shownOpacity } from '../set-paint.ts';
import { paintsOf, topSolid } from '../tokens.ts';
import { isLineDrawing } from './paint.ts';

/** Links a layer's color to a token of the file. */
export async function useToken(
  node: SceneNode,
  { field, token: name }: Static<typeof UseToken>,
  context: EditContext,
): Promise<Outcome> {
  const token = context.tokens.find(name);
  if (token === undefined) return skipped(`the file has no color token "${name}"`);
  if (field === 'text' && node.type !== 'TEXT' && node.type !== 'TEXT_PATH') {
    return skipped(`a ${kindOf(node)} has no text`);
  }
  const isDrawnWithLines = field === 'fill' && isLineDrawing(node);
  const paints = field === 'stroke' || isDrawnWithLines ? 'strokes' : 'fills';
  if (!(paints in node)) return skipped(`a ${kindOf(node)} has no ${field === 'stroke' ? 'outline' : 'fill'}`);
  const unpainted = whyUnpainted(node);
  if (unpainted !== undefined) return skipped(`${unpainted}: its color does not show`);
  const before = topSolid(paintsOf(node, paints));
  await linkPaint(node, paints, solidPaint('#000000', shownOpacity(before)), token, context);
  return applied(isDrawnWithLines ? 'it is drawn with lines only: they took the color' : undefined);
}
