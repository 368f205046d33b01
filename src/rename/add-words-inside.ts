import type { RenameLayer } from '../schemas/rename.ts';
import { joinWordsInside, MOST_TEXTS_INSIDE } from '../schemas/words-inside.ts';
import { groupBy } from './group-by.ts';

/** Layers looked at for the words of one: a loop of parents ends, and 500 nested layers take no time. */
const MOST_VISITED = 200;

/**
 * Gives each layer without words the words of the text layers in it, in the request's order, joined by ` | `: a client
 * that sends parents need not gather them. Layers that have words, and texts, stay as they are.
 */
export function addWordsInside(layers: readonly RenameLayer[]): RenameLayer[] {
  const childrenOf = groupBy(layers, ({ id, parentId }) => (parentId === id ? undefined : parentId));
  return layers.map((layer) => {
    if ((layer.text ?? '') !== '' || isText(layer) || !childrenOf.has(layer.id)) return layer;
    const words = collectWords(layer, childrenOf);
    return words === '' ? layer : { ...layer, text: words };
  });
}

function collectWords(layer: RenameLayer, childrenOf: ReadonlyMap<string | undefined, RenameLayer[]>): string {
  const words: string[] = [];
  let visited = 0;
  const visit = (parent: RenameLayer): void => {
    for (const child of childrenOf.get(parent.id) ?? []) {
      visited += 1;
      if (visited > MOST_VISITED || words.length >= MOST_TEXTS_INSIDE) return;
      const text = (child.text ?? '').trim().replaceAll(/\s+/g, ' ');
      if (text === '') visit(child);
      else words.push(text);
    }
  };
  visit(layer);
  return joinWordsInside(words);
}

function isText({ type }: RenameLayer): boolean {
  return type === 'TEXT' || type === 'TEXT_PATH';
}
