import { isText } from '../../src/edits/is-text.ts';
import { contrastOf, distanceOf } from '../../src/edits/review/color-math.ts';
import { isFailing, measureContrast } from '../../src/edits/review/contrast.ts';
import { groundBehind, inksOn, isSurface } from '../../src/edits/review/ground.ts';
import type { Look } from '../../src/edits/review/look.ts';
import type { Measured } from '../../src/edits/review/measure-variant.ts';
import type { ReviewContext } from '../../src/edits/review/review-context.ts';
import type { Scene } from '../../src/edits/review/scene.ts';
import type { Pixels } from './read-pixels.ts';

/** The pictures that the service never decodes: the frame as it is, and new ones by their layer's id. */
export interface SeenPictures {
  readonly frame: Pixels;
  readonly made: ReadonlyMap<string, Pixels>;
}

/** A variant with the pictures in place of what boxes alone leave open. */
export interface Seen {
  /** 16 x 16 points over the frame, row by row. */
  readonly surfaces: readonly string[];
  /** Texts that cannot be read and could before, on pictures too. */
  readonly unreadable: number;
  readonly texts: number;
}

const GRID = 16;
/** Letters of 24 px and more need less; WCAG. */
const [LARGE_PX, LARGE_RATIO, RATIO] = [24, 3, 4.5];
/** A contrast that was low already may be as low. */
const TOLERANCE = 0.2;
/** Nearer to the letters' color than this, a point is taken for a part of them; OKLab. */
const INK_DISTANCE = 0.12;

/** Looks at a variant with the frame's picture and the new ones: unknown points are as the frame shows them. */
export function seeVariant(measured: Measured, context: ReviewContext, pictures: SeenPictures): Seen {
  const { scene, surfaces } = measured;
  const { base, frameWidth, frameHeight } = context;
  const frameColor = (x: number, y: number): string => pictures.frame.at(x / frameWidth, y / frameHeight);
  const colorAt = (x: number, y: number): string => madeColor(scene, pictures, x, y) ?? frameColor(x, y);
  const known = measureContrast(scene, base);
  const failingKnown = new Set(known.filter(isFailing).map(({ look }) => look));
  const texts = scene.order.filter((look) => isText(look.node.layer) && !look.isHidden && !look.node.isUnseen);
  const failing = texts.filter((look) => (isTold(look) ? failingKnown.has(look) : isWorseOnPicture(look)));
  return {
    surfaces: Array.from({ length: GRID * GRID }, (_, cell) => {
      const x = (frameWidth * ((cell % GRID) + 0.5)) / GRID;
      const y = (frameHeight * (Math.floor(cell / GRID) + 0.5)) / GRID;
      return surfaces[cell] ?? colorAt(x, y);
    }),
    // Words of controls without a text layer are among the failures, and not among the texts.
    unreadable: failing.length + Math.max(0, measured.checks.contrastFailures - failingKnown.size),
    texts: Math.max(texts.length, measured.textsMeasured),
  };

  /** Whether boxes show what lies behind a text. */
  function isTold(look: Look): boolean {
    return !('unknown' in groundBehind(scene, look, look.x + look.width / 2, look.y + look.height / 2));
  }

  /** Whether letters on unknown grounds are harder to read than before. */
  function isWorseOnPicture(look: Look): boolean {
    const was = base.lookOf(look.node);
    const inkBefore = inksOn(base, was, '#ffffff')?.[0];
    if (inkBefore === undefined) return false;
    const shown = commonest(
      pointsOf(was).map(([x, y]) => frameColor(x, y)),
      inkBefore,
    );
    const isNew = madeColor(scene, pictures, look.x + look.width / 2, look.y + look.height / 2) !== undefined;
    const grounds = isNew ? pointsOf(look).map(([x, y]) => colorAt(x, y)) : [shown];
    const ratios = grounds.map((color) => contrastOf(inksOn(scene, look, color)?.[0] ?? inkBefore, color));
    const after = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? 21;
    const limit = (look.fontSize ?? 14) >= LARGE_PX ? LARGE_RATIO : RATIO;
    // Translucent letters take on what is behind them.
    const before = contrastOf(inksOn(base, was, shown)?.[0] ?? inkBefore, shown);
    return after < limit && after < before - TOLERANCE;
  }
}

/** The color of a new picture at a point, if one is on top there. */
function madeColor(scene: Scene, { made }: SeenPictures, x: number, y: number): string | undefined {
  const top = scene.order.findLast(
    (look) =>
      isSurface(look) &&
      !look.isHidden &&
      (look.paints ?? []).length > 0 &&
      x >= look.x &&
      y >= look.y &&
      x <= look.x + look.width &&
      y <= look.y + look.height,
  );
  const pixels = made.get(top?.node.layer.id ?? '');
  return top === undefined ? undefined : pixels?.at((x - top.x) / top.width, (y - top.y) / top.height);
}

/** 24 x 12 points of a box. */
function pointsOf({ x, y, width, height }: Look): [number, number][] {
  return Array.from({ length: 24 * 12 }, (_, at) => [
    x + (width * ((at % 24) + 0.5)) / 24,
    y + (height * (Math.floor(at / 24) + 0.5)) / 12,
  ]);
}

/** The commonest color, up to three bits a channel, that is not the letters'. */
function commonest(colors: readonly string[], ink: string): string {
  const counts = new Map<string, { color: string; count: number }>();
  for (const color of colors) {
    const key = (color.slice(1).match(/../g) ?? []).map((part) => Number.parseInt(part, 16) >> 3).join();
    const entry = counts.get(key) ?? { color, count: 0 };
    entry.count += 1;
    counts.set(key, entry);
  }
  const ranked = [...counts.values()].toSorted((a, b) => b.count - a.count);
  const ground = ranked.find(({ color }) => distanceOf(color, ink) > INK_DISTANCE) ?? ranked[0];
  return ground?.color ?? '#ffffff';
}
