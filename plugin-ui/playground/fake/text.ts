import type { FontName } from '@figma/plugin-typings/plugin-api-standalone.js';
import { settle } from './layout.ts';
import type { NodeRecord } from './store.ts';
import { fontKey, type World } from './world.ts';

/** The average letter is about this much of its size wide, a line this much high: near enough for boxes that hug. */
const LETTER_WIDTH = 0.55;
const LINE_HEIGHT = 1.2;

/**
 * @throws Error, as Figma does, unless every font of the text is here and was loaded
 */
export function assertFonts(world: World, { id, runs }: NodeRecord, property: string): void {
  for (const { fontName } of runs) {
    const key = fontKey(fontName);
    if (!world.fontsHere.has(key)) {
      throw new Error(`in ${property}: Cannot write to node with a missing font "${key}" (node ${id})`);
    }
    if (!world.fontsLoaded.has(key)) throw unloaded(property, fontName);
  }
}

/** The error of writing letters of a font that was not loaded. */
export function unloaded(property: string, { family, style }: FontName): Error {
  const call = `figma.loadFontAsync({ family: "${family}", style: "${style}" })`;
  return new Error(
    `in ${property}: Cannot write to node with unloaded font "${family} ${style}". ` +
      `Please call ${call} and await the returned promise first.`,
  );
}

/** The name that Figma makes from a text's words: on one line, and no longer than this. */
const LONGEST_AUTO_NAME = 1000;

export function nameFrom(characters: string): string {
  return characters.replace(/\s+/g, ' ').trim().slice(0, LONGEST_AUTO_NAME);
}

export function charactersOf({ runs }: NodeRecord): string {
  return runs.map((run) => run.characters).join('');
}

/** Gives a text that hugs its letters the box they need, and its parents what follows from that. */
export function fitText(world: World, id: string): void {
  const { store } = world;
  const record = store.get(id);
  store.write(id, hugText(record));
  if (record.parentId !== null) settle(store, record.parentId);
}

/** The size of a text: what its letters need if it hugs them, else what it has. */
export function hugText(record: NodeRecord): { width: number; height: number } {
  const { kept, runs } = record;
  const mode = kept['textAutoResize'];
  if (mode !== 'WIDTH_AND_HEIGHT' && mode !== 'HEIGHT') return { width: record.width, height: record.height };
  const size = Math.max(...runs.map((run) => run.fontSize));
  const lines = charactersOf(record).split('\n');
  const widthOf = (line: string): number => Math.max(1, line.length * size * LETTER_WIDTH);
  const width = mode === 'WIDTH_AND_HEIGHT' ? Math.max(...lines.map(widthOf)) : record.width;
  const wrapped = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width - 1e-9)), 0);
  const mostRows = kept['textTruncation'] === 'ENDING' ? kept['maxLines'] : null;
  const rows = typeof mostRows === 'number' ? Math.min(mostRows, wrapped) : wrapped;
  return { width, height: rows * size * LINE_HEIGHT };
}
