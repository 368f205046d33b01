/** The place of a hue among a frame's hues, 0 for the leading one; -1 if it is none of them. */
export function placeOfHue(hue: number, hues: readonly number[]): number {
  return hues.findIndex((known) => Math.abs(((hue - known + 540) % 360) - 180) <= 30);
}
