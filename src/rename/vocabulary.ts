import type { NamingStyle, RenameLayer } from '../schemas/rename.ts';
import { cleanName, wordsOf } from './clean-name.ts';
import { isDefaultName } from './default-name.ts';
import { groupBy } from './group-by.ts';
import { isControl, roleClassOf } from './role-words.ts';

const MOST_GLOSSARY_NAMES = 12;
const GLOSSARY_NAME_CHARS = 40;

/** A layer with the name that a model gave it. */
export interface NamedLayer {
  readonly layer: RenameLayer;
  readonly name: string;
}

/**
 * The words that all calls of a job share without waiting for each other: names that people gave to layers, their
 * parents and components in this file.
 */
export function glossaryOf(layers: readonly RenameLayer[]): string[] {
  const names = layers.flatMap(({ currentName, parentName = '', componentName = '', text }) => [
    componentName,
    parentName,
    // A text layer's name is its text until somebody names it.
    currentName.trim() === text?.trim() ? '' : currentName,
  ]);
  const counts = [
    ...groupBy(
      names.filter((name) => isGlossaryName(name)),
      (name) => name,
    ),
  ];
  return counts
    .toSorted(([, a], [, b]) => b.length - a.length)
    .slice(0, MOST_GLOSSARY_NAMES)
    .map(([name]) => name);
}

function isGlossaryName(name: string): boolean {
  return name.length <= GLOSSARY_NAME_CHARS && !isDefaultName(name) && /\p{L}/u.test(name);
}

/**
 * One role word for one kind of layer in a job: the calls of a job do not see each other, and one may say "btn" where
 * another says "button". The first answer about a kind decides, by its commonest word.
 */
export class Vocabulary {
  readonly #style: NamingStyle;
  readonly #words = new Map<string, { readonly word: string; readonly uses: number }>();

  constructor(style: NamingStyle) {
    this.#style = style;
  }

  /**
   * The names of one answer, each with the role word that layers of its kind have in this job. The words of kinds that
   * are new are learned first, from all of them.
   */
  unify(named: readonly NamedLayer[]): string[] {
    const uses = named.map(({ layer, name }): Use => {
      const word = roleOf(name);
      return { name, word, keys: keysOf(layer, word) };
    });
    this.#learn(uses);
    return uses.map((use) => this.#adopt(use));
  }

  #learn(uses: readonly Use[]): void {
    const unknown = uses.flatMap(({ keys, word }) =>
      keys.filter((key) => !this.#words.has(key)).map((key) => ({ key, word })),
    );
    if (unknown.length === 0) return;
    for (const [key, group] of groupBy(unknown, (use) => use.key)) {
      const [[word] = ['']] = [...groupBy(group, (use) => use.word)].toSorted(([, a], [, b]) => b.length - a.length);
      this.#words.set(key, { word, uses: group.length });
    }
  }

  #adopt({ name, word, keys }: Use): string {
    const rules = keys.flatMap((key) => this.#words.get(key) ?? []);
    const common = rules.toSorted((a, b) => b.uses - a.uses)[0]?.word;
    if (common === undefined || common === word) return name;
    const parts = name.split('/').map(wordsOf);
    parts[0]?.splice(-1, 1, common);
    return cleanName(parts.map((words) => words.join(' ')).join('/'), this.#style) ?? name;
  }
}

/** A name with its role word, and the keys of the layers that must share the word. */
interface Use {
  readonly name: string;
  readonly word: string;
  readonly keys: readonly string[];
}

/** The last word says what a layer is; in Slash/Case the last of the first part does. */
function roleOf(name: string): string {
  return wordsOf(name.split('/')[0] ?? '').at(-1) ?? '';
}

/**
 * Keys of the layers that must share a role word with this one: for controls their siblings of a kind, for others their
 * kind.
 */
function keysOf(layer: RenameLayer, word: string): string[] {
  const roleClass = roleClassOf(word);
  const isWithSiblings = layer.parentId !== undefined && isControl(word);
  if (roleClass === undefined && !isWithSiblings) return [];
  const kind = kindOf(layer);
  const ofSiblings = isWithSiblings ? [`${kind} ${layer.parentId}`] : [];
  return roleClass === undefined ? ofSiblings : [`${kind} ${roleClass}`, ...ofSiblings];
}

/** Layers of one kind have the same type, component, height (texts: font size), and all or none of them words. */
function kindOf({ type, componentName = '', height, width, fontSize, text = '' }: RenameLayer): string {
  const size = type.startsWith('TEXT') ? [fontSize] : [round(height), text === '' ? round(width) : 0];
  return JSON.stringify([type, componentName, ...size, text === '']);
}

function round(side: number | undefined): number | undefined {
  return side === undefined ? undefined : Math.round(side / 2);
}
