import { isText } from '../is-text.ts';
import type { LayerNode } from '../layer-tree.ts';
import { contrastOf, luminanceOf, oklchOf } from './color-math.ts';
import { groundBehind, isSurface, liesIn } from './ground.ts';
import type { Look } from './look.ts';
import type { Scene } from './scene.ts';

/** Words that are part of a layer that is not a text: their color is unknown and cannot be changed. */
export interface Words {
  readonly look: Look;
  /** The color that the words most likely have: one that can be read on their original ground. */
  readonly ink: string;
  /** The least contrast with what is behind them. */
  readonly ratio: number;
  readonly limit: number;
}

/** A control is lower than this; a taller layer with words in it is a panel. */
const TALLEST_PX = 90;
const LIMIT = 4.5;

/**
 * Measures the words of buttons, rows and other layers that came without their texts, if their ground is known.
 *
 * @param base the frame before the variant
 * @param wordy see {@link findWordy}
 */
export function measureWords(
  scene: Scene,
  { base, wordy }: { readonly base: Scene; readonly wordy: readonly LayerNode[] },
): Words[] {
  return wordy.flatMap((node) => {
    const was = base.lookOf(node);
    const look = scene.lookOf(node);
    const [before, after] = [groundOf(base, was), groundOf(scene, look)];
    if (look.isHidden || before === undefined || after === undefined) return [];
    const ink = inkFor(before[0] as string);
    const worst = (grounds: readonly string[]): number => Math.min(...grounds.map((ground) => contrastOf(ink, ground)));
    return [{ look, ink, ratio: worst(after), limit: Math.min(LIMIT, worst(before)) }];
  });
}

/** The layers that carry words although no text lies in or on them. */
export function findWordy(base: Scene): LayerNode[] {
  const texts = base.order.filter(({ node }) => isText(node.layer));
  return base.order.filter((look) => hasOwnWords(look, texts)).map(({ node }) => node);
}

function hasOwnWords(look: Look, texts: readonly Look[]): boolean {
  const { layer, isUnseen } = look.node;
  if (isText(layer) || isUnseen || (layer.text ?? '').trim() === '' || layer.height > TALLEST_PX) return false;
  return !texts.some((other) => {
    const [x, y] = [other.x + other.width / 2, other.y + other.height / 2];
    return (
      liesIn(other.node, look.node) || (x > look.x && y > look.y && x < look.x + look.width && y < look.y + look.height)
    );
  });
}

/** The colors behind the words: the layer's own surface, or what it lies on. */
function groundOf(scene: Scene, look: Look): readonly string[] | undefined {
  // A look that is not in the scene lies over everything: the layer itself counts as ground.
  const self = { ...scene, order: orderUpTo(scene, look) };
  const ground = groundBehind(self, { ...look }, look.x + look.width / 2, look.y + look.height / 2);
  return 'colors' in ground && ground.colors.length > 0 ? ground.colors : undefined;
}

function orderUpTo({ order }: Scene, look: Look): readonly Look[] {
  return order.slice(0, order.indexOf(look) + 1);
}

/** White on dark or vivid colors, ink on the rest: designers set labels like this. */
function inkFor(ground: string): string {
  const luminance = luminanceOf(ground);
  const isVivid = oklchOf(ground).chroma > 0.1 && luminance < 0.5;
  return luminance < 0.3 || isVivid ? '#ffffff' : '#1f2937';
}

/** The layer whose paint is what lies behind the middle of another one, itself included. */
export function surfaceUnder(scene: Scene, look: Look): Look | undefined {
  const [x, y] = [look.x + look.width / 2, look.y + look.height / 2];
  return orderUpTo(scene, look).findLast(
    (other) =>
      isSurface(other) &&
      !other.isHidden &&
      other.x <= x &&
      other.y <= y &&
      other.x + other.width >= x &&
      other.y + other.height >= y &&
      (other.paints ?? []).some(({ opacity }) => opacity * other.opacity > 0.5),
  );
}
