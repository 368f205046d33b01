import { normalizeColor } from '../../src/edits/read-color.ts';
import type { FrameDesign, PicturedLayer } from './frame-design.ts';
import { cutOut, estimateGround, liftInk } from './lift-layer.ts';
import { type Area, clip, crop, decodePng, grow, parseColor, paste, type Raster } from './raster.ts';

/** How a layer is drawn: a filled shape, marks without their own ground, or a picture. */
export type LayerKind = 'surface' | 'ink' | 'picture';

/** A layer taken off the frame, so that it can be moved, recolored or left out. */
export interface LiftedLayer {
  readonly layer: PicturedLayer;
  readonly kind: LayerKind;
  /** Its fill as `#rrggbb`, if it has a solid one. */
  readonly fill: string | undefined;
  /** What is drawn of it without the layers on it; undefined if it lies outside the frame. */
  readonly sprite: Raster | undefined;
  /** Where the sprite lies, in pixels of the frame. */
  readonly spriteArea: Area;
}

export interface LiftedDesign {
  readonly width: number;
  readonly height: number;
  /** What is left of the frame with all layers taken off: its own background. */
  readonly ground: Raster;
  /** Back to front. */
  readonly layers: readonly LiftedLayer[];
}

/**
 * Takes a frame's picture apart into its layers, from the front to the back: a layer is lifted and the place where it
 * was is filled with what must have been behind it, before the one below has its turn.
 *
 * @throws Error if the frame has no PNG.
 */
export function liftDesign(design: FrameDesign): LiftedDesign {
  if (design.png === undefined) throw new Error('the frame has no picture to take apart');
  const page = decodePng(design.png);
  const scale = page.width / design.width;
  const layers: LiftedLayer[] = [];
  for (const layer of design.layers.toReversed()) {
    const area = clip(
      { x: layer.x * scale, y: layer.y * scale, width: layer.width * scale, height: layer.height * scale },
      page,
    );
    const fill = solidFill(layer);
    const kind = kindOf(layer, fill);
    if (area.width === 0 || area.height === 0) {
      layers.push({ layer, kind, fill, sprite: undefined, spriteArea: layer });
      continue;
    }
    const isBoxWider = kind === 'ink' && layer.type !== 'VECTOR' && layer.type !== 'RECTANGLE';
    // Edges lie on fractions of a pixel: one more all round is what the layer has touched. A box that is wider than its
    // marks has touched nothing there.
    const touched = isBoxWider ? area : grow(area, 1, page);
    const ground = estimateGround(page, touched, isBoxWider ? 0 : reachOf(kind, area));
    if (kind === 'picture' || (isBoxWider && !isText(layer))) paintHolder(ground, touched, layer, design.layers, scale);
    const sprite =
      isBoxWider && !isText(layer)
        ? liftInk(page, area, ground, holderInk)
        : lift(page, kind === 'surface' ? area : touched, ground, kind);
    paste(page, ground, touched.x, touched.y);
    const place = kind === 'surface' ? area : touched;
    const spriteArea = {
      x: place.x / scale,
      y: place.y / scale,
      width: place.width / scale,
      height: place.height / scale,
    };
    layers.push({ layer, kind, fill, sprite, spriteArea });
  }
  return { width: design.width, height: design.height, ground: page, layers: layers.toReversed() };
}

/** Marks on a frame without a fill, such as a menu item's arrow, differ by more from what lies behind. */
const holderInk = 96;

/** How far outside a layer its ground is looked for: past the darkest of a surface's shadow, in pixels of the page. */
function reachOf(kind: LayerKind, { width, height }: Area): number {
  return kind === 'surface' ? Math.min(12, Math.max(3, Math.round(Math.min(width, height) / 12))) : 2;
}

/** Behind a picture that covers half a card, edge colors say little, but the card's fill is known. */
function paintHolder(
  ground: Raster,
  area: Area,
  layer: PicturedLayer,
  all: readonly PicturedLayer[],
  scale: number,
): void {
  const middle = { x: layer.x + layer.width / 2, y: layer.y + layer.height / 2 };
  const holder = all.slice(0, all.indexOf(layer)).findLast((other) => {
    const isOver = middle.x > other.x && middle.x < other.x + other.width;
    const isSeen = solidFill(other) !== undefined || other.hasImageFill === true || hasGradient(other);
    return isOver && middle.y > other.y && middle.y < other.y + other.height && isSeen && !isText(other);
  });
  const isPlain = holder !== undefined && holder.hasImageFill !== true && !hasGradient(layer);
  const fill = isPlain ? solidFill(holder) : undefined;
  if (holder === undefined || fill === undefined) return;
  const color = parseColor(fill);
  const inner = { x: holder.x * scale - area.x, y: holder.y * scale - area.y };
  const { x, y, width, height } = clip(
    { ...inner, width: holder.width * scale, height: holder.height * scale },
    ground,
  );
  for (let row = y; row < y + height; row += 1) {
    for (let column = x; column < x + width; column += 1) ground.data.set(color, (row * ground.width + column) * 4);
  }
}

function lift(page: Raster, area: Area, ground: Raster, kind: LayerKind): Raster {
  if (kind === 'ink') return liftInk(page, area, ground);
  return kind === 'picture' ? cutOut(page, area, ground) : crop(page, area);
}

function isText({ type }: PicturedLayer): boolean {
  return type === 'TEXT' || type === 'TEXT_PATH';
}

function hasGradient({ fills }: PicturedLayer): boolean {
  return fills?.some(({ type }) => type.startsWith('GRADIENT')) ?? false;
}

function solidFill(layer: PicturedLayer): string | undefined {
  const paint = layer.fills?.findLast(({ type, color }) => type === 'SOLID' && color !== undefined);
  return paint?.color === undefined ? undefined : normalizeColor(paint.color);
}

function kindOf(layer: PicturedLayer, fill: string | undefined): LayerKind {
  if (layer.hasImageFill === true) return 'picture';
  return layer.type === 'TEXT' || layer.type === 'VECTOR' || fill === undefined ? 'ink' : 'surface';
}

/** The radius of the roundest corner in px, never more than half the shorter side. */
export function radiusOf({ type, cornerRadius = 0, width, height }: PicturedLayer): number {
  if (type === 'ELLIPSE') return Math.min(width, height) / 2;
  const radius = typeof cornerRadius === 'number' ? cornerRadius : Math.max(...Object.values(cornerRadius));
  return Math.min(radius, width / 2, height / 2);
}
