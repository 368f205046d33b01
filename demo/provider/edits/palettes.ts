import { contrastRatio, fromOklch, type Rgb, toOklch } from '../color-stats.ts';

/** The colours of one direction. */
export interface Palette {
  background: Rgb;
  surface: Rgb;
  primary: Rgb;
  accent: Rgb;
  text: Rgb;
  muted: Rgb;
}

/** How a palette is made from the frame's leading hue. */
export interface Scheme {
  /** Degrees from the frame's hue to the primary's, and from the primary's to the accent's. */
  turn: number;
  accentTurn: number;
  /** 0 for gray, 1 for what a screen can show at most. */
  colourfulness: number;
  /** Lightness of the ground, 0 to 1: under 0.5 the design is dark. */
  ground: number;
  /** Lightness of the primary, 0 to 1. */
  primary: number;
  /** Least contrast of text on its ground: 4.5 is WCAG AA, 7 AAA. */
  contrast: number;
}

/** Mixes a palette; text and muted text keep the scheme's contrast on the surface. */
export function makePalette(hue: number, scheme: Scheme): Palette {
  const primaryHue = hue + scheme.turn;
  const accentHue = primaryHue + scheme.accentTurn;
  const dark = scheme.ground < 0.5;
  const tint = 0.008 + 0.03 * scheme.colourfulness;
  const chroma = 0.02 + 0.19 * scheme.colourfulness;
  const surface = fromOklch([dark ? scheme.ground + 0.06 : Math.min(1, scheme.ground + 0.02), tint, primaryHue]);
  const text = fromOklch([dark ? 0.95 : 0.24, tint, primaryHue]);
  const muted = fromOklch([dark ? 0.75 : 0.5, tint * 1.5, primaryHue]);
  return {
    background: fromOklch([scheme.ground, tint, primaryHue]),
    surface,
    primary: fromOklch([scheme.primary, chroma, primaryHue]),
    accent: fromOklch([dark ? 0.72 : 0.66, chroma, accentHue]),
    text: ensureContrast(text, surface, scheme.contrast),
    muted: ensureContrast(muted, surface, Math.min(scheme.contrast, 4.5)),
  };
}

/** Moves a colour's lightness away from its ground until the contrast is at least `ratio`, or black or white. */
export function ensureContrast(rgb: Rgb, ground: Rgb, ratio: number): Rgb {
  const [start, chroma, hue] = toOklch(rgb);
  const step = toOklch(ground)[0] > 0.6 ? -0.02 : 0.02;
  for (let lightness = start; lightness >= 0 && lightness <= 1; lightness += step) {
    const moved = fromOklch([lightness, chroma, hue]);
    if (contrastRatio(moved, ground) >= ratio) return moved;
  }
  const [black, white]: Rgb[] = [
    [0, 0, 0],
    [255, 255, 255],
  ];
  return contrastRatio(black ?? rgb, ground) > contrastRatio(white ?? rgb, ground) ? [0, 0, 0] : [255, 255, 255];
}
