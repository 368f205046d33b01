import { colorDistance, parseHex, type Rgb, toOklch, white } from '../color-stats.ts';
import type { Picture } from '../look/decode.ts';
import type { FrameAsk, FrameLayer } from './frame-ask.ts';

/** What a layer is when the frame is repainted. */
export type Kind = 'text' | 'icon' | 'photo' | 'line' | 'box';

/** A layer, and what is known of how it looks. */
export interface Item {
  readonly layer: FrameLayer;
  readonly kind: Kind;
  /** Its place from back to front. */
  readonly order: number;
  readonly fill: Rgb | undefined;
  /** How much of what lies below its fill hides, 0 to 1. */
  readonly cover: number;
  /** What is seen behind its words, if the frame's picture was sent. */
  readonly shown: Rgb | undefined;
  /** The color of words that are drawn on it and are not their own layers. */
  readonly bakedInk: Rgb | undefined;
  /** The boxes and photographs that its middle lies on, the topmost first. */
  readonly below: readonly Item[];
}

/** A frame to paint. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly items: readonly Item[];
  /** The hues in use, in degrees, the leading one first; empty in a gray design. */
  readonly hues: readonly number[];
  readonly isDark: boolean;
  /** The color at a point of the frame as it is; undefined without its picture. */
  readonly colorAt: (x: number, y: number) => Rgb | undefined;
}

/** Reads a frame and, if it came along, its picture. */
export function readScene(ask: FrameAsk, picture: Picture | undefined): Scene {
  const colorAt = createSampler(ask, picture);
  const kinds = ask.layers.map(kindOf);
  const items: Item[] = [];
  for (const [order, layer] of ask.layers.entries()) {
    const kind = kinds[order] ?? 'box';
    const solid = layer.fills?.findLast(({ type, color }) => type === 'SOLID' && color !== undefined);
    const fill = solid?.color === undefined ? undefined : parseHex(solid.color);
    const isPainted = fill !== undefined || layer.fills?.some(({ type }) => type.startsWith('GRADIENT'));
    const cover = isPainted || kind === 'photo' ? (solid?.opacity ?? 1) * (layer.opacity ?? 1) : 0;
    const isBaked =
      kind === 'box' && Boolean(layer.text) && layer.height <= 120 && !holdsText(layer, ask.layers, kinds);
    const colors = kind === 'text' || isBaked ? countColors(layer, colorAt) : [];
    const shown = kind === 'text' ? colors.find((color) => !fill || colorDistance(color, fill) > 0.12) : colors[0];
    const ground = fill !== undefined && cover > 0.9 ? fill : shown;
    const below = itemsBelow(layer, items);
    const isGuessed = isBaked && colors.length === 0;
    const guessed = isGuessed
      ? (ground ?? below.find((other) => other.fill && other.cover > 0.9)?.fill ?? white)
      : ground;
    const bakedInk = isGuessed
      ? guessInk(guessed ?? white)
      : isBaked
        ? colors.find((color) => ground && colorDistance(color, ground) > 0.12)
        : undefined;
    items.push({ layer, kind, order, fill, cover, shown: kind === 'text' ? shown : guessed, bakedInk, below });
  }
  return {
    width: ask.width,
    height: ask.height,
    items,
    hues: findHues(items, ask),
    isDark: looksDark(items, ask, colorAt),
    colorAt,
  };
}

/** Words whose color is unknown are taken for quiet ones: what keeps those readable keeps all readable. */
function guessInk(ground: Rgb): Rgb {
  return toOklch(ground)[0] > 0.75 ? [140, 146, 158] : white;
}

export function covers({ x, y, width, height }: FrameLayer, atX: number, atY: number): boolean {
  return atX >= x && atY >= y && atX <= x + width && atY <= y + height;
}

function itemsBelow({ x, y, width, height }: FrameLayer, items: readonly Item[]): Item[] {
  return items
    .filter(({ kind, layer }) => (kind === 'box' || kind === 'photo') && covers(layer, x + width / 2, y + height / 2))
    .toReversed();
}

