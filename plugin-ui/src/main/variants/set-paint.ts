import type { Paint, SceneNode, SolidPaint } from '@figma/plugin-typings/plugin-api-standalone.js';
import { solidPaint } from './hex-color.ts';
import type { EditContext } from './outcome.ts';
import { paintsOf, styleIdOf, type Token, topSolid } from './tokens.ts';

type Field = 'fills' | 'strokes';

/**
 * Gives a layer one color in place of all its fills or outlines. If its color came from a token, and a token of the
 * same kind has the new color there, the layer is linked to that one.
 *
 * @param opacity 0..1; left out, that of the color it had
 * @returns a note on the link, if there was one
 */
export async function setColor(
  node: SceneNode,
  field: Field,
  color: string,
  opacity: number | undefined,
  context: EditContext,
): Promise<string | undefined> {
  const before = topSolid(paintsOf(node, field));
  const paint = solidPaint(color, opacity === undefined ? shownOpacity(before) : opacity);
  const inUse = context.tokens.inUse(before, styleIdOf(node, field));
  const token = inUse === undefined ? undefined : context.tokens.match(color, node, inUse);
  // A style says how opaque it is, and those that match are fully so.
  const isClearer = token?.kind === 'style' && paint.opacity !== 1;
  if (token === undefined || isClearer) {
    await setPaints(node, field, [paint]);
    return undefined;
  }
  await linkPaint(node, field, paint, token, context);
  return `it uses ${token.name} now`;
}

/** Links a layer's fill or outline to a token; a variable's paint keeps the opacity of `paint`. */
export async function linkPaint(
  node: SceneNode,
  field: Field,
  paint: SolidPaint,
  token: Token,
  { figma }: EditContext,
): Promise<void> {
  if (token.kind === 'variable') {
    await setPaints(node, field, [figma.variables.setBoundVariableForPaint(paint, 'color', token.variable)]);
  } else if (field === 'fills' && 'setFillStyleIdAsync' in node) await node.setFillStyleIdAsync(token.style.id);
  else if (field === 'strokes' && 'setStrokeStyleIdAsync' in node) await node.setStrokeStyleIdAsync(token.style.id);
}

/** Sets paints synchronously, except patterns, which only the async method takes. */
export async function setPaints(node: SceneNode, field: Field, paints: readonly Paint[]): Promise<void> {
  const hasPattern = paints.some(({ type }) => type === 'PATTERN');
  if (field === 'fills' && 'fills' in node) {
    if (hasPattern) await node.setFillsAsync(paints);
    else node.fills = paints;
  } else if (field === 'strokes' && 'strokes' in node) {
    if (hasPattern && 'setStrokesAsync' in node) await node.setStrokesAsync(paints);
    else node.strokes = paints;
  }
}

/** The opacity that a new color takes over from the one before; what could not be seen is to be seen now. */
export function shownOpacity(before: SolidPaint | undefined): number {
  return before === undefined || before.opacity === undefined || before.opacity === 0 ? 1 : before.opacity;
}
