import { colorDistance, parseHex, type Rgb, toOklch } from '../color-stats.ts';
import type { FrameAsk } from './frame-ask.ts';
import type { Palette } from './palettes.ts';

/** Colors of one family, such as two blues side by side in a design system; a distance in OKLab. */
const NEAR = 0.08;
const LEAST_CHROMA = 0.05;

/**
 * Takes primary and accent to the nearest color token of the file if one is near, so that a team sees its own colors.
 */
export function leanOnTokens(palette: Palette, tokens: FrameAsk['tokens']): Palette {
  const colors = tokens.map(({ color }) => parseHex(color)).filter((color) => color !== undefined);
  const lively = colors.filter((color) => toOklch(color)[1] >= LEAST_CHROMA);
  const lean = (color: Rgb): Rgb => {
    const near = lively.filter((token) => colorDistance(token, color) <= NEAR);
    return near.toSorted((a, b) => colorDistance(a, color) - colorDistance(b, color))[0] ?? color;
  };
  return { ...palette, primary: lean(palette.primary), accent: lean(palette.accent) };
}
