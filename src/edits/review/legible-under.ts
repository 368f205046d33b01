import { contrastOf, luminanceOf, oklchOf, withLightness } from './color-math.ts';

/** WCAG's limit for text of any size, and a little for what an image model makes of a color. */
const NEEDED = 5;
const STEPS = 40;

/**
 * Changes the colors named in a text to the nearest lightness on which letters can be read: a picture in "#f2c14e"
 * behind white letters would make them vanish.
 *
 * @param inks the colors of the letters, `#rrggbb`; if they hold light and dark ones, no color fits and the text stays
 * as it is.
 */
export function legibleUnder(text: string, inks: readonly string[]): string {
  if (inks.length === 0) return text;
  return text.replace(/#[0-9a-f]{6}\b/gi, (color) => shiftUnder(color.toLowerCase(), inks) ?? color);
}

/** How a picture must be behind letters of these colors, in words. */
export function toneUnder(inks: readonly string[]): string {
  const light = inks.filter((ink) => luminanceOf(ink) > 0.4).length;
  if (inks.length === 0 || (light > 0 && light < inks.length)) return 'calm';
  return light > 0 ? 'dark' : 'light';
}

/** The color, or its nearest lightness, on which text in all the inks is readable; or undefined. */
export function shiftUnder(color: string, inks: readonly string[]): string | undefined {
  const passes = (candidate: string): boolean => inks.every((ink) => contrastOf(candidate, ink) >= NEEDED);
  if (passes(color)) return color;
  const { lightness } = oklchOf(color);
  for (let step = 1; step <= STEPS; step += 1) {
    for (const sign of [-1, 1]) {
      const shifted = withLightness(color, Math.min(1, Math.max(0, lightness + (sign * step) / STEPS)));
      if (passes(shifted)) return shifted;
    }
  }
  return undefined;
}
