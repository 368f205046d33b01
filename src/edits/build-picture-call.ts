import type { EditLayer, EditVariant } from '../schemas/edits.ts';
import { cleanLine } from './clean-text.ts';
import { legibleUnder, toneUnder } from './review/legible-under.ts';

/** What an image model is asked for one picture; free of any provider's wire format. */
export interface PictureCall {
  readonly prompt: string;
  /** The nearest of the shapes that image models know, such as `16:9`. */
  readonly aspectRatio: string;
  /** How large: `1K` is about 1,024 px a side, `2K` twice that. */
  readonly imageSize: '1K' | '2K';
}

/** Where a picture will stand, beyond the layer itself. */
export interface PictureSetting {
  readonly frame: { readonly width: number; readonly height: number };
  /** The variant: all of its pictures share one style. */
  readonly variant: Pick<EditVariant, 'theme' | 'humanPrompt' | 'palette'>;
  /** Texts that lie directly on the picture; colors are undefined if unknown. */
  readonly textsOver: readonly { readonly ink: string | undefined; readonly x: number; readonly y: number }[];
}

/** The shapes that image models such as Gemini's take. */
const ASPECT_RATIOS: readonly (readonly [name: string, ratio: number])[] = [
  ['1:1', 1],
  ['2:3', 2 / 3],
  ['3:2', 3 / 2],
  ['3:4', 3 / 4],
  ['4:3', 4 / 3],
  ['4:5', 4 / 5],
  ['5:4', 5 / 4],
  ['9:16', 9 / 16],
  ['16:9', 16 / 9],
  ['21:9', 21 / 9],
];

/** A picture that fills more than this is soft at twice the density of pixels when it is made at 1K. */
const LARGE_PX = 1280;

/**
 * Builds the question for the picture that is to fill `layer`. It asks for a picture in words, since models that write
 * text as well answer a bare description with more words; and it says where the picture stands, what lies over it, and
 * the style that the pictures of the variant share.
 *
 * @param imagePrompt the checked instruction's
 */
export function buildPictureCall(imagePrompt: string, layer: EditLayer, setting: PictureSetting): PictureCall {
  const [width, height] = [Math.max(1, Math.round(layer.width)), Math.max(1, Math.round(layer.height))];
  const aspectRatio = nearestRatio(width / height);
  const inks = [...new Set(setting.textsOver.flatMap(({ ink }) => ink ?? []))];
  const lines = [
    askFor(legibleUnder(imagePrompt, inks)),
    '',
    `It fills ${width} x ${height} px (about ${aspectRatio}) ${placeOf(layer, setting.frame)} of a user interface: no frame, no border, no lettering, no interface in it.`,
    ...describeTexts(layer, setting, inks),
    describeStyle(setting.variant, inks),
  ];
  return {
    prompt: lines.join('\n'),
    aspectRatio,
    imageSize: Math.max(width, height) > LARGE_PX ? '2K' : '1K',
  };
}

/** `Generate an image of a boat`; a prompt that asks for one itself stays as it is. */
function askFor(imagePrompt: string): string {
  if (/^(please )?(generate|create|draw|make|render|paint|produce)\b/i.test(imagePrompt)) return imagePrompt;
  return `Generate an image of ${imagePrompt.replace(/^(An?|The) /, (article) => article.toLowerCase())}`;
}

function describeTexts(layer: EditLayer, { textsOver }: PictureSetting, inks: readonly string[]): string[] {
  if (textsOver.length === 0) return [];
  const places = [
    ...new Set(textsOver.map(({ x, y }) => partOf((x - layer.x) / layer.width, (y - layer.y) / layer.height))),
  ];
  const colored = inks.length === 0 ? 'Text' : `Text in ${inks.join(' and ')}`;
  return [
    `${colored} lies over its ${places.join(', ')}: there the picture is ${toneUnder(inks)}, even and without detail, so that the text can be read.`,
  ];
}

/** The same line for every picture of a variant. */
function describeStyle(
  { theme, humanPrompt, palette = [] }: PictureSetting['variant'],
  inks: readonly string[],
): string {
  const colors = legibleUnder(palette.join(', '), inks);
  const words =
    humanPrompt === theme ? cleanLine(theme, 100) : `${cleanLine(theme, 100)}. ${cleanLine(humanPrompt, 300)}`;
  return `It belongs to a set in one style, with the same technique, light and colors${colors === '' ? '' : ` (${colors})`}: ${words}`;
}

function placeOf(layer: EditLayer, { width, height }: PictureSetting['frame']): string {
  if (layer.width >= width * 0.9 && layer.height >= height * 0.9) return 'behind the whole';
  return `in the ${partOf((layer.x + layer.width / 2) / width, (layer.y + layer.height / 2) / height)}`;
}

/** Which ninth of a box a point lies in, from its share across and down. */
function partOf(across: number, down: number): string {
  const vertical = down < 1 / 3 ? 'upper' : down > 2 / 3 ? 'lower' : '';
  const horizontal = across < 1 / 3 ? 'left' : across > 2 / 3 ? 'right' : '';
  if (vertical === '' && horizontal === '') return 'middle';
  if (vertical === '') return `${horizontal} side`;
  return horizontal === '' ? `${vertical} part` : `${vertical} ${horizontal}`;
}

/** Nearest by factor, not by difference: 2:1 is as far from 1:1 as 1:2 is. */
function nearestRatio(ratio: number): string {
  let nearest = '1:1';
  let least = Infinity;
  for (const [name, candidate] of ASPECT_RATIOS) {
    const distance = Math.abs(Math.log(ratio / candidate));
    if (distance < least) [nearest, least] = [name, distance];
  }
  return nearest;
}
