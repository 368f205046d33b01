import { isText } from '../is-text.ts';
import { contrastOf, luminanceOf } from './color-math.ts';
import { groundBehind, inksOn } from './ground.ts';
import type { Look } from './look.ts';
import type { Scene } from './scene.ts';
import { textBoxOf } from './text-box.ts';

/** How well a text can be read. */
export interface Legibility {
  readonly look: Look;
  /** The least contrast of its letters with what lies behind them. */
  readonly ratio: number;
  /** What it needs: WCAG's 4.5, or 3 from 24 px. */
  readonly limit: number;
  /** The colors behind it. */
  readonly grounds: readonly string[];
}

/** Below it, no designer wrote on the ground that we see: something that we do not know of lies between. */
const UNLIKELY = 1.8;
const LARGE_PX = 24;
/** A limit minus rounding, since ratios are reported with two digits. */
const ROUNDING = 0.005;

/**
 * Measures the texts of a scene whose colors and grounds are known or can be inferred: letters on a picture or on an
 * unknown ground were readable before, so light letters lie on something dark.
 *
 * @param base the frame before the variant
 */
export function measureContrast(scene: Scene, base: Scene): Legibility[] {
  let side: { readonly isDark: boolean | undefined } | undefined;
  const pageIsDark = (): boolean | undefined => {
    side ??= { isDark: findPageSide(base) };
    return side.isDark;
  };
  return scene.order.flatMap((look) => {
    if (!isText(look.node.layer) || look.isHidden || look.node.isUnseen || (look.text ?? '').trim() === '') {
      return [];
    }
    const measured = measureText(scene, look, base, base.lookOf(look.node), pageIsDark);
    return measured === undefined ? [] : [measured];
  });
}

/** Whether a contrast is below its limit by more than rounding. */
export function isFailing({ ratio, limit }: Pick<Legibility, 'ratio' | 'limit'>): boolean {
  return ratio < limit - ROUNDING;
}

function limitOf({ fontSize }: Look): number {
  return (fontSize ?? 14) >= LARGE_PX ? 3 : 4.5;
}

/** The least contrast of a text in a scene on given grounds; undefined if its own colors are not known. */
function worstContrast(scene: Scene, look: Look, grounds: readonly string[]): number | undefined {
  let worst: number | undefined;
  for (const ground of grounds) {
    const inks = inksOn(scene, look, ground);
    if (inks === undefined) return undefined;
    for (const ink of inks) worst = Math.min(worst ?? 21, contrastOf(ink, ground));
  }
  return worst;
}

function measureText(
  scene: Scene,
  look: Look,
  base: Scene,
  was: Look,
  pageIsDark: () => boolean | undefined,
): Legibility | undefined {
  const limit = limitOf(look);
  const before = groundsOf(base, was, was, false);
  const ratioBefore = before === undefined ? undefined : worstContrast(base, was, before);
  // Something lies between that is not a surface, such as a badge drawn as a path.
  const withShapes = ratioBefore !== undefined && ratioBefore < UNLIKELY;
  const beforeShapes = withShapes ? groundsOf(base, was, was, true) : before;
  const ratioShapes = beforeShapes === undefined ? undefined : worstContrast(base, was, beforeShapes);
  const grounds = groundsOf(scene, look, was, withShapes);
  const isKnown =
    grounds !== undefined && !(withShapes && (ratioShapes ?? 0) < UNLIKELY && isSame(grounds, beforeShapes));
  if (isKnown) {
    const ratio = worstContrast(scene, look, grounds);
    return ratio === undefined ? undefined : { look, ratio, limit, grounds };
  }
  return measureOnAssumed(scene, look, base, was, limit, pageIsDark());
}

/** The ground is as unknown as it was: the letters must not be worse to read than before. */
function measureOnAssumed(
  scene: Scene,
  look: Look,
  base: Scene,
  was: Look,
  limit: number,
  isPageDark: boolean | undefined,
): Legibility | undefined {
  const [ink] = inksOn(base, was, '#808080') ?? [];
  if (ink === undefined) return undefined;
  const luminance = luminanceOf(ink);
  const isOnDark = (isGray(luminance) ? isPageDark : undefined) ?? luminance > 0.4;
  const grounds = [isOnDark ? '#1f1f1f' : '#ffffff'];
  const ratio = worstContrast(scene, look, grounds);
  const ratioBefore = worstContrast(base, was, grounds);
  if (ratio === undefined || ratioBefore === undefined) return undefined;
  return { look, ratio, limit: Math.min(limit, ratioBefore), grounds };
}

/** Gray letters are as likely on white as on black. */
function isGray(luminance: number): boolean {
  return luminance > 0.12 && luminance < 0.55;
}

/**
 * Whether the page is dark, if no layer says so: by the letters that lie on it and are clearly light or dark. Letters
 * on a picture say nothing about the page. Undefined if there are none, or as many of each.
 */
function findPageSide(base: Scene): boolean | undefined {
  let vote = 0;
  for (const look of base.order) {
    if (!isText(look.node.layer) || look.node.isUnseen || !liesOnPage(base, look)) continue;
    const [ink] = inksOn(base, look, '#808080') ?? [];
    const luminance = ink === undefined ? undefined : luminanceOf(ink);
    if (luminance !== undefined && !isGray(luminance)) vote += luminance > 0.5 ? 1 : -1;
  }
  return vote === 0 ? undefined : vote > 0;
}

/** The colors behind a text, at three points of its middle line; undefined if one of them is not known. */
function groundsOf(scene: Scene, look: Look, was: Look, withShapes: boolean): string[] | undefined {
  const box = textBoxOf(look, was);
  const colors = new Set<string>();
  for (const share of [0.1, 0.5, 0.9]) {
    const ground = groundBehind(scene, look, box.x + box.width * share, box.y + box.height / 2, { withShapes });
    if ('unknown' in ground) return undefined;
    for (const color of ground.colors) colors.add(color);
  }
  return [...colors];
}

/** Whether nothing known lies behind the middle of a text. */
function liesOnPage(base: Scene, look: Look): boolean {
  const ground = groundBehind(base, look, look.x + look.width / 2, look.y + look.height / 2);
  return 'unknown' in ground && ground.unknown === 'not given';
}

function isSame(a: readonly string[], b: readonly string[] | undefined): boolean {
  return b !== undefined && a.length === b.length && a.every((color, index) => color === b[index]);
}
