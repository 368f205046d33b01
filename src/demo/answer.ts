import type { Ask } from './ask.ts';
import type { Fault } from './faults.ts';
import { nameLayers } from './naming/name-layers.ts';
import type { DemoCall } from './options.ts';
import type { Answer, Asked } from './replies.ts';

/** Makes the sound answer to a call; `ask` is missing where the body was only scanned. */
export type Answerer = (call: DemoCall, ask: Ask | undefined, fault?: Fault) => { asked: Asked; answer: Answer };

/** The demo provider's mind: names from what it sees, variants from the frame's own design, pictures from words. */
export function createAnswerer(_options: { imageBytes?: number }): Answerer {
  return (call, ask) => {
    const textChars = ask ? ask.system.length + ask.texts.reduce((sum, text) => sum + text.length, 0) : 1200;
    const asked: Asked = { kind: call.kind, textChars, imageCount: ask ? ask.imageCount : call.layers.length };
    const names = ask ? nameLayers(ask) : cannedNames(call.layers);
    return { asked, answer: { content: JSON.stringify({ names }) } };
  };
}

const cannedWords = ['primary_button', 'hero_image', 'nav_bar', 'card_title', 'search_icon', 'footer_link', 'avatar'];

function cannedNames(layers: readonly number[]): { layer: number; name: string }[] {
  return layers.map((layer) => ({ layer, name: cannedWords[layer % cannedWords.length] ?? 'layer_card' }));
}
