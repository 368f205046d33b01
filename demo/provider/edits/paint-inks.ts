import {
  colorDistance,
  contrastRatio,
  fromOklch,
  isNeutral,
  mixColors,
  parseHex,
  type Rgb,
  toOklch,
  white,
} from '../color-stats.ts';
import type { Paints } from './paint-frame.ts';
import { ensureContrast, isDark, type Palette } from './palettes.ts';
import { placeOfHue } from './place-of-hue.ts';
import type { Item, Scene } from './scene.ts';

/** Adds texts and icons to painted grounds, so that they can be read where they lie. */
export function paintInks(scene: Scene, palette: Palette, grounds: Paints): Paints {
  const paints = new Map(grounds);
  for (const item of scene.items) {
    if (item.kind !== 'text' && item.kind !== 'icon') continue;
    const color = colorInk(item, scene, palette, paints);
    if (color !== undefined) paints.set(item, [color]);
  }
  return paints;
}

/** What lies behind an item once the frame is painted: one color, or the ends of a gradient; undefined if unknown. */
function groundOf(item: Item, scene: Scene, paints: Paints): readonly Rgb[] | undefined {
  for (const below of item.below) {
    const painted = paints.get(below);
    if (painted !== undefined) return painted;
    if (below.kind === 'photo') return undefined;
    if (below.cover > 0.9) return below.fill ? [below.fill] : item.shown && [item.shown];
  }
  const { x, y, width } = item.layer;
  const around = item.shown ?? scene.colorAt(x + width / 2, y - 1);
  return around && [around];
}

/** A text's or icon's color on what it lies on; undefined if it stays. */
function colorInk(item: Item, scene: Scene, palette: Palette, paints: Paints): Rgb | undefined {
  const { kind, layer } = item;
  const parts = (layer.mixedFills ?? []).map(({ color }) => parseHex(color ?? '') ?? white);
  const fill = item.fill ?? parts[0];
  if (fill === undefined) return undefined;
  const grounds = groundOf(item, scene, paints);
  const on = item.below[0];
  const isOnPhoto = on?.kind === 'photo' && !paints.has(on);
  if (grounds === undefined || isOnPhoto) return undefined;
  const ground = grounds[0] ?? white;
  const least =
    kind === 'icon' ? 3.1 : (layer.fontSize ?? 14) >= 24 ? Math.max(3.2, palette.contrast - 1.5) : palette.contrast;
  // One color for all would lose what its parts say: it comes only if some part could not be read.
  const isEachLegible = parts.every((part) => grounds.every((each) => contrastRatio(part, each) >= least));
  if (parts.length > 0 && isEachLegible) return undefined;
  const wanted = isNeutral(fill) ? neutralInk({ ...item, fill }, ground, palette) : livelyInk(fill, scene, palette);
  return grounds.reduce((ink, each) => ensureContrast(ink, each, least), wanted);
}

/** Words in the leading hue follow the palette; green, amber and red ones say something and stay what they are. */
function livelyInk(fill: Rgb, scene: Scene, { primary }: Palette): Rgb {
  const [, chroma, hue] = toOklch(fill);
  return placeOfHue(hue, scene.hues) <= 0 && !isAlarm(fill, scene)
    ? primary
    : fromOklch([toOklch(primary)[0], Math.min(0.16, chroma), hue]);
}

/**
 * What was strong stays strong, what was quiet stays quiet; on a colored ground both are as near to it as they were.
 */
function neutralInk({ fill = white, shown, layer }: Item, ground: Rgb, palette: Palette): Rgb {
  const before = contrastRatio(fill, shown ?? (toOklch(fill)[0] > 0.6 ? [20, 20, 20] : white));
  const isStrong = before >= 7.5 || (layer.fontSize ?? 14) >= 18;
  const isDarkGround = toOklch(ground)[0] < 0.62;
  if (isDarkGround === isDark(palette)) return isStrong ? palette.ink : palette.muted;
  return isDarkGround
    ? mixColors(white, ground, isStrong ? 0.04 : 0.2)
    : mixColors([16, 18, 24], ground, isStrong ? 0.04 : 0.3);
}

/** A red that no button or surface of the frame has says that something is wrong, even beside an orange brand. */
function isAlarm(color: Rgb, { items }: Scene): boolean {
  const [, chroma, hue] = toOklch(color);
  if (chroma < 0.14 || hue < 12 || hue > 34) return false;
  return !items.some(({ kind, fill }) => kind === 'box' && fill !== undefined && colorDistance(fill, color) < 0.04);
}
