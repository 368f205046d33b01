import { SHEET_MAX_CELLS } from '../../src/schemas/sheet-layout.ts';
import type { DesignLayer } from './read-design.ts';

/**
 * The layers whose pictures are worth their tokens, sheet by sheet in the design's order: all without words, then small
 * things with words (button or input, tag or link). Texts and frames full of other layers are known by what they say
 * and hold. A last sheet that would stay nearly empty is saved.
 */
export function choosePictured(layers: readonly DesignLayer[]): DesignLayer[][] {
  const held = new Map<string, number>();
  for (const { parent } of layers) if (parent !== undefined) held.set(parent, (held.get(parent) ?? 0) + 1);
  const pictured = layers.filter(({ type, picture, text }) => picture !== undefined && (type !== 'TEXT' || !text));
  const silent = pictured.filter(({ text = '' }) => text.trim() === '');
  const small = pictured.filter(({ id, text = '' }) => text.trim() !== '' && (held.get(id) ?? 0) < 2);
  const sheetCount = Math.max(
    Math.ceil(silent.length / SHEET_MAX_CELLS),
    Math.round((silent.length + small.length) / SHEET_MAX_CELLS),
    pictured.length > 0 && silent.length + small.length > 0 ? 1 : 0,
  );
  const chosen = new Set([...silent, ...small].slice(0, sheetCount * SHEET_MAX_CELLS));
  const inOrder = layers.filter((layer) => chosen.has(layer));
  const perSheet = Math.ceil(inOrder.length / Math.max(1, sheetCount));
  return Array.from({ length: sheetCount }, (_, index) => inOrder.slice(index * perSheet, (index + 1) * perSheet));
}
