import { isNeutral, nameColour, toOklch } from '../color-stats.ts';
import type { Picture } from './decode.ts';
import { recogniseIcon } from './icons.ts';
import { findRegion, type Measured, measurePicture } from './measure.ts';
import { isAvatar, isDisc, isLineChart, isOutline, isRing, isRounded, readProgress } from './shapes.ts';

/** What a picture shows, in the words that a name is made of. */
export interface Look {
  what:
    | 'line'
    | 'hairline'
    | 'progress'
    | 'disc'
    | 'ring'
    | 'donut'
    | 'graph'
    | 'avatar'
    | 'photo'
    | 'illustration'
    | 'icon'
    | 'outline'
    | 'rounded'
    | 'flat'
    | 'mark'
    | 'unknown';
  /** The main colour of what is drawn; '' where no pixel could be read. */
  colour: string;
  /** The colour behind it; '' where that is transparent or unknown. */
  ground: string;
  /** Lively colours besides the main one, the commonest first. */
  accents: string[];
  /** The recognised icon's word. */
  icon?: string;
  /** Whether the icon stands small in the middle, as on a button, rather than filling the picture. */
  padded?: boolean;
  /** Finer words, for telling alike pictures apart: what part is filled, where the weight lies. */
  details: string[];
  /** Pixels. */
  width: number;
  height: number;
}

/** The longest side, in pixels, of what may be an icon: 128 points exported at 2x. */
const maxIconSide = 256;

/** Looks at a picture. Without pixels (JPEG, WebP, GIF, a huge PNG) only its size speaks. */
export function describePicture(picture: Picture): Look {
  const measured = measurePicture(picture);
  const { width, height } = picture;
  const blank: Look = { what: 'unknown', colour: '', ground: '', accents: [], details: [], width, height };
  if (!measured || measured.swatches.length === 0) return blank;
  const { swatches, background } = measured;
  const nameOf = (swatch: number) => (swatches[swatch] ? nameColour(swatches[swatch].rgb) : '');
  const inks = swatches.map((_, index) => index).filter((index) => index !== background);
  const seen = classify(measured, inks);
  const main = seen.swatch ?? inks[0] ?? background;
  const lively = inks.filter((index) => index !== main && swatches[index] && !isNeutral(swatches[index].rgb));
  const colour = nameOf(main);
  const accents = [...new Set(lively.map(nameOf))].filter((name) => name !== colour);
  const details = [...(seen.details ?? []), ...describeWeight(measured), ...describeTone(measured, main)];
  const look: Look = {
    ...blank,
    what: seen.what,
    colour,
    ground: main === background ? '' : nameOf(background),
    accents,
  };
  return { ...look, details, ...(seen.icon && { icon: seen.icon, padded: seen.padded === true }) };
}

interface Seen {
  what: Look['what'];
  swatch?: number;
  icon?: string;
  padded?: boolean;
  details?: string[];
}

function classify(measured: Measured, inks: number[]): Seen {
  const { width, height, swatches, background, shades } = measured;
  if (Math.min(width, height) <= 4 && Math.max(width, height) > 12) {
    // Half a row of the white page beside a hairline is not the line.
    const isPage = (swatch: number) => swatch === -1 || toOklch(swatches[swatch]?.rgb ?? [0, 0, 0])[0] > 0.985;
    const candidates = [...inks.filter((ink) => (swatches[ink]?.share ?? 0) >= 0.4), background];
    const what = candidates.length > 1 ? 'hairline' : 'line';
    return { what, swatch: candidates.find((swatch) => !isPage(swatch)) ?? Math.max(0, background) };
  }
  const progress = readProgress(measured);
  if (progress) {
    const words = ['barely_filled', 'quarter_filled', 'half_filled', 'mostly_filled', 'filled'];
    return { what: 'progress', swatch: progress.swatch, details: [words[Math.round(progress.fill * 4)] ?? 'filled'] };
  }
  const whole = findRegion(measured, (swatch) => swatch !== background);
  const ink = inks[0];
  if (!whole || ink === undefined || whole.count < 0.004 * measured.cells.length) {
    return { what: 'flat', swatch: Math.max(0, background) };
  }
  if (isDisc(measured, whole) && (swatches[ink]?.share ?? 0) > 0.6) return { what: 'disc', swatch: ink };
  if (isRing(measured, whole)) {
    const hues = inks.filter(
      (index) => swatches[index] && swatches[index].share > 0.02 && !isNeutral(swatches[index].rgb),
    );
    return { what: hues.length > 1 && width > 80 ? 'donut' : 'ring', swatch: ink };
  }
  if (isAvatar(measured)) return { what: 'avatar' };
  if (shades > 250 && (swatches[0]?.share ?? 1) < 0.6) return { what: 'photo' };
  if (isLineChart(measured)) return { what: 'graph' };
  const small = Math.max(width, height) <= maxIconSide && Math.max(width / height, height / width) < 3.5;
  const icon = small ? recogniseIcon(measured) : undefined;
  if (icon) return { what: 'icon', swatch: icon.swatch, icon: icon.word, padded: icon.padded };
  if (isOutline(whole)) return { what: 'outline', swatch: ink };
  if (isRounded(whole) && (swatches[ink]?.share ?? 0) > 0.7) return { what: 'rounded', swatch: ink };
  const drawn = inks.filter((index) => (swatches[index]?.share ?? 0) > 0.01);
  if (drawn.length >= 2 && Math.min(width, height) >= 60) return { what: 'illustration' };
  return { what: 'mark' };
}

/** Where what is drawn lies, if not in the middle. */
function describeWeight(measured: Measured): string[] {
  const { columns, rows, cells, background } = measured;
  let [sumX, sumY, count] = [0, 0, 0];
  cells.forEach((swatch, index) => {
    if (swatch === background) return;
    sumX += index % columns;
    sumY += Math.floor(index / columns);
    count++;
  });
  if (count === 0) return [];
  const [x, y] = [sumX / count / columns - 0.5, sumY / count / rows - 0.5];
  if (Math.max(Math.abs(x), Math.abs(y)) < 0.06) return ['centered'];
  if (Math.abs(x) > Math.abs(y)) return [x < 0 ? 'left_aligned' : 'right_aligned'];
  return [y < 0 ? 'top_aligned' : 'bottom_aligned'];
}

function describeTone(measured: Measured, main: number): string[] {
  const rgb = measured.swatches[main]?.rgb;
  if (!rgb) return [];
  const [lightness, chroma] = toOklch(rgb);
  return [lightness > 0.75 ? 'light' : lightness < 0.4 ? 'dark' : chroma > 0.15 ? 'vivid' : 'muted'];
}
