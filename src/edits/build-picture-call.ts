import type { EditLayer } from '../schemas/edits.ts';

/** What an image model is asked for one picture; free of any provider's wire format. */
export interface PictureCall {
  readonly prompt: string;
  /** The nearest of the shapes that image models know, such as `16:9`. */
  readonly aspectRatio: string;
}

/** The shapes that Gemini's image models and their like take. */
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

/** Builds the question for the picture that is to fill `layer`. `imagePrompt` is the checked instruction's. */
export function buildPictureCall(imagePrompt: string, layer: EditLayer): PictureCall {
  const size = `${Math.max(1, Math.round(layer.width))} x ${Math.max(1, Math.round(layer.height))} px`;
  return {
    prompt: `${imagePrompt}\n\nIt fills ${size} of a user interface: no frame, no border, no lettering.`,
    aspectRatio: nearestRatio(Math.max(1, layer.width) / Math.max(1, layer.height)),
  };
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
