import type { DesignLayer } from '../../demo/command/read-design.ts';

/**
 * Whose words are sent: `all` those of the design's file; `plugin` what the plugin reads of a Figma file, see
 * plugin-ui/src/main/layers/describe-layer.ts; `own` those of text layers only.
 */
export type WordsSent = 'all' | 'plugin' | 'own';

export const wordChoices: readonly WordsSent[] = ['all', 'plugin', 'own'];

/** The plugin's bounds: texts of one frame, characters of each, characters of all. */
const MOST_TEXTS = 12;
const LONGEST_OF_ONE_TEXT = 80;
const LONGEST_WORDS = 300;

/** The layers with the words that a client of this kind would send. */
export function chooseWords(layers: readonly DesignLayer[], sent: WordsSent): readonly DesignLayer[] {
  if (sent === 'all') return layers;
  if (sent === 'own') return layers.map((layer) => (isText(layer) ? layer : withText(layer, undefined)));
  const byId = new Map(layers.map((layer) => [layer.id, layer]));
  return layers.map((layer) => {
    const parentName = layer.parent === undefined ? undefined : byId.get(layer.parent)?.currentName;
    // A box has no font size in Figma.
    const { fontSize, ...rest } = isText(layer) ? layer : withText(layer, wordsInside(layer, layers));
    return {
      ...rest,
      ...(isText(layer) && fontSize !== undefined ? { fontSize } : {}),
      ...(parentName === undefined ? {} : { parentName }),
    };
  });
}

/** The texts inside a layer, back to front. The file has no layer for the words of a box that holds no other text. */
function wordsInside(root: DesignLayer, layers: readonly DesignLayer[]): string | undefined {
  const read = (layer: DesignLayer): string[] => {
    const inner = isText(layer) ? [] : layers.filter(({ parent }) => parent === layer.id).flatMap(read);
    return inner.length > 0 ? inner : [layer.text?.trim().replaceAll(/\s+/g, ' ') ?? ''].filter((text) => text !== '');
  };
  const texts = read(root).slice(0, MOST_TEXTS);
  const words = texts.map((text) => text.slice(0, LONGEST_OF_ONE_TEXT)).join(' | ');
  return words === '' ? undefined : words.slice(0, LONGEST_WORDS);
}

function isText({ type }: DesignLayer): boolean {
  return type === 'TEXT' || type === 'TEXT_PATH';
}

function withText(layer: DesignLayer, text: string | undefined): DesignLayer {
  const { text: _, ...rest } = layer;
  return text === undefined ? rest : { ...rest, text };
}
