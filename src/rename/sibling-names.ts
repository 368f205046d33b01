import type { NamingStyle, RenameLayer } from '../schemas/rename.ts';
import { cleanName, wordsOf } from './clean-name.ts';
import type { LayerGroup } from './group-layers.ts';

const MOST_WORDS = 5;
const MAX_LENGTH = 80;
/** The parent of layers without one. */
const PAGE = '';

/**
 * The names in use among siblings: layers that differ must not share one. Layers without a parent lie beside each other
 * on the page, unless the client sends no parents at all.
 */
export class SiblingNames {
  readonly #layers: readonly RenameLayer[];
  readonly #style: NamingStyle;
  readonly #hasParents: boolean;
  readonly #users = new Map<string, LayerGroup>();

  constructor(layers: readonly RenameLayer[], style: NamingStyle) {
    this.#layers = layers;
    this.#style = style;
    this.#hasParents = layers.some(({ parentId }) => parentId !== undefined);
  }

  /** Whether a sibling of the group's layers, which is not in the group, has the name. */
  isTaken(group: LayerGroup, name: string): boolean {
    return this.#parentsOf(group).some((parent) => {
      const user = this.#users.get(`${parent} ${name}`);
      if (user === undefined || user === group) return false;
      // Two screens that say the same are copies of one.
      return parent !== PAGE || (user.layer.text ?? '') !== (group.layer.text ?? '');
    });
  }

  take(group: LayerGroup, name: string): void {
    for (const parent of this.#parentsOf(group)) this.#users.set(`${parent} ${name}`, group);
  }

  /** A free name made of one that is taken: with a word of the layer's text, else with a number. */
  distinguish(group: LayerGroup, name: string): string {
    const words = wordsOf(name);
    const known = new Set(words);
    const further = wordsOf(group.layer.text ?? '').filter((word) => !known.has(word) && /^\p{L}{3,24}$/u.test(word));
    const byWord = words.length < MOST_WORDS ? further.slice(0, 4).map((word) => this.#prepend(word, name)) : [];
    const free = byWord.find((candidate) => !this.isTaken(group, candidate));
    if (free !== undefined) return free;
    for (let number = 2; number <= this.#layers.length + 1; number += 1) {
      const numbered = this.#append(number, name);
      if (!this.isTaken(group, numbered)) return numbered;
    }
    return name;
  }

  #prepend(word: string, name: string): string {
    const [first = '', ...parts] = name.split('/');
    // "Button/Primary": what a layer is stays in front.
    const spaced = parts.length === 0 ? `${word} ${first}` : [first, `${word} ${parts.join(' ')}`].join('/');
    return cleanName(spaced, this.#style) ?? name;
  }

  #append(number: number, name: string): string {
    const parts = name.split('/').map(wordsOf);
    // Leaves room for the number within five words and 80 characters.
    if (parts.flat().length >= MOST_WORDS || name.length > MAX_LENGTH - 5) parts.at(-1)?.splice(-1, 1);
    if (this.#style === 'Slash/Case' && parts.length === 1) parts.push([]);
    parts.at(-1)?.push(String(number));
    return cleanName(parts.map((words) => words.join(' ')).join('/'), this.#style) ?? name;
  }

  #parentsOf({ indices }: LayerGroup): readonly string[] {
    if (!this.#hasParents) return [];
    const parents = indices.map((index) => this.#layers[index]?.parentId ?? PAGE);
    return [...new Set(parents)];
  }
}
