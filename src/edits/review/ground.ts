import { ancestorsOf, type LayerNode } from '../layer-tree.ts';
import { mix } from './color-math.ts';
import type { Look, PaintLook } from './look.ts';
import type { Scene } from './scene.ts';

/** What lies behind a point: its possible colors, or why they are unknown. */
export type Ground = { readonly colors: readonly string[] } | { readonly unknown: 'picture' | 'not given' };

/** Layers of any shape: their box does not show whether they cover a point. */
const SHAPES: ReadonlySet<string> = new Set([
  'VECTOR',
  'BOOLEAN_OPERATION',
  'STAR',
  'POLYGON',
  'LINE',
  'TEXT',
  'TEXT_PATH',
]);
/** Past it, what lies below changes a color by less than anyone sees. */
const SOLID = 0.97;
/** Two gradients over each other already give four colors; more add nothing to the worst case. */
const MOST_COLORS = 8;

export interface GroundOptions {
  /** Take vectors for their boxes: for what lies on a badge that is drawn as a path. */
  readonly withShapes?: boolean;
}

/**
 * The colors behind a layer at a point, mixed from the back to the front: surfaces, their opacity and that of the
 * groups around them. A gradient gives all of its stops, since nobody knows which of them lies there.
 */
export function groundBehind(scene: Scene, of: Look, x: number, y: number, options: GroundOptions = {}): Ground {
  const { order } = scene;
  const place = order.indexOf(of);
  const stack: { paint: PaintLook; opacity: number }[] = [];
  // From the front to the back, as long as anything shines through.
  for (let index = (place === -1 ? order.length : place) - 1; index >= 0; index -= 1) {
    const look = order[index] as Look;
    if (!covers(look, x, y) || look.isHidden || look.node.isUnseen) continue;
    if (!isSurface(look) && !(options.withShapes === true && look.node.layer.type === 'VECTOR')) continue;
    const opacity = opacityOf(scene, look);
    for (const paint of (look.paints ?? []).toReversed()) stack.push({ paint, opacity: paint.opacity * opacity });
    if (stack.some((layer) => layer.opacity >= SOLID)) break;
  }
  return stack.reduceRight<Ground>((ground, { paint, opacity }) => layOver(ground, paint, opacity), {
    unknown: 'not given',
  });
}

/** Whether a layer covers its whole box. */
export function isSurface({ node }: Look): boolean {
  return !SHAPES.has(node.layer.type);
}

/** The opacity with which a layer is seen: its own and that of all layers around it. */
export function opacityOf(scene: Scene, look: Look): number {
  let { opacity } = look;
  for (const ancestor of ancestorsOf(look.node)) opacity *= scene.lookOf(ancestor).opacity;
  return opacity;
}

/**
 * The colors of letters on what is behind them: their paints over each other; undefined if one of them is not known.
 */
export function inksOn(scene: Scene, look: Look, ground: string): readonly string[] | undefined {
  const paints = (look.paints ?? []).filter(({ opacity }) => opacity > 0);
  const top = paints.findLastIndex(({ opacity }) => opacity >= SOLID);
  const seen = paints.slice(Math.max(0, top));
  if (seen.length === 0) return undefined;
  let inks: readonly string[] = [ground];
  for (const { colors, opacity } of seen) {
    if (colors === undefined) return undefined;
    inks = inks.flatMap((below) => colors.map((color) => mix(color, below, opacity))).slice(0, MOST_COLORS);
  }
  const opacity = opacityOf(scene, look);
  return inks.map((ink) => mix(ink, ground, opacity));
}

function layOver(ground: Ground, { kind, colors }: PaintLook, opacity: number): Ground {
  if (opacity < 0.01) return ground;
  if (colors === undefined) return opacity < 0.5 ? ground : { unknown: kind === 'picture' ? 'picture' : 'not given' };
  if (opacity >= SOLID) return { colors };
  // A veil that hides most of what is unknown below it is nearly what is seen.
  if ('unknown' in ground) return opacity >= 0.85 ? { colors } : ground;
  const mixed = ground.colors.flatMap((below) => colors.map((color) => mix(color, below, opacity)));
  return { colors: mixed.slice(0, MOST_COLORS) };
}

function covers({ x, y, width, height }: Look, px: number, py: number): boolean {
  return px >= x && py >= y && px <= x + width && py <= y + height;
}

/** Whether a node lies in another one. */
export function liesIn(node: LayerNode, ancestor: LayerNode): boolean {
  for (const around of ancestorsOf(node)) if (around === ancestor) return true;
  return false;
}
