import { contrastRatio, toOklch, white } from '../color-stats.ts';
import { type Item, type Scene, shareOfFrame } from './scene.ts';

/** Layers that have a new color. */
type Painted = Pick<ReadonlySet<Item>, 'has'>;

/** With less of a page's height in a new color, it looks like a stripe across it. */
const LEAST_COVERED = 0.7;

/** A layer that is the page, or a part of it from edge to edge. */
export function isGround(item: Item, scene: Scene): boolean {
  const { layer, kind, cover } = item;
  return (
    kind === 'box' &&
    cover > 0.9 &&
    layer.height > 120 &&
    (shareOfFrame(item, scene) >= 0.6 || layer.width >= 0.9 * scene.width)
  );
}

/** A part of the page that has no fill, on nothing that has one: painting it paints the page. */
export function isOpenGround(item: Item, scene: Scene, painted: Painted): boolean {
  const { layer, kind, fill, cover, below } = item;
  if (kind !== 'box' || fill !== undefined || cover > 0 || layer.height <= 120) return false;
  const isPart = layer.width >= 0.6 * scene.width && shareOfFrame(item, scene) >= 0.06;
  return isPart && !below.some((other) => painted.has(other) || other.cover > 0.5);
}

/** Whether the parts that make the page, painted and unfilled ones, leave no strip of it as it was. */
export function coversPage(scene: Scene): boolean {
  const none: Painted = new Set();
  const parts = scene.items.filter((item) => isOpenGround(item, scene, none) || isGround(item, scene));
  const rows = Array.from({ length: 40 }, (_, at) => (scene.height * (at + 0.5)) / 40);
  const covered = rows.filter((y) => parts.some(({ layer }) => layer.y <= y && layer.y + layer.height >= y));
  return covered.length >= LEAST_COVERED * rows.length;
}

/** A bar or a sidebar along an edge of the frame. */
export function isChrome({ layer }: Item, { width, height }: Scene): boolean {
  const { x, y } = layer;
  const isSide =
    layer.height >= 0.6 * height && layer.width <= 0.33 * width && (x <= 1 || x + layer.width >= width - 1);
  const isBar = layer.width >= 0.7 * width && layer.height <= 0.16 * Math.min(height, 900);
  return isSide || (isBar && (y <= 30 || y + layer.height >= height - 1));
}

/** A pale color with a meaning: an event of a calendar, a chosen row, a badge. */
export function isTint(item: Item, scene: Scene): boolean {
  const [lightness, chroma] = toOklch(item.fill ?? white);
  return !scene.isDark && lightness > 0.86 && chroma >= 0.02 && shareOfFrame(item, scene) < 0.1;
}

/** The same by a thin coat of a strong color, as badges have it in dark designs. */
export function isVeiledTint({ fill = white, cover, kind, layer, bakedInk }: Item, scene: Scene): boolean {
  const isCoat = kind === 'box' && cover >= 0.04 && cover <= 0.4 && toOklch(fill)[1] >= 0.05;
  return isCoat && bakedInk === undefined && layer.height <= 72 && layer.width <= 0.5 * scene.width;
}

/** A small gray shape that is all there is to see of a thing: the track of a switch or of a slider, a knob, a dot. */
export function isMark(item: Item, { items }: Scene): boolean {
  const { layer, below, fill = white } = item;
  if (layer.height > 40 || layer.text || layer.strokes?.length) return false;
  const under = below.find((other) => other.fill && other.cover > 0.9)?.fill ?? white;
  return (
    contrastRatio(fill, under) > 1.15 && !items.some(({ kind, below: on }) => kind === 'text' && on.includes(item))
  );
}

/** A white disc on a switch or a slider. */
export function isKnob({ layer, fill = white, below }: Item): boolean {
  const isDisc = Math.abs(layer.width - layer.height) < 1 && toOklch(fill)[0] > 0.9;
  return isDisc && (below.find(({ cover }) => cover > 0.9)?.layer.height ?? 100) <= 48;
}
