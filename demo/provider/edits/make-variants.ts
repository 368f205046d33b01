import { colourHue, nameColour, toHex } from '../color-stats.ts';
import { type Direction, directions } from './directions.ts';
import { type FrameAsk, readFrameAsk } from './frame-ask.ts';
import { type Instruction, writeInstructions } from './instructions.ts';
import { makePalette, type Palette } from './palettes.ts';
import { type StudiedLayer, type Study, studyFrame } from './study.ts';

/** A variant as the model's answer holds it. */
export interface Variant {
  theme: string;
  humanPrompt: string;
  instructions: Instruction[];
}

/** Where a design has no hue of its own. */
const blueHue = 262;
const mostPictures = 2;

/**
 * Makes the variants of a frame: directions that the prompt file and the brief call for come first, each in a palette
 * made from the frame's own leading hue (or the colour that the brief names), none under a theme to be avoided.
 *
 * @param system the protocol and, last, the prompt file's text; @param text the call's text, see readFrameAsk.
 */
export function makeVariants(system: string, text: string): Variant[] {
  const ask = readFrameAsk(text);
  const study = studyFrame(ask);
  const wished = colourHue(ask.brief);
  const leading = wished ?? study.hues[0] ?? blueHue;
  return chooseDirections(system, ask, leading).map(({ direction, theme, hue }) => {
    // A colour that the brief names is to be the primary itself, not where the scheme turns from.
    const start = wished === undefined ? hue : hue - direction.scheme.turn;
    const palette = makePalette(start, direction.scheme);
    const [first, second] = [nameColour(palette.primary), nameColour(palette.accent)];
    const colours = first === second ? first : `${first} and ${second}`;
    const instructions = writeInstructions(study, direction, palette);
    if (ask.pictures) instructions.push(...writePictures(ask, study, direction, palette, colours));
    return { theme, humanPrompt: `In ${colours}: ${direction.idea}.`, instructions };
  });
}

interface Choice {
  direction: Direction;
  theme: string;
  hue: number;
}

function chooseDirections(system: string, ask: FrameAsk, hue: number): Choice[] {
  const ranked = directions
    .map((direction) => ({
      direction,
      score: countTags(direction, directionIn(system)) + 5 * countTags(direction, ask.brief),
    }))
    .toSorted((a, b) => b.score - a.score)
    .map(({ direction }) => direction);
  const taken = new Set(ask.avoidThemes.map(normalise));
  const choices: Choice[] = [];
  // Once every theme is taken or to be avoided, they come round again in other colours.
  for (let turn = 0; turn < 360 && choices.length < ask.variantCount; turn += 40) {
    for (const direction of ranked) {
      if (choices.length === ask.variantCount) break;
      const turned = hue + turn;
      const colour = nameColour(makePalette(turned, direction.scheme).primary);
      const theme = turn === 0 ? direction.theme : `${direction.theme} in ${colour}`;
      if (taken.has(normalise(theme))) continue;
      taken.add(normalise(theme));
      choices.push({ direction, theme, hue: turned });
    }
  }
  return choices;
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

function normalise(theme: string): string {
  return theme.trim().toLowerCase();
}

function area({ layer }: StudiedLayer): number {
  return layer.width * layer.height;
}

/** Pictures for the layers that hold one, else for the largest plain area that is not the whole ground. */
function writePictures(
  ask: FrameAsk,
  study: Study,
  direction: Direction,
  palette: Palette,
  colours: string,
): Instruction[] {
  const images = study.layers.filter(({ part }) => part === 'image');
  const plain = study.layers.filter(
    ({ part, hasOwnWords }) => (part === 'surface' || part === 'shape') && !hasOwnWords,
  );
  const fallback = plain.length > 0 ? plain : study.layers.filter(({ part }) => part !== 'text' && part !== 'divider');
  const chosen = images.length > 0 ? images : fallback.toSorted((a, b) => area(b) - area(a)).slice(0, 1);
  const title = study.layers.find(({ rank }) => rank === 'title')?.layer.text;
  const subject = title ? `${ask.name}: ${title}` : ask.name;
  return chosen
    .toSorted((a, b) => area(b) - area(a))
    .slice(0, mostPictures)
    .map(({ layer }) => ({
      action: 'generateImage',
      target: layer.id,
      imagePrompt:
        `${direction.picture}; for "${subject.slice(0, 120)}"; in ${colours} ` +
        `(${toHex(palette.primary)}, ${toHex(palette.accent)}, ${toHex(palette.background)})`,
    }));
}
