import type { Paint, TextNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { checkValue } from './check-values.ts';
import { assertPaints, isPropertys, unlinked } from './kept-part.ts';
import { resolvePaints } from './library.ts';
import { NodePart } from './node-part.ts';
import type { Run } from './store.ts';
import { assertFonts, charactersOf, fitText, nameFrom, unloaded } from './text.ts';
import { fontKey, frozen } from './world.ts';

type Text = Pick<TextNode, 'characters' | 'fontName' | 'fontSize' | 'textCase' | 'fills' | 'hasMissingFont'>;

/** What texts have: words in stretches of one style each. */
export class TextPart extends NodePart implements Text {
  get characters(): string {
    return charactersOf(this.record);
  }

  set characters(value: string) {
    checkValue('characters', value);
    if (isPropertys(this.record, this.world.store, 'characters')) {
      assertFonts(this.world, this.record, 'set_characters');
      return;
    }
    this.#writeRuns('characters', ([first]) => (first === undefined ? [] : [{ ...first, characters: value }]));
    const { kept } = this.record;
    if (kept['autoRename'] === true) this.world.store.write(this.id, { name: nameFrom(value) });
  }

  get fontName(): TextNode['fontName'] {
    return this.#common('fontName');
  }

  set fontName(value: TextNode['fontName']) {
    if (typeof value === 'symbol') throw new Error('in set_fontName: figma.mixed cannot be set');
    if (!this.world.fontsLoaded.has(fontKey(value))) throw unloaded('set_fontName', value);
    this.#writeAll('fontName', { fontName: frozen(value) });
  }

  get fontSize(): TextNode['fontSize'] {
    return this.#common('fontSize');
  }

  set fontSize(value: TextNode['fontSize']) {
    checkValue('fontSize', value);
    this.#writeAll('fontSize', { fontSize: value as number });
  }

  get textCase(): TextNode['textCase'] {
    return this.#common('textCase');
  }

  set textCase(value: TextNode['textCase']) {
    checkValue('textCase', value);
    this.#writeAll('textCase', { textCase: value as Run['textCase'] });
  }

  get fills(): TextNode['fills'] {
    const fills = this.#common('fills');
    const { store, library } = this.world;
    return typeof fills === 'symbol' ? fills : frozen(resolvePaints(store, library, fills, this.id));
  }

  set fills(value: TextNode['fills']) {
    checkValue('fills', value);
    assertPaints(this.world, 'fills', value, false);
    this.#writeAll('fills', { fills: frozen(value as readonly Paint[]) });
  }

  get hasMissingFont(): boolean {
    return this.record.runs.some(({ fontName }) => !this.world.fontsHere.has(fontKey(fontName)));
  }

  getStyledTextSegments(fields: readonly string[]): unknown[] {
    let start = 0;
    return this.record.runs.map((run) => {
      const end = start + run.characters.length;
      const segment: Record<string, unknown> = { characters: run.characters, start, end };
      for (const field of fields) {
        if (field === 'fillStyleId' || field === 'textStyleId') {
          segment[field] = this.record.kept[field];
          continue;
        }
        if (!(field in run)) throw new Error(`The fake has no text style "${field}"`);
        segment[field] = run[field as keyof Run];
      }
      start = end;
      return frozen(segment);
    });
  }

  #common<Key extends keyof Run>(key: Key): Run[Key] | typeof this.world.mixed {
    const [first, ...others] = this.record.runs;
    if (first === undefined) throw new Error(`The text ${this.id} has no style`);
    const isSame = others.every((run) => JSON.stringify(run[key]) === JSON.stringify(first[key]));
    return isSame ? frozen(first[key]) : this.world.mixed;
  }

  #writeAll(property: string, patch: Partial<Run>): void {
    this.#writeRuns(property, (runs) => runs.map((run) => ({ ...run, ...patch })));
  }

  /** Letters need their fonts; their color does not. */
  #writeRuns(property: string, change: (runs: readonly Run[]) => readonly Run[]): void {
    const { record } = this;
    if (property !== 'fills') assertFonts(this.world, record, `set_${property}`);
    const kept = { ...record.kept, ...unlinked(record.kept, property), ...textLinks(record.kept, property) };
    this.world.store.write(this.id, { runs: change(record.runs), isChanged: true, kept });
    if (property !== 'fills') fitText(this.world, this.id);
  }
}

const fontFields: Readonly<Record<string, readonly string[]>> = {
  fontName: ['fontFamily', 'fontStyle', 'fontWeight'],
  fontSize: ['fontSize'],
};

/** Setting a font ends a text's link to its style, and to the variables that its font comes from. */
function textLinks(kept: Readonly<Record<string, unknown>>, property: string): Record<string, unknown> {
  if (property !== 'fontName' && property !== 'fontSize') return {};
  const fields = fontFields[property] ?? [];
  const bound = (kept['boundVariables'] ?? {}) as Record<string, unknown>;
  const left = Object.entries(bound).filter(([field]) => !fields.includes(field));
  return { textStyleId: '', boundVariables: Object.fromEntries(left) };
}
