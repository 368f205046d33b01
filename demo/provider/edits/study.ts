import { parseHex, type Rgb, toOklch } from '../color-stats.ts';
import type { FrameAsk, FrameLayer } from './frame-ask.ts';

/** What a layer is in the design, as far as its type, size and fill tell. */
export type Part = 'background' | 'image' | 'divider' | 'button' | 'badge' | 'surface' | 'shape' | 'text' | 'other';

/** A layer with its part, the colour it is filled with, and the layer it lies on. */
export interface StudiedLayer {
  layer: FrameLayer;
  part: Part;
  fill?: Rgb;
  /** The smallest filled layer round it; undefined where it lies on something that is not in the list. */
  ground?: StudiedLayer;
  /** For text: title, heading, body or label, by its size among the frame's sizes. */
  rank?: 'title' | 'heading' | 'body' | 'label';
  /** Words drawn on it that are no layer of their own: its fill may not come too near to theirs. */
  hasOwnWords: boolean;
}

export interface Study {
  layers: StudiedLayer[];
  /** The hues in use, in degrees, the one filling most first; empty in a gray design. */
  hues: number[];
  /** Its chroma, 0 to 0.4, and lightness, 0 to 1. */
  chroma: number;
  lightness: number;
}

/** Works out the parts, the grounds and the leading colours of a frame. */
export function studyFrame(ask: FrameAsk): Study {
  const frameArea = Math.max(1, ask.width * ask.height);
  const sizes = ask.layers.map((layer) => layer.fontSize ?? 0).toSorted((a, b) => b - a);
  const largest = sizes[0] ?? 0;
  const layers = ask.layers.map((layer): StudiedLayer => {
    const fill = fillOf(layer);
    const part = partOf(layer, fill, frameArea);
    const studied: StudiedLayer = { layer, part, hasOwnWords: false };
    if (fill) studied.fill = fill;
    if (part === 'text') studied.rank = rankOf(layer, largest);
    return studied;
  });
  for (const studied of layers) {
    const ground = findGround(studied, layers);
    if (ground) studied.ground = ground;
    studied.hasOwnWords = studied.part !== 'text' && !!studied.layer.text && !holdsTextLayer(studied, layers);
  }
  return { layers, ...studyColours(layers, frameArea) };
}

function fillOf(layer: FrameLayer): Rgb | undefined {
  const solid = layer.fills?.findLast((fill) => fill.type === 'SOLID' && fill.color !== undefined);
  return solid?.color === undefined ? undefined : parseHex(solid.color);
}

function partOf(layer: FrameLayer, fill: Rgb | undefined, frameArea: number): Part {
  const { width, height, type } = layer;
  if (type === 'TEXT') return 'text';
  if (layer.hasImageFill || layer.fills?.some((paint) => paint.type === 'IMAGE')) return 'image';
  if (Math.min(width, height) <= 2) return 'divider';
  if (!fill) return 'other';
  const share = (width * height) / frameArea;
  if (share > 0.85) return 'background';
  const isControl = /INSTANCE|COMPONENT/.test(type) || /button|btn|cta/i.test(layer.name);
  if (isControl && Math.max(width, height) <= 40) return 'badge';
  if (isControl && height <= 80) return 'button';
  return share > 0.008 && Math.min(width, height) >= 40 ? 'surface' : 'shape';
}

function rankOf({ fontSize = 14 }: FrameLayer, largest: number): 'title' | 'heading' | 'body' | 'label' {
  if (fontSize >= 20 && fontSize >= 0.8 * largest) return 'title';
  if (fontSize >= 16) return 'heading';
  return fontSize >= 12 ? 'body' : 'label';
}

function findGround(studied: StudiedLayer, layers: readonly StudiedLayer[]): StudiedLayer | undefined {
  const { x, y, width, height } = studied.layer;
  const [midX, midY] = [x + width / 2, y + height / 2];
  let best: StudiedLayer | undefined;
  for (const other of layers) {
    if (other === studied) break; // what comes later lies above
    if (!other.fill || other.part === 'text') continue;
    const box = other.layer;
    const holds = midX >= box.x && midX <= box.x + box.width && midY >= box.y && midY <= box.y + box.height;
    if (holds && (!best || box.width * box.height <= best.layer.width * best.layer.height)) best = other;
  }
  return best;
}

function holdsTextLayer({ layer }: StudiedLayer, layers: readonly StudiedLayer[]): boolean {
  return layers.some(({ part, layer: text }) => part === 'text' && !!text.text && layer.text?.includes(text.text));
}

function studyColours(layers: readonly StudiedLayer[], frameArea: number) {
  const found = new Map<number, { weight: number; chroma: number; lightness: number }>();
  for (const { layer, fill, part } of layers) {
    if (!fill) continue;
    const [lightness, chroma, hue] = toOklch(fill);
    if (chroma < 0.04) continue;
    // Letters cover a fifth of their box; a button says more about a brand than its area does.
    const area = (layer.width * layer.height) / frameArea;
    const weight = (part === 'text' ? area / 5 : area) + (part === 'button' ? 0.02 : 0.001);
    const bucket = Math.round(hue / 30) % 12;
    const before = found.get(bucket) ?? { weight: 0, chroma, lightness };
    found.set(bucket, { ...before, weight: before.weight + weight });
  }
  const sorted = [...found].toSorted((a, b) => b[1].weight - a[1].weight);
  const { chroma = 0, lightness = 0.55 } = sorted[0]?.[1] ?? {};
  return { hues: sorted.map(([bucket]) => bucket * 30), chroma, lightness };
}
