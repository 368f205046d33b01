import { type Ask, type LayerAsk, readNamingStyle } from '../ask.ts';
import { decodePicture } from '../look/decode.ts';
import { describePicture, type Look } from '../look/describe.ts';
import type { Name } from './name.ts';
import { nameByLook, nameByType, shapeWord, sizeWord } from './name-look.ts';
import { nameByText } from './name-text.ts';
import { joinWords } from './style.ts';

const maxWords = 5;
const maxChars = 80;

/**
 * Names the layers of a call, in its style. Layers that look and read the same share a name; where two that differ
 * would share one, the later gets a finer word: its colour, size, shape or weight.
 */
export function nameLayers(ask: Ask): { layer: number; name: string }[] {
  const style = readNamingStyle(ask.texts);
  const ownerOf = new Map<string, string>();
  return ask.layers.map((layer) => {
    const look = lookAt(layer);
    const name = nameLayer(layer, look);
    const identity = `${layer.type}\n${layer.text ?? ''}\n${layer.image ?? ''}`;
    const candidates = [name, ...finerNames(name, layer, look)];
    const free = candidates.find((candidate) => {
      const owner = ownerOf.get(wordsOf(candidate).join(' '));
      return owner === undefined || owner === identity;
    });
    const words = wordsOf(free ?? name);
    ownerOf.set(words.join(' '), identity);
    const joined = joinWords(words, style, Math.min(name.role.length, words.length));
    return { layer: layer.number, name: joined.slice(0, maxChars) };
  });
}

function lookAt(layer: LayerAsk): Look | undefined {
  const picture = layer.image === undefined ? undefined : decodePicture(layer.image);
  return picture && describePicture(picture);
}

function nameLayer(layer: LayerAsk, look: Look | undefined): Name {
  const text = layer.text?.trim();
  const named = text && /[\p{L}\p{N}]/u.test(text) ? nameByText(layer, text, look) : undefined;
  return named ?? (look ? nameByLook(layer, look) : nameByType(layer));
}

/** The same name with one finer word, and then with two. */
function finerNames(name: Name, layer: LayerAsk, look: Look | undefined): Name[] {
  if (!look) return [{ ...name, about: [sizeWord(boxOf(layer)), ...name.about] }];
  const shade = name.shade || look.colour;
  const said = new Set([...name.about, ...name.role]);
  const finer = [shade, ...look.details, look.accents[0] ?? '', look.ground, sizeWord(look), shapeWord(look)];
  const words = [...new Set(finer)].filter((word) => word && !said.has(word));
  const once = words.map((word) => withWords(name, word));
  const twice = words.flatMap((first, at) =>
    words.slice(at + 1).map((second) => withWords(name, `${first}_${second}`)),
  );
  return [...once, ...twice];
}

function withWords({ about, role }: Name, words: string): Name {
  return { about: [...words.split('_'), ...about], role };
}

function boxOf({ width = 100, height = 100 }: LayerAsk) {
  return { width: width * 2, height: height * 2 };
}

/** At most five words: what the layer is stays whole, what it is about gives way. */
function wordsOf(name: Name): string[] {
  const about = name.about.filter((word) => word !== '');
  const clean = about.filter(
    (word, at) => word !== about[at - 1] && !(at === about.length - 1 && word === name.role[0]),
  );
  return [...clean.slice(0, Math.max(0, maxWords - name.role.length)), ...name.role].slice(0, maxWords);
}
