import type { DesignLayer } from '../../demo/command/read-design.ts';
import { joinWordsInside } from '../../src/schemas/words-inside.ts';

/**
 * Whose words are sent: `all` those of the design's file; `plugin` what the plugin reads of a Figma file, see
 * plugin-ui/src/main/layers/describe-layer.ts; `own` those of text layers only.
 */
export type WordsSent = 'all' | 'plugin' | 'own';

export const wordChoices: readonly WordsSent[] = ['all', 'plugin', 'own'];

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
  return joinWordsInside(read(root)) || undefined;
}

function isText({ type }: DesignLayer): boolean {
  return type === 'TEXT' || type === 'TEXT_PATH';
}

function withText(layer: DesignLayer, text: string | undefined): DesignLayer {
  const { text: _, ...rest } = layer;
  return text === undefined ? rest : { ...rest, text };
}
