import { SHEET_MAX_CELLS } from '../../../../../src/schemas/sheet-layout.ts';
import type { LayerToSend } from '../../service/layer-to-send.ts';

/**
 * The layers whose pictures are worth their tokens, sheet by sheet: all without words, then small ones with words
 * (button or input, tag or link). Texts, and frames full of other layers, are known by what they say and hold. A last
 * sheet that would stay nearly empty is saved.
 */
export function choosePictured(items: readonly LayerToSend[]): LayerToSend[][] {
  const held = new Map<string, number>();
  for (const { layer } of items) {
    if (layer.parentId !== undefined) held.set(layer.parentId, (held.get(layer.parentId) ?? 0) + 1);
  }
  const pictured = items.filter(({ layer, picture }) => picture !== null && layer.needsPicture !== false);
  const silent = pictured.filter((item) => !hasWords(item));
  const small = pictured.filter((item) => hasWords(item) && (held.get(item.layer.id) ?? 0) < 2);
  const wanted = silent.length + small.length;
  if (wanted === 0) return [];
  const sheets = Math.max(1, Math.ceil(silent.length / SHEET_MAX_CELLS), Math.round(wanted / SHEET_MAX_CELLS));
  const chosen = new Set([...silent, ...small].slice(0, sheets * SHEET_MAX_CELLS));
  const inOrder = items.filter((item) => chosen.has(item));
  const perSheet = Math.ceil(inOrder.length / sheets);
  return Array.from({ length: Math.ceil(inOrder.length / perSheet) }, (_, index) =>
    inOrder.slice(index * perSheet, (index + 1) * perSheet),
  );
}

function hasWords({ layer }: LayerToSend): boolean {
  return (layer.text ?? '').trim() !== '';
}
