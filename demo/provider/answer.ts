import type { Ask } from './ask.ts';
import { makeVariants } from './edits/make-variants.ts';
import type { Fault } from './faults.ts';
import { decodePicture, type Picture } from './look/decode.ts';
import { nameLayers } from './naming/name-layers.ts';
import type { DemoCall } from './options.ts';
import { createPictureMaker } from './picture-answers.ts';
import type { Answer, Asked } from './replies.ts';

/** Makes the sound answer to a call; `ask` is missing if the body was only scanned. */
export type Answerer = (
  call: DemoCall,
  ask: Ask | undefined,
  fault?: Fault,
) => Promise<{ asked: Asked; answer: Answer }>;

/** How the demo provider answers: names from what it sees, variants from the frame's design, pictures from words. */
export function createAnswerer(options: { imageBytes?: number }): Answerer {
  const makePicture = createPictureMaker(options.imageBytes);

  async function think({ kind, layers }: DemoCall, ask: Ask | undefined, fault: Fault | undefined): Promise<Answer> {
    const text = ask?.texts.join('\n') ?? '';
    switch (kind) {
      case 'picture':
        return { content: '', image: makePicture(text, ask?.aspectRatio ?? '', fault) };
      case 'edits':
        return {
          content: JSON.stringify({
            variants: ask ? makeVariants(ask.system, text, await frameOf(ask)) : cannedVariants,
          }),
        };
      default:
        return { content: JSON.stringify({ names: ask ? await nameLayers(ask) : layers.map(cannedName) }) };
    }
  }

  return async (call, ask, fault) => {
    // A scanned call is billed as a typical one: some 1,200 characters of rules, one picture a layer.
    const textChars = ask ? [ask.system, ...ask.texts].reduce((sum, text) => sum + text.length, 0) : 1200;
    const asked: Asked = { kind: call.kind, textChars, imageCount: ask ? ask.imageCount : call.layers.length };
    return { asked, answer: await think(call, ask, fault) };
  };
}

/** The whole frame, which an edits call sends as its one picture. */
async function frameOf({ pictures: [url] }: Ask): Promise<Picture | undefined> {
  return url === undefined ? undefined : decodePicture(url);
}

const cannedWords = ['primary_button', 'hero_image', 'nav_bar', 'card_title', 'search_icon', 'footer_link', 'avatar'];

function cannedName(layer: number): { layer: number; name: string } {
  return { layer, name: cannedWords[layer % cannedWords.length] ?? 'layer_card' };
}

/** Five variants of two pictures each on the first two layers, which every frame's list begins with. */
const cannedVariants = ['Calm', 'Bold', 'Dark', 'Warm', 'Fresh'].map((theme) => ({
  theme,
  humanPrompt: `A ${theme.toLowerCase()} direction with two new pictures.`,
  instructions: [
    { action: 'changeOpacity', target: 'L1', opacity: 0.9 },
    ...['L1', 'L2'].map((target) => ({ action: 'generateImage', target, imagePrompt: `${theme} landscape` })),
  ],
}));
