import { type Ask, readNamingStyle } from '../ask.ts';
import { cutCell } from '../look/cut-cell.ts';
import { decodePicture, type Picture } from '../look/decode.ts';
import { type Look, lookAt } from '../look/look.ts';
import { type Facts, readFacts } from './facts.ts';
import type { Name } from './name.ts';
import { nameBox } from './name-box.ts';
import { nameShape } from './name-shape.ts';
import { nameText } from './name-text.ts';
import { joinWords } from './style.ts';
import { keyWords } from './words.ts';

const maxWords = 5;
const maxChars = 80;

/** A layer's name as the call's answer has it. */
export interface NamedLayer {
  readonly layer: number;
  /** What its cell of a sheet shows; only for a layer with a cell. */
  readonly shows?: string;
  readonly name: string;
  /** False if neither words nor a picture showed what the layer is. */
  readonly sure: boolean;
}

/**
 * Names the layers of a call, in its style: by words, type, size, place and the layers around, and by the picture
 * where those leave something open. Of siblings that differ and would share a name, the later gets another word or a
 * number.
 */
export async function nameLayers(ask: Ask): Promise<NamedLayer[]> {
  const style = readNamingStyle(ask.texts);
  const pictures = await readPictures(ask);
  const ownerOf = new Map<string, string>();
  const all = readFacts(ask);
  const looks = new Map(all.filter(({ type }) => type !== 'TEXT').map((facts) => [facts, lookAt(pictures(facts))]));
  return all.map((facts) => {
    const { layer } = facts;
    const look = withInnerIcon(facts, looks);
    const name = nameOne(facts, look);
    const place = JSON.stringify(layer.inside ?? facts.parent?.facts?.layer.number ?? '');
    const identity = `${layer.type}\n${layer.text ?? ''}\n${layer.image ?? ''}\n${layer.cell ?? ''}`;
    const isFree = (candidate: Name): boolean => {
      const owner = ownerOf.get(`${place} ${wordsOf(candidate).join(' ')}`);
      return owner === undefined || owner === identity;
    };
    const chosen = candidatesFor(name, facts, look).find(isFree) ?? name;
    const words = wordsOf(chosen);
    ownerOf.set(`${place} ${words.join(' ')}`, identity);
    const joined = joinWords(words, style, Math.min(chosen.role.length, words.length));
    const shows = layer.cell === undefined ? {} : { shows: facts.text || (look?.icon ?? look?.kind ?? '') };
    const sure =
      facts.text !== '' || (look?.kind ?? 'unknown') !== 'unknown' || chosen.about.length > 0 || isPlain(name);
    return { layer: layer.number, ...shows, name: Array.from(joined).slice(0, maxChars).join(''), sure };
  });
}

/** Told by type and size alone. */
function isPlain({ role }: Name): boolean {
  return /divider|dot|progress|avatar|icon/.test(role.join(' '));
}

/** What a button shows is the icon in it. */
function withInnerIcon(facts: Facts, looks: ReadonlyMap<Facts, Look>): Look | undefined {
  const look = looks.get(facts);
  const inner = [...looks].find(([other, { icon }]) => other.parent?.facts === facts && icon !== undefined)?.[1];
  return look && inner ? { ...look, icon: inner.icon } : look;
}

function nameOne(facts: Facts, look: Look = { kind: 'unknown' }): Name {
  if (facts.type === 'TEXT') return facts.text === '' ? { about: ['empty'], role: ['text'] } : nameText(facts);
  return facts.text === '' ? nameShape(facts, look) : nameBox(facts, look.ink);
}

/** The name itself, then finer ones: with what its icon shows, with words of the layer around it, with a number. */
function candidatesFor(name: Name, facts: Facts, look: Look | undefined): Name[] {
  const candidates = [name];
  const finer = [look?.icon?.split('_') ?? [], keyWords(facts.text, 5).slice(2)];
  for (const words of finer) {
    const added = words.filter((word) => !name.about.includes(word) && !name.role.includes(word));
    if (added.length > 0)
      candidates.push({ about: [...name.about, ...added].slice(0, maxWords - name.role.length), role: name.role });
  }
  const about = name.about.slice(0, maxWords - 1 - name.role.length);
  for (let number = 2; number <= 16; number++) candidates.push({ about, role: [...name.role, String(number)] });
  return candidates;
}

/** At most five words: what the layer is stays complete, what it is about is shortened. */
function wordsOf({ about, role }: Name): string[] {
  const said = about.filter((word, at) => word !== '' && word !== about[at - 1] && word !== role[0]);
  return [...said.slice(0, Math.max(0, maxWords - role.length)), ...role].slice(0, maxWords);
}

/** Pictures of layers: their own, or their cell of a sheet, which is decoded once. */
async function readPictures({ layers }: Ask): Promise<(facts: Facts) => Picture | undefined> {
  const urls = [...new Set(layers.flatMap(({ image }) => image ?? []))];
  const decoded = await Promise.all(urls.map(async (url) => [url, await decodePicture(url)] as const));
  const pictureOf = new Map(decoded);
  return ({ layer: { image, cell }, width, height }) => {
    const picture = image === undefined ? undefined : pictureOf.get(image);
    if (picture === undefined || cell === undefined) return picture;
    const count = Math.max(...layers.filter((other) => other.image === image).map((other) => other.cell ?? 1));
    return cutCell(picture, cell, count, width > 0 && height > 0 ? width / height : undefined);
  };
}
