import type { FontName, TextNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { settle } from './layout.ts';
import type { NodeRecord, Run } from './store.ts';
import { fontKey, frozen, type World } from './world.ts';

/** The average letter is about this much of its size wide, a line this much high: near enough for boxes that hug. */
const LETTER_WIDTH = 0.55;
const LINE_HEIGHT = 1.2;

/** Figma's longest name made from a text. */
const LONGEST_AUTO_NAME = 1000;

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

function unloaded(property: string, { family, style }: FontName): Error {
  const call = `figma.loadFontAsync({ family: "${family}", style: "${style}" })`;
  return new Error(
    `in ${property}: Cannot write to node with unloaded font "${family} ${style}". ` +
      `Please call ${call} and await the returned promise first.`,
  );
}

export function charactersOf({ runs }: NodeRecord): string {
  return runs.map((run) => run.characters).join('');
}

function all(patch: Partial<Run>) {
  return (runs: readonly Run[]) => runs.map((run) => ({ ...run, ...patch }));
}

/** The text's own part of the Plugin API. */
export function textPart(world: World, id: string) {
  const { store } = world;

  function common<Key extends keyof Run>(key: Key): Run[Key] | typeof world.mixed {
    const [first, ...others] = store.get(id).runs;
    if (first === undefined) throw new Error(`The text ${id} has no style`);
    const isSame = others.every((run) => JSON.stringify(run[key]) === JSON.stringify(first[key]));
    return isSame ? frozen(first[key]) : world.mixed;
  }

  function writeRuns(property: string, change: (runs: readonly Run[]) => readonly Run[]): void {
    const record = store.get(id);
    if (property !== 'fills') assertFonts(world, record, `set_${property}`);
    store.write(id, { runs: change(record.runs), isChanged: true });
    if (property !== 'fills') fitText(world, id);
  }

  const part: Pick<
    TextNode,
    'characters' | 'fontName' | 'fontSize' | 'textCase' | 'fills' | 'hasMissingFont' | 'getStyledTextSegments'
  > = {
    get characters() {
      return charactersOf(store.get(id));
    },
    set characters(value) {
      checkValue('characters', value);
      writeRuns('characters', ([first]) => (first === undefined ? [] : [{ ...first, characters: value }]));
      if (store.get(id).kept['autoRename'] === true) store.write(id, { name: value.slice(0, LONGEST_AUTO_NAME) });
    },
    get fontName() {
      return common('fontName');
    },
    set fontName(value) {
      if (typeof value === 'symbol') throw new Error('in set_fontName: figma.mixed cannot be set');
      if (!world.fontsLoaded.has(fontKey(value))) throw unloaded('set_fontName', value);
      writeRuns('fontName', all({ fontName: frozen(value) }));
    },
    get fontSize() {
      return common('fontSize');
    },
    set fontSize(value) {
      checkValue('fontSize', value);
      writeRuns('fontSize', all({ fontSize: value as number }));
    },
    get textCase() {
      return common('textCase');
    },
    set textCase(value) {
      checkValue('textCase', value);
      writeRuns('textCase', all({ textCase: value as Run['textCase'] }));
    },
    get fills() {
      return common('fills');
    },
    set fills(value) {
      checkValue('fills', value);
      writeRuns('fills', all({ fills: frozen(value as Run['fills']) }));
    },
    get hasMissingFont() {
      return store.get(id).runs.some(({ fontName }) => !world.fontsHere.has(fontKey(fontName)));
    },
    getStyledTextSegments(fields) {
      let start = 0;
      const segments = store.get(id).runs.map((run) => {
        const segment: Record<string, unknown> = {
          characters: run.characters,
          start,
          end: start + run.characters.length,
        };
        for (const field of fields) {
          if (!(field in run)) throw new Error(`The stand-in has no text style "${field}"`);
          segment[field] = run[field as keyof Run];
        }
        start += run.characters.length;
        return frozen(segment);
      });
      return segments as never;
    },
  };
  return part;
}

/** Gives a text that hugs its letters the box they need, and its parents what follows from that. */
export function fitText(world: World, id: string): void {
  const { store } = world;
  const record = store.get(id);
  const mode = record.kept['textAutoResize'];
  if (mode !== 'NONE' && mode !== 'TRUNCATE') {
    const size = Math.max(...record.runs.map((run) => run.fontSize));
    const lines = charactersOf(record).split('\n');
    const widthOf = (line: string): number => Math.max(1, line.length * size * LETTER_WIDTH);
    const width = mode === 'WIDTH_AND_HEIGHT' ? Math.max(...lines.map(widthOf)) : record.width;
    const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(widthOf(line) / width - 1e-9)), 0);
    store.write(id, { width, height: rows * size * LINE_HEIGHT });
  }
  if (record.parentId !== null) settle(store, record.parentId);
}
