import { contrastRatio, fromOklch, type Rgb, toOklch, white } from '../color-stats.ts';
import type { Item, Scene } from './scene.ts';

/** A word that cannot be painted, and the contrast it needs. */
interface FixedInk {
  readonly ink: Rgb;
  readonly least: number;
  /** Lightness of what it lies on: words made for a light ground are not put on a dark one, nor the other way round. */
  readonly onLightness: number;
}

/** Of a holder's area, what its words may take so that each gets its own ground rather than the holder yields. */
const mostPatched = 0.3;

/**
 * Words that are drawn on a layer keep their color: what lies behind them changes. If they are few on a large surface,
 * each gets a ground, as a chip has; if not, the surface takes another color.
 */
export function keepBakedWords(scene: Scene, paints: Map<Item, readonly Rgb[]>): void {
  const heldBy = new Map<Item, Item[]>();
  for (const item of scene.items) {
    if (item.bakedInk === undefined || item.shown === undefined) continue;
    const holder = [item, ...item.below].find((other) => paints.has(other) || other.cover > 0.9);
    if (holder !== undefined && paints.has(holder)) heldBy.set(holder, [...(heldBy.get(holder) ?? []), item]);
  }
  for (const [holder, items] of heldBy) {
    const colors = paints.get(holder) ?? [];
    const failing = items.filter((item) => item !== holder && !isReadable(item, colors));
    const area = failing.reduce((sum, { layer }) => sum + layer.width * layer.height, 0);
    const isFew = area <= mostPatched * holder.layer.width * holder.layer.height;
    const yieldsTo = isFew ? items.filter((item) => !failing.includes(item)) : items;
    const before = holder.fill ?? holder.shown ?? white;
    if (holder.kind !== 'photo') {
      paints.set(
        holder,
        colors.map((color) => nearestReadable(color, before, yieldsTo.map(fixedInkOf))),
      );
    }
    for (const item of isFew ? failing : []) {
      const ground = item.shown ?? before;
      paints.set(item, [nearestReadable(paints.get(holder)?.[0] ?? ground, ground, [fixedInkOf(item)])]);
    }
  }
  matchAlike(scene, paints);
}

/** Fields and buttons that looked alike stay alike: all take the color on which the words of each can be read. */
function matchAlike({ items }: Scene, paints: Map<Item, readonly Rgb[]>): void {
  const alike = new Map<string, Item[]>();
  for (const item of items) {
    const { layer, fill } = item;
    if (!layer.text || fill === undefined || paints.get(item)?.length !== 1) continue;
    const look = JSON.stringify([layer.type, fill, layer.strokes, layer.cornerRadius, Math.round(layer.height)]);
    alike.set(look, [...(alike.get(look) ?? []), item]);
  }
  for (const group of alike.values()) {
    const written = group.filter(({ bakedInk }) => bakedInk !== undefined);
    if (written.length === 0) continue;
    const colors = group.map((item) => paints.get(item) ?? []);
    const shared = colors.find((color) => written.every((item) => isReadable(item, color))) ?? [
      group[0]?.fill ?? white,
    ];
    for (const item of group) paints.set(item, shared);
  }
}

function fixedInkOf({ bakedInk = white, shown = white, layer }: Item): FixedInk {
  const wanted = (layer.fontSize ?? 14) >= 24 ? 3.1 : 4.6;
  const least = Math.min(wanted, contrastRatio(bakedInk, shown) - 0.15);
  return { ink: bakedInk, least, onLightness: toOklch(shown)[0] };
}

function isReadable(item: Item, grounds: readonly Rgb[]): boolean {
  const ink = fixedInkOf(item);
  return grounds.every((ground) => fitsOn(ink, ground));
}

function fitsOn({ ink, least, onLightness }: FixedInk, ground: Rgb): boolean {
  const [lightness] = toOklch(ground);
  const isOtherSide = (onLightness > 0.75 && lightness < 0.6) || (onLightness < 0.4 && lightness > 0.65);
  return !isOtherSide && contrastRatio(ink, ground) >= least;
}

/**
 * The nearest color to a new one on which all inks can be read: lighter or darker, then paler on the way to the old
 * one, and at last a breath of its hue on the old one.
 */
function nearestReadable(color: Rgb, before: Rgb, inks: readonly FixedInk[]): Rgb {
  const fits = (candidate: Rgb): boolean => inks.every((ink) => fitsOn(ink, candidate));
  if (fits(color)) return color;
  const [lightness, chroma, hue] = toOklch(color);
  const [oldLightness] = toOklch(before);
  // Pale words on a paler field, such as a placeholder, need a light ground: "light" is meant beside the old ground.
  const isInkLight = inks.every(({ ink }) => toOklch(ink)[0] > oldLightness);
  const end = isInkLight ? Math.min(oldLightness, 0.2) : oldLightness;
  const steps = 24;
  for (let step = 1; step <= steps; step++) {
    const share = step / steps;
    const candidate = fromOklch([
      lightness + (end - lightness) * share,
      chroma * (isInkLight ? 1 : 1 - 0.8 * share),
      hue,
    ]);
    if (fits(candidate)) return candidate;
  }
  const breath = fromOklch([oldLightness - 0.014, 0.006, hue]);
  return fits(breath) ? breath : before;
}
