import type { DesignToken } from '../../schemas/edits.ts';
import { isText } from '../is-text.ts';
import type { LayerNode } from '../layer-tree.ts';
import { normalizeColor } from '../read-color.ts';
import { distanceOf } from './color-math.ts';
import { targetOf } from './repair-contrast.ts';
import type { ReviewContext } from './review-context.ts';
import type { Note, Reviewed, Step } from './step.ts';

/** Colors closer than 0.02 look the same, even side by side. */
export const CLOSE = 0.02;
/** The same color apart from rounding. */
export const EXACT = 0.002;

type Field = 'fill' | 'stroke' | 'text';

/** What a token's name says it is for. */
const NAMES: Readonly<Record<Field, RegExp>> = {
  text: /text|label|title|heading|foreground|content|\bfg\b|\bon[-/ ]/i,
  stroke: /border|stroke|outline|divider|separator|line/i,
  fill: /surface|background|\bbg\b|fill|card|container|canvas|base|accent|primary|brand/i,
};

/**
 * Uses the file's tokens for colors that are close to one. Of several the one is taken that layers use in the same
 * place, or whose name says so. A token that is named for another place is not used.
 *
 * @param within the greatest distance in OKLab
 */
export function bindTokens(steps: readonly Step[], context: ReviewContext, within: number): Reviewed {
  const tokens = context.tokens.flatMap(({ name, color }) => {
    const hex = normalizeColor(color);
    return hex === undefined ? [] : [{ name, color: hex }];
  });
  if (tokens.length === 0) return { steps, notes: [] };
  const used = usedTokens(context.tree.nodes);
  const notes: Note[] = [];
  const bound = steps.flatMap((step): Step[] => {
    const { instruction, node } = step;
    const { action } = instruction;
    if (action !== 'changeFill' && action !== 'addStroke' && action !== 'changeStroke') return [step];
    if ((instruction.opacity ?? 1) < 1) return [step];
    const field: Field = action !== 'changeFill' ? 'stroke' : isText(node.layer) ? 'text' : 'fill';
    const token = nearestToken(instruction.color, field, tokens, used, within);
    if (token === undefined) return [step];
    notes.push({ kind: 'token', reason: token });
    const use: Step = { node, instruction: { action: 'useToken', ...targetOf(node), field, token } };
    // An outline keeps its weight; the token then gives its color.
    return field === 'stroke' ? [step, use] : [use];
  });
  return { steps: bound, notes };
}

function nearestToken(
  color: string,
  field: Field,
  tokens: readonly DesignToken[],
  used: ReadonlyMap<string, ReadonlySet<Field>>,
  within: number,
): string | undefined {
  const fits = ({ name }: DesignToken): number => {
    if (used.get(name)?.has(field) === true) return 2;
    if (NAMES[field].test(name)) return 1;
    const isForAnother = used.has(name) || Object.values(NAMES).some((pattern) => pattern.test(name));
    return isForAnother ? -1 : 0;
  };
  return tokens
    .map((token) => ({ token, distance: distanceOf(token.color, color), fit: fits(token) }))
    .filter(({ distance, fit }) => distance <= within && fit >= 0)
    .toSorted((a, b) => b.fit - a.fit || a.distance - b.distance)[0]?.token.name;
}

/** Where the frame's layers use each token. */
function usedTokens(nodes: readonly LayerNode[]): Map<string, Set<Field>> {
  const used = new Map<string, Set<Field>>();
  for (const { layer } of nodes) {
    for (const field of ['fill', 'stroke', 'text'] as const) {
      const name = layer.tokens?.[field];
      if (name === undefined) continue;
      const place = field === 'fill' && isText(layer) ? 'text' : field;
      used.set(name, (used.get(name) ?? new Set<Field>()).add(place));
    }
  }
  return used;
}