/** 0 to 1. */
export function shareOfFrame({ layer }: Item, { width, height }: Scene): number {
  return (layer.width * layer.height) / Math.max(1, width * height);
}

const drawings = new Set(['VECTOR', 'BOOLEAN_OPERATION', 'STAR', 'POLYGON']);

function kindOf(layer: FrameLayer): Kind {
  const { type, width, height, text } = layer;
  if (type === 'TEXT' || type === 'TEXT_PATH') return 'text';
  if (type === 'LINE' || Math.min(width, height) <= 3) return 'line';
  const isControl = Boolean(text) && height <= 72;
  if (!isControl && (layer.hasImageFill || layer.fills?.some((paint) => paint.type === 'IMAGE'))) return 'photo';
  return drawings.has(type) ? 'icon' : 'box';
}

function holdsText(layer: FrameLayer, layers: readonly FrameLayer[], kinds: readonly Kind[]): boolean {
  return layers.some(
    (other, at) => kinds[at] === 'text' && covers(layer, other.x + other.width / 2, other.y + other.height / 2),
  );
}

function createSampler({ width, height }: FrameAsk, picture: Picture | undefined): Scene['colorAt'] {
  if (picture === undefined) return () => undefined;
  const { rgba } = picture;
  return (x, y) => {
    const column = Math.min(picture.width - 1, Math.max(0, Math.floor((x / width) * picture.width)));
    const row = Math.min(picture.height - 1, Math.max(0, Math.floor((y / height) * picture.height)));
    const at = 4 * (row * picture.width + column);
    return [rgba[at] ?? 0, rgba[at + 1] ?? 0, rgba[at + 2] ?? 0];
  };
}

/** The colors in a layer's box, the commonest first. */
function countColors({ x, y, width, height }: FrameLayer, colorAt: Scene['colorAt']): Rgb[] {
  const counts = new Map<string, { color: Rgb; count: number }>();
  for (let i = 0; i < 24 * 12; i++) {
    const color = colorAt(x + (width * ((i % 24) + 0.5)) / 24, y + (height * (Math.floor(i / 24) + 0.5)) / 12);
    if (color === undefined) return [];
    const key = color.map((value) => value >> 3).join();
    const entry = counts.get(key) ?? { color, count: 0 };
    entry.count++;
    counts.set(key, entry);
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count).map(({ color }) => color);
}

function findHues(items: readonly Item[], { width, height }: FrameAsk): number[] {
  const weights = new Map<number, number>();
  for (const { layer, fill, kind } of items) {
    if (fill === undefined || toOklch(fill)[1] < 0.05) continue;
    const bucket = Math.round(toOklch(fill)[2] / 30) % 12;
    const area = (layer.width * layer.height) / Math.max(1, width * height);
    // Letters cover a fifth of their box; a button says more about a brand than its area does.
    const weight = kind === 'text' || kind === 'icon' ? area / 5 : area + (layer.height <= 72 ? 0.02 : 0);
    weights.set(bucket, (weights.get(bucket) ?? 0) + weight);
  }
  return [...weights].toSorted((a, b) => b[1] - a[1]).map(([bucket]) => 30 * bucket);
}

/** Whether most of the frame is dark: by its picture, else by its large fills. */
function looksDark(items: readonly Item[], { width, height }: FrameAsk, colorAt: Scene['colorAt']): boolean {
  const points = Array.from({ length: 144 }, (_, at) =>
    colorAt((width * ((at % 12) + 0.5)) / 12, (height * (Math.floor(at / 12) + 0.5)) / 12),
  ).filter((color) => color !== undefined);
  const large = items.filter(({ layer, fill }) => fill && layer.width * layer.height > 0.1 * width * height);
  const colors = points.length > 0 ? points : large.map(({ fill }) => fill).filter((fill) => fill !== undefined);
  return colors.length > 0 && colors.filter((color) => toOklch(color)[0] < 0.5).length > colors.length / 2;
}
