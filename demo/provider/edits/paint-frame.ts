import { fromOklch, isNeutral, mixColors, type Rgb, toOklch } from '../color-stats.ts';
import { keepBakedWords } from './keep-baked-words.ts';
import { coversPage, isChrome, isGround, isKnob, isMark, isOpenGround, isTint, isVeiledTint } from './layer-roles.ts';
import { isDark, type Palette } from './palettes.ts';
import { placeOfHue } from './place-of-hue.ts';
import { type Item, type Scene, shareOfFrame } from './scene.ts';

/** The new colors of layers; two are a gradient. A layer without an entry keeps its own. */
export type Paints = ReadonlyMap<Item, readonly Rgb[]>;

/**
 * Paints what lies behind the words in a palette: grounds, surfaces and controls, held to what is written on them and
 * cannot be changed.
 */
export function paintGrounds(scene: Scene, palette: Palette): Paints {
  const paints = new Map<Item, readonly Rgb[]>();
  const mayOpen = coversPage(scene);
  const isPageFixed = !scene.items.some(
    (item) => (mayOpen && isOpenGround(item, scene, paints)) || isGround(item, scene),
  );
  // Where the page itself is not a layer, what lies on it carries the variant.
  const used = isPageFixed ? { ...palette, surface: palette.ground } : palette;
  for (const item of scene.items) {
    const colors =
      item.kind === 'photo'
        ? colorBackdrop(item, scene, used, isPageFixed)
        : colorBox(item, scene, used, mayOpen ? paints : undefined);
    if (colors !== undefined) paints.set(item, colors);
  }
  keepBakedWords(scene, paints);
  return paints;
}

/**
 * The new color of a box or a line; undefined if it stays as it is.
 *
 * @param open the paints so far, if parts of the page without a fill may be painted
 */
function colorBox(item: Item, scene: Scene, palette: Palette, open: Paints | undefined): readonly Rgb[] | undefined {
  const { fill, cover, layer, kind } = item;
  if (kind === 'text' || kind === 'icon') return undefined;
  const share = shareOfFrame(item, scene);
  if (fill === undefined) {
    if (layer.fills?.some(({ type }) => type.startsWith('GRADIENT'))) return gradientOf(palette);
    return open && kind === 'box' && isOpenGround(item, scene, open) ? [palette.ground] : undefined;
  }
  if (isVeiledTint(item, scene)) return [tintOf(fill, scene, palette)];
  if (cover <= 0.9) return undefined;
  if (kind === 'line') return [isNeutral(fill) ? palette.line : palette.primary];
  const [lightness, chroma] = toOklch(fill);
  if (isChrome(item, scene)) return [palette.chrome];
  if (isTint(item, scene)) return [tintOf(fill, scene, palette)];
  if (chroma >= 0.05) return [lively(fill, scene, palette, share)];
  const isPart = layer.height > 72 && share > 0.02;
  const isDeep = scene.isDark ? lightness > 0.75 : lightness < 0.5;
  if (isDeep) return [isPart && !scene.isDark && isDark(palette) ? palette.chrome : palette.deep];
  if (isMark(item, scene)) return isKnob(item) ? undefined : [mixColors(palette.line, palette.ink, 0.2)];
  if (isGround(item, scene)) return [palette.ground];
  return [layer.height > 72 || share > 0.02 ? palette.surface : palette.field];
}

/** A picture behind words, if little else of the frame can be painted: a gradient in its place. */
function colorBackdrop(
  item: Item,
  scene: Scene,
  { primary, accent }: Palette,
  isPageFixed: boolean,
): readonly Rgb[] | undefined {
  const holdsWords = scene.items.some(({ kind, below }) => kind === 'text' && below[0] === item);
  if (!isPageFixed || !holdsWords || shareOfFrame(item, scene) < 0.2) return undefined;
  const [lightness, chroma, hue] = toOklch(primary);
  const deep = fromOklch([Math.min(lightness, 0.42), chroma, hue]);
  return [deep, mixColors(deep, accent, 0.25)];
}

/** As pale on the new ground, in the hue it had: the leading hue turns with the palette. */
function tintOf(fill: Rgb, { hues }: Scene, { surface, primary }: Palette): Rgb {
  const [, chroma, hue] = toOklch(fill);
  const [lightness] = toOklch(surface);
  const isLeading = placeOfHue(hue, hues) === 0;
  const depth = lightness < 0.5 ? lightness + 0.12 : Math.min(0.92, lightness - 0.03);
  return fromOklch([depth, Math.min(0.09, Math.max(0.05, chroma)), isLeading ? toOklch(primary)[2] : hue]);
}

/** The leading hue becomes the primary, the second the accent; further ones say something and stay near. */
function lively(fill: Rgb, { hues }: Scene, palette: Palette, share: number): Rgb {
  const hue = toOklch(fill)[2];
  const place = placeOfHue(hue, hues);
  if (share > 0.25) return palette.bold;
  if (place <= 0) return palette.primary;
  if (place === 1) return palette.accent;
  const [lightness, chroma] = toOklch(palette.accent);
  return fromOklch([lightness, chroma, hue]);
}

function gradientOf({ primary, accent }: Palette): readonly Rgb[] {
  return [primary, mixColors(primary, accent, 0.35)];
}
