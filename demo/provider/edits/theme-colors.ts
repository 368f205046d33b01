import { fromOklch, isNeutral, type Rgb, toOklch } from '../color-stats.ts';
import type { Direction } from './directions.ts';
import { ensureContrast, type Palette } from './palettes.ts';
import type { StudiedLayer, Study } from './study.ts';

const white: Rgb = [255, 255, 255];

/** Gives a layer its new colour in a direction, or undefined where the old one must stay. */
export type Recolour = (studied: StudiedLayer) => Rgb | undefined;

/**
 * Turns a frame's colours into a palette's: the same old colour always becomes the same new one. Words are kept
 * readable on what they lie on; where that is not known, or words are baked into a layer, lightness is kept.
 */
export function createRecolour(study: Study, direction: Direction, palette: Palette): Recolour {
  const { scheme } = direction;
  const dark = scheme.ground < 0.5;

  function lively(fill: Rgb): Rgb {
    const hue = toOklch(fill)[2];
    const place = study.hues.findIndex((known) => Math.abs(((hue - known + 540) % 360) - 180) <= 30);
    if (place <= 0) return palette.primary;
    if (place === 1) return palette.accent;
    // Further hues say something (danger, success): they turn a little and keep their place in the circle.
    const [lightness, chroma] = toOklch(palette.accent);
    return fromOklch([lightness, chroma, hue + scheme.turn / 6]);
  }

  function neutral(fill: Rgb): Rgb {
    const lightness = toOklch(fill)[0];
    const [, tint, hue] = toOklch(palette.surface);
    if (!dark) return fromOklch([Math.min(0.99, lightness), tint, hue]);
    return fromOklch([Math.max(scheme.ground, scheme.ground + 0.5 * (1 - lightness)), tint, hue]);
  }

  function control({ fill = white, hasOwnWords }: StudiedLayer): Rgb {
    if (!isNeutral(fill)) return hasOwnWords ? ensureContrast(lively(fill), white, 4.5) : lively(fill);
    if (!hasOwnWords) return neutral(fill);
    const [, tint, hue] = toOklch(palette.surface);
    return fromOklch([toOklch(fill)[0], Math.min(tint, 0.02), hue]);
  }

  function text(studied: StudiedLayer): Rgb | undefined {
    const { fill, ground, rank } = studied;
    if (!fill || !ground) return undefined;
    const under = recolour(ground) ?? ground.fill ?? white;
    if (!isNeutral(fill)) return ensureContrast(lively(fill), under, Math.min(scheme.contrast, 4.5));
    const strong = rank === 'title' || rank === 'heading';
    return ensureContrast(strong ? palette.text : palette.muted, under, scheme.contrast);
  }

  function recolour(studied: StudiedLayer): Rgb | undefined {
    const { part, fill, hasOwnWords } = studied;
    if (part === 'text') return text(studied);
    if (!fill) return undefined;
    if (part === 'background') return isNeutral(fill) || dark ? palette.background : palette.primary;
    if (part === 'button' || part === 'badge' || hasOwnWords) return control(studied);
    if (!isNeutral(fill)) return lively(fill);
    if (part === 'surface' && toOklch(fill)[0] > 0.93) return palette.surface;
    return neutral(fill);
  }
  return recolour;
}
