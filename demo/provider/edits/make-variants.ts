import { colorHue, isNeutral, nameColor, toHex } from '../color-stats.ts';
import type { Picture } from '../look/decode.ts';
import { compareThumbnails, createThumbnails, type Thumbnail } from './compare-paints.ts';
import type { Direction } from './direction.ts';
import { directions } from './directions.ts';
import { type FrameAsk, readFrameAsk } from './frame-ask.ts';
import { type Instruction, writeInstructions } from './instructions.ts';
import { leanOnTokens } from './lean-on-tokens.ts';
import { type Paints, paintGrounds } from './paint-frame.ts';
import { paintInks } from './paint-inks.ts';
import { makePalette, type Palette, type Scheme } from './palettes.ts';
import { writePictures } from './pictures.ts';
import { readScene, type Scene } from './scene.ts';

/** A variant as the model's answer holds it. */
export interface Variant {
  theme: string;
  humanPrompt: string;
  palette: string[];
  instructions: Instruction[];
}

/** A direction in colors for one frame. */
interface Draft {
  readonly direction: Direction;
  readonly theme: string;
  readonly palette: Palette;
  readonly paints: Paints;
  readonly thumbnail: Thumbnail;
}

/** For a design without a hue. */
const blueHue = 262;
/** Thumbnails this far apart in OKLab look different at a glance. */
const farEnough = 0.065;
/** Share of the thumbnail that turns dark in a dark design of a light frame. */
const LEAST_FLIPPED = 0.6;
/** The most words drawn on surfaces, as a share, with which a dark frame can become light. */
const MOST_DRAWN = 0.2;
const flipProbe: Scheme = {
  turn: 0,
  accentTurn: 0,
  groundTurn: 0,
  ground: 0.2,
  tint: 0.03,
  chroma: 0.12,
  primary: 0.6,
  chrome: 'ground',
  contrast: 4.6,
};
/** From the frame itself less is enough: a light variant of a white page is not darkened to look unlike it. */
const farFromFrame = 0.03;
/** The most chroma of a light ground. The second is tried if the first leaves variants too much alike. */
const MOST_TINTS = [0.07, 0.1];
/** What a scheme is changed by until its variant differs from those before it: degrees, and the ground's lightness. */
const turns = [0, 50, -50, 100, -100, 180];
/**
 * The later ones are strong: they serve frames of which little can be painted. They gain in color and stay light, since
 * words and controls look lost on a ground of middle lightness.
 */
const shades = MOST_TINTS.flatMap((mostTint) => [
  { lightness: 0, tint: 1, mostTint },
  { lightness: 0, tint: 1.5, mostTint },
  { lightness: -0.03, tint: 2, mostTint },
  { lightness: -0.06, tint: 2.6, mostTint },
  { lightness: -0.1, tint: 3, mostTint },
  { lightness: -0.16, tint: 3.4, mostTint },
]);

/**
 * Makes the variants of a frame: directions that the prompt file and the brief call for come first, each in a palette
 * made from the frame's own leading hue (or the color that the brief names) and turned until it looks unlike the frame
 * and the variants before it; none under a theme to be avoided.
 *
 * @param system the protocol and, last, the prompt file's text
 * @param text the call's text, see readFrameAsk
 * @param picture the whole frame, if it came along
 */
export function makeVariants(system: string, text: string, picture?: Picture): Variant[] {
  const ask = readFrameAsk(text);
  const scene = readScene(ask, picture);
  return draftVariants(system, ask, scene).map(({ direction, theme, palette, paints: grounds }) => {
    const paints = paintInks(scene, palette, grounds);
    const colors = nameColors(palette);
    const instructions = writeInstructions(scene, paints, direction, palette);
    if (ask.pictures) instructions.push(...writePictures(ask, scene, direction, palette, colors));
    const shown = [palette.ground, palette.surface, palette.primary, palette.accent, palette.ink, palette.chrome];
    const hexes = [...new Set(shown.map(toHex))];
    return { theme, humanPrompt: `In ${colors}: ${direction.idea}.`, palette: hexes, instructions };
  });
}

function nameColors({ primary, accent, ground }: Palette): string {
  const colors = [primary, isNeutral(ground) ? accent : ground].map(nameColor);
  return [...new Set(colors)].join(' and ');
}

function draftVariants(system: string, ask: FrameAsk, scene: Scene): Draft[] {
  const wished = colorHue(ask.brief);
  const hue = wished ?? scene.hues[0] ?? blueHue;
  const drawThumbnail = createThumbnails(scene);
  const before = drawThumbnail(new Map());
  const mayFlip = canFlip(scene, hue, drawThumbnail);
  const taken = new Set(ask.avoidThemes.map(normalize));
  const drafts: Draft[] = [];
  // Once every theme is taken or to be avoided, they come round again in other colors.
  for (let round = 0; round < 12 && drafts.length < ask.variantCount; round++) {
    for (const ranked of rankDirections(system, ask)) {
      const isWished = countTags(ranked, ask.brief) > 0;
      const direction = mayFlip || isWished ? ranked : staySide(ranked, scene);
      if (direction === undefined) continue;
      if (drafts.length === ask.variantCount) break;
      // A color that the brief names is to be the primary itself, not where the scheme turns from.
      const start = wished === undefined ? hue + 30 * round : hue - direction.scheme.turn + 30 * round;
      const draft = draftVariant(direction, start, {
        scene,
        tokens: ask.tokens,
        drawThumbnail,
        before,
        others: drafts.map(({ thumbnail }) => thumbnail),
        mayTurn: wished === undefined,
      });
      const color = nameColor(draft.palette.primary);
      const theme = round === 0 ? direction.theme : `${direction.theme} in ${color} ${round}`;
      if (taken.has(normalize(theme))) continue;
      taken.add(normalize(theme));
      drafts.push({ ...draft, theme });
    }
  }
  return drafts;
}

