import { contrastRatio, fromOklch, type Rgb, toOklch, white } from '../color-stats.ts';

/** The colors of one variant. */
export interface Palette {
  /** The page, cards on it, fields and chips, bars along the edges. */
  readonly ground: Rgb;
  readonly surface: Rgb;
  readonly field: Rgb;
  readonly chrome: Rgb;
  /** Blocks that stand out from the page by being dark in a light design, or light in a dark one. */
  readonly deep: Rgb;
  readonly primary: Rgb;
  readonly accent: Rgb;
  /** A colored part of the page, too large for the primary's full strength. */
  readonly bold: Rgb;
  readonly line: Rgb;
  readonly ink: Rgb;
  readonly muted: Rgb;
  /** Least contrast of small text on its ground. */
  readonly contrast: number;
}

/** How a palette is made from the frame's leading hue. */
export interface Scheme {
  /** Degrees from the frame's hue to the primary's, and from the primary's to the accent's and the ground's. */
  readonly turn: number;
  readonly accentTurn: number;
  readonly groundTurn: number;
  /** Lightness of the ground, 0 to 1: under 0.5 the design is dark. */
  readonly ground: number;
  /** Chroma of the ground, 0 to 0.1, and of primary and accent, 0 to 0.25. */
  readonly tint: number;
  readonly chroma: number;
  /** Lightness of the primary, 0 to 1. */
  readonly primary: number;
  /** Bars along the edges: as the ground, as cards, dark, or in the primary. */
  readonly chrome: 'ground' | 'surface' | 'dark' | 'primary';
  /** Least contrast of text on its ground: 4.5 is WCAG AA, 7 AAA. */
  readonly contrast: number;
}

/** Mixes a palette. */
export function makePalette(hue: number, scheme: Scheme): Palette {
  const primaryHue = hue + scheme.turn;
  const groundHue = primaryHue + scheme.groundTurn;
  const isDark = scheme.ground < 0.5;
  const { tint, chroma } = scheme;
  const at = (lightness: number, share = 1): Rgb => fromOklch([Math.min(1, lightness), tint * share, groundHue]);
  const primary = fromOklch([scheme.primary, chroma, primaryHue]);
  const surface = at(scheme.ground + (isDark ? 0.05 : 0.035), isDark ? 1 : 0.5);
  const dark = fromOklch([0.24, Math.min(0.05, tint + 0.02), groundHue]);
  const chromes = { ground: at(scheme.ground - (isDark ? 0.03 : 0.02)), surface, dark, primary };
  return {
    ground: at(scheme.ground),
    surface,
    field: at(scheme.ground + (isDark ? 0.09 : 0.015), isDark ? 1 : 0.4),
    chrome: chromes[scheme.chrome],
    deep: isDark ? at(0.86, 0.8) : fromOklch([0.3, Math.min(0.06, tint + 0.02), groundHue]),
    primary,
    accent: fromOklch([isDark ? 0.74 : 0.62, chroma, primaryHue + scheme.accentTurn]),
    bold: isDark ? fromOklch([0.3, chroma * 0.6, primaryHue]) : primary,
    line: at(scheme.ground + (isDark ? 0.14 : -0.09)),
    ink: fromOklch([isDark ? 0.96 : 0.22, Math.min(0.03, tint), groundHue]),
    muted: fromOklch([isDark ? 0.78 : 0.46, Math.min(0.04, tint), groundHue]),
    contrast: scheme.contrast,
  };
}

export function isDark({ ground }: Palette): boolean {
  return toOklch(ground)[0] < 0.5;
}

/** Moves a color's lightness away from its ground until the contrast is at least `ratio`, or black or white. */
export function ensureContrast(rgb: Rgb, ground: Rgb, ratio: number): Rgb {
  if (contrastRatio(rgb, ground) >= ratio) return rgb;
  const [start, chroma, hue] = toOklch(rgb);
  const black: Rgb = [0, 0, 0];
  const isBlackBetter = contrastRatio(black, ground) >= contrastRatio(white, ground);
  const step = isBlackBetter ? -0.02 : 0.02;
  for (let lightness = start + step; lightness > 0 && lightness < 1; lightness += step) {
    const moved = fromOklch([lightness, chroma, hue]);
    if (contrastRatio(moved, ground) >= ratio) return moved;
  }
  return isBlackBetter ? black : white;
}
