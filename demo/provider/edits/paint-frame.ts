import { contrastRatio, fromOklch, isNeutral, mixColors, type Rgb, toOklch } from '../color-stats.ts';
import { keepBakedWords } from './keep-baked-words.ts';
import { ensureContrast, type Palette } from './palettes.ts';
import { type Item, type Scene, shareOfFrame } from './scene.ts';

/** The new colors of layers; two are a gradient. A layer without an entry keeps its own. */
export type Paints = ReadonlyMap<Item, readonly Rgb[]>;

const white: Rgb = [255, 255, 255];
/** With less of a page's height in a new color, it looks like a stripe across it. */
const LEAST_COVERED = 0.7;

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
export function groundOf(item: Item, scene: Scene, paints: Paints): readonly Rgb[] | undefined {
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

/** A layer that is the page, or a part of it from edge to edge. */
function isGround(item: Item, scene: Scene): boolean {
  const { layer, kind, cover } = item;
  return (
    kind === 'box' &&
    cover > 0.9 &&
    layer.height > 120 &&
    (shareOfFrame(item, scene) >= 0.6 || layer.width >= 0.9 * scene.width)
  );
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

/** A pale color that tells one thing from another: an event of a calendar, a chosen row, a badge. */
function isTint(item: Item, scene: Scene): boolean {
  const [lightness, chroma] = toOklch(item.fill ?? white);
  return !scene.isDark && lightness > 0.86 && chroma >= 0.02 && shareOfFrame(item, scene) < 0.1;
}

/** The same by a thin coat of a strong color, as badges have it in dark designs. */
function isVeiledTint({ fill = white, cover, kind, layer, bakedInk }: Item, scene: Scene): boolean {
  const isCoat = kind === 'box' && cover >= 0.04 && cover <= 0.4 && toOklch(fill)[1] >= 0.05;
  return isCoat && bakedInk === undefined && layer.height <= 72 && layer.width <= 0.5 * scene.width;
}

/** A small gray shape that is all there is to see of a thing: the track of a switch or of a slider, a knob, a dot. */
function isMark(item: Item, { items }: Scene): boolean {
  const { layer, below, fill = white } = item;
  if (layer.height > 40 || layer.text || layer.strokes?.length) return false;
  const under = below.find((other) => other.fill && other.cover > 0.9)?.fill ?? white;
  return (
    contrastRatio(fill, under) > 1.15 && !items.some(({ kind, below: on }) => kind === 'text' && on.includes(item))
  );
}

/** A white disc on a switch or a slider. */
function isKnob({ layer, fill = white, below }: Item): boolean {
  const isDisc = Math.abs(layer.width - layer.height) < 1 && toOklch(fill)[0] > 0.9;
  return isDisc && (below.find(({ cover }) => cover > 0.9)?.layer.height ?? 100) <= 48;
}

function isDark({ ground }: Palette): boolean {
  return toOklch(ground)[0] < 0.5;
}

/** As pale on the new ground, in the hue it had: the leading hue turns with the palette. */
function tintOf(fill: Rgb, { hues }: Scene, { surface, primary }: Palette): Rgb {
  const [, chroma, hue] = toOklch(fill);
  const [lightness] = toOklch(surface);
  const isLeading = placeOf(hue, hues) === 0;
  const depth = lightness < 0.5 ? lightness + 0.12 : Math.min(0.92, lightness - 0.03);
  return fromOklch([depth, Math.min(0.09, Math.max(0.05, chroma)), isLeading ? toOklch(primary)[2] : hue]);
}

/** Whether the parts that make the page, painted and unfilled ones, leave no strip of it as it was. */
function coversPage(scene: Scene): boolean {
  const none: Paints = new Map();
  const parts = scene.items.filter((item) => isOpenGround(item, scene, none) || isGround(item, scene));
  const rows = Array.from({ length: 40 }, (_, at) => (scene.height * (at + 0.5)) / 40);
  const covered = rows.filter((y) => parts.some(({ layer }) => layer.y <= y && layer.y + layer.height >= y));
  return covered.length >= LEAST_COVERED * rows.length;
}

/** A part of the page that has no fill, on nothing that has one: painting it paints the page. */
function isOpenGround(item: Item, scene: Scene, paints: Paints): boolean {
  const { layer, kind, fill, cover, below } = item;
  if (kind !== 'box' || fill !== undefined || cover > 0 || layer.height <= 120) return false;
  const isPart = layer.width >= 0.6 * scene.width && shareOfFrame(item, scene) >= 0.06;
  return isPart && !below.some((other) => paints.has(other) || other.cover > 0.5);
}

/** A bar or a sidebar along an edge of the frame. */
function isChrome({ layer }: Item, { width, height }: Scene): boolean {
  const { x, y } = layer;
  const isSide =
    layer.height >= 0.6 * height && layer.width <= 0.33 * width && (x <= 1 || x + layer.width >= width - 1);
  const isBar = layer.width >= 0.7 * width && layer.height <= 0.16 * Math.min(height, 900);
  return isSide || (isBar && (y <= 30 || y + layer.height >= height - 1));
}

/** The leading hue becomes the primary, the second the accent; further ones say something and stay near. */
function lively(fill: Rgb, { hues }: Scene, palette: Palette, share: number): Rgb {
  const hue = toOklch(fill)[2];
  const place = placeOf(hue, hues);
  if (share > 0.25) return palette.bold;
  if (place <= 0) return palette.primary;
  if (place === 1) return palette.accent;
  const [lightness, chroma] = toOklch(palette.accent);
  return fromOklch([lightness, chroma, hue]);
}

/** The place of a hue among a frame's hues, 0 for the leading one; -1 if it is none of them. */
function placeOf(hue: number, hues: readonly number[]): number {
  return hues.findIndex((known) => Math.abs(((hue - known + 540) % 360) - 180) <= 30);
}

function gradientOf({ primary, accent }: Palette): readonly Rgb[] {
  return [primary, mixColors(primary, accent, 0.35)];
}

/** A text's or icon's color on what it lies on; undefined if it stays. */
function colorInk(item: Item, scene: Scene, palette: Palette, paints: Paints): Rgb | undefined {
  const { fill, kind, layer } = item;
  if (fill === undefined) return undefined;
  const grounds = groundOf(item, scene, paints);
  const on = item.below[0];
  const isOnPhoto = on?.kind === 'photo' && !paints.has(on);
  if (grounds === undefined || isOnPhoto) return undefined;
  const ground = grounds[0] ?? white;
  const least =
    kind === 'icon' ? 3.1 : (layer.fontSize ?? 14) >= 24 ? Math.max(3.2, palette.contrast - 1.5) : palette.contrast;
  const wanted = isNeutral(fill) ? neutralInk(item, ground, palette) : livelyInk(fill, scene, palette);
  return grounds.reduce((ink, each) => ensureContrast(ink, each, least), wanted);
}

/** Words in the leading hue follow the palette; green, amber and red ones say something and stay what they are. */
function livelyInk(fill: Rgb, { hues }: Scene, { primary }: Palette): Rgb {
  const [, chroma, hue] = toOklch(fill);
  return placeOf(hue, hues) <= 0 ? primary : fromOklch([toOklch(primary)[0], Math.min(0.16, chroma), hue]);
}

/**
 * What was strong stays strong, what was quiet stays quiet; on a colored ground both are as near to it as they were.
 */
function neutralInk({ fill = white, shown, layer }: Item, ground: Rgb, palette: Palette): Rgb {
  const before = contrastRatio(fill, shown ?? (toOklch(fill)[0] > 0.6 ? [20, 20, 20] : white));
  const isStrong = before >= 7.5 || (layer.fontSize ?? 14) >= 18;
  const isDarkGround = toOklch(ground)[0] < 0.62;
  const isDarkPalette = toOklch(palette.ground)[0] < 0.5;
  if (isDarkGround === isDarkPalette) return isStrong ? palette.ink : palette.muted;
  return isDarkGround
    ? mixColors(white, ground, isStrong ? 0.04 : 0.2)
    : mixColors([16, 18, 24], ground, isStrong ? 0.04 : 0.3);
}