interface Surroundings {
  readonly scene: Scene;
  readonly tokens: FrameAsk['tokens'];
  readonly drawThumbnail: (paints: Paints) => Thumbnail;
  /** The frame as it is. */
  readonly before: Thumbnail;
  /** The variants made so far. */
  readonly others: readonly Thumbnail[];
  /** Whether the primary's hue may be another than the direction's. */
  readonly mayTurn: boolean;
}

/** The first way of coloring a direction that looks unlike all others, or the one that comes nearest to that. */
function draftVariant(
  direction: Direction,
  hue: number,
  { scene, tokens, drawThumbnail, before, others, mayTurn }: Surroundings,
): Omit<Draft, 'theme'> {
  let best: { draft: Omit<Draft, 'theme'>; apart: number } | undefined;
  for (const shade of shades) {
    for (const turn of turns) {
      const { scheme } = direction;
      const { ground } = scheme;
      const turned = mayTurn ? { turn: scheme.turn + turn } : { groundTurn: scheme.groundTurn + turn };
      const mixed = makePalette(hue, {
        ...scheme,
        ground: ground + (ground < 0.5 ? -0.7 : 1) * shade.lightness,
        tint: Math.min(Math.max(shade.mostTint, scheme.tint), scheme.tint * shade.tint),
        ...turned,
      });
      const palette = leanOnTokens(mixed, tokens);
      const paints = paintGrounds(scene, palette);
      const thumbnail = drawThumbnail(paints);
      const needed = ground < 0.5 ? farEnough : farFromFrame;
      const fromFrame = (compareThumbnails(thumbnail, before) * farEnough) / needed;
      const apart = Math.min(fromFrame, ...others.map((other) => compareThumbnails(thumbnail, other)));
      if (best === undefined || apart > best.apart) best = { draft: { direction, palette, paints, thumbnail }, apart };
      if (apart >= farEnough) return best.draft;
    }
  }
  return (best as { draft: Omit<Draft, 'theme'> }).draft;
}

/**
 * Whether a light frame can be made dark, or a dark one light. It cannot if most of it stays as it is: because the page
 * is not a layer, or because the words drawn on its surfaces stay as they are.
 */
function canFlip(scene: Scene, hue: number, drawThumbnail: (paints: Paints) => Thumbnail): boolean {
  const written = scene.items.filter(({ kind, bakedInk }) => kind === 'text' || bakedInk !== undefined);
  const drawn = written.filter(({ bakedInk }) => bakedInk !== undefined);
  if (scene.isDark && drawn.length > MOST_DRAWN * written.length) return false;
  const palette = makePalette(hue, { ...flipProbe, ground: scene.isDark ? 0.92 : 0.2 });
  const known = drawThumbnail(paintGrounds(scene, palette)).filter((color) => color !== undefined);
  const flipped = known.filter(([lightness]) => lightness < 0.5 !== scene.isDark);
  return flipped.length >= LEAST_FLIPPED * known.length;
}

/** A direction on the frame's own side of light and dark; undefined if that would not be the direction any more. */
function staySide(direction: Direction, scene: Scene): Direction | undefined {
  const { scheme } = direction;
  if (scheme.ground < 0.5) return scene.isDark ? direction : undefined;
  if (!scene.isDark) return direction;
  const dark = { ground: 1.13 - scheme.ground, tint: Math.max(0.03, scheme.tint * 0.8), chrome: 'ground' as const };
  return { ...direction, scheme: { ...scheme, ...dark, primary: Math.max(0.68, scheme.primary) } };
}

function rankDirections(system: string, ask: FrameAsk): Direction[] {
  const score = (direction: Direction): number =>
    countTags(direction, directionIn(system)) + 5 * countTags(direction, ask.brief);
  return directions.toSorted((a, b) => score(b) - score(a));
}

/** The prompt file's text: what the service says to all prompts comes before it. */
function directionIn(system: string): string {
  const heading = '\nDIRECTION\n';
  const at = system.lastIndexOf(heading);
  return at === -1 ? system : system.slice(at + heading.length);
}

function countTags({ tags }: Direction, text: string): number {
  const lower = text.toLowerCase();
  return tags.filter((tag) => lower.includes(tag)).length;
}

function normalize(theme: string): string {
  return theme.trim().toLowerCase();
}
