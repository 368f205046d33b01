/**
 * CSS pixels in each absolute unit, and in font sizes of 16 px. Source: https://www.w3.org/TR/css-values-4/#lengths.
 */
const pixelsPerUnit: Readonly<Record<string, number>> = {
  '': 1,
  px: 1,
  in: 96,
  cm: 96 / 2.54,
  mm: 96 / 25.4,
  q: 96 / 101.6,
  pt: 96 / 72,
  pc: 16,
  em: 16,
  rem: 16,
  ex: 8,
};

/** A length in CSS pixels; undefined for a share of something unknown ("100%"), or what is not a length. */
export function parseLength(text: string | null): number | undefined {
  const [, number = '', unit = ''] =
    /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)\s*([a-z]*)\s*$/i.exec(text ?? '') ?? [];
  const factor = pixelsPerUnit[unit.toLowerCase()];
  const length = Number.parseFloat(number) * (factor ?? Number.NaN);
  return Number.isFinite(length) ? length : undefined;
}

/**
 * The size of a drawing in CSS pixels: its width and height, else those of its viewBox; a side that is left out follows
 * from the other.
 */
export function readSize(
  width: string | null,
  height: string | null,
  viewBox: string | null,
): { width: number; height: number } {
  const [, , boxWidth = 0, boxHeight = 0] = (viewBox ?? '')
    .trim()
    .split(/[\s,]+/)
    .map(Number);
  const [ownWidth, ownHeight] = [parseLength(width), parseLength(height)];
  const ratio = boxWidth > 0 && boxHeight > 0 ? boxWidth / boxHeight : undefined;
  if (ownWidth !== undefined && ownHeight !== undefined) return { width: ownWidth, height: ownHeight };
  if (ownWidth !== undefined && ratio !== undefined) return { width: ownWidth, height: ownWidth / ratio };
  if (ownHeight !== undefined && ratio !== undefined) return { width: ownHeight * ratio, height: ownHeight };
  return { width: boxWidth, height: boxHeight };
}
