import type { FontName, SceneNode, TextNode, TextPathNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import type { FigmaApi } from '../figma-api.ts';
import { type TargetIndex, visitTree } from './edit-target.ts';

/** The font to set for a `changeFont`. */
export type FontChoice = { font: FontName; note?: string } | { font: null; note: string };

/** What is known of fonts before a variant is made. Loading waits, and the making must not. */
export interface FontBook {
  /** Fonts of the text that are not on this machine, "Family Style"; none if it can be written to. */
  missingIn(text: TextNode | TextPathNode): string[];
  /** By the place of the instruction. */
  choices: Map<number, FontChoice>;
  /** Every font that was asked for and is not here, each once. */
  missing: string[];
}

/**
 * Loads every font of the frame, since Figma asks for them when texts are copied, moved or laid out again, and those
 * that the instructions set. One that cannot be loaded is missing only if an instruction needs it.
 */
export async function prepareFonts(
  figma: FigmaApi,
  frame: SceneNode,
  targets: TargetIndex,
  instructions: readonly EditInstruction[],
): Promise<FontBook> {
  const loaded = new Set<string>();
  const missing = new Set<string>();

  async function load(font: FontName): Promise<boolean> {
    const key = nameOf(font);
    if (loaded.has(key)) return true;
    try {
      await figma.loadFontAsync(font);
      loaded.add(key);
      return true;
    } catch {
      return false;
    }
  }

  const inUse = new Map<string, FontName>();
  const choices = new Map<number, FontChoice>();
  instructions.forEach((instruction) => {
    const node = targets.find(instruction);
    if (node === undefined || !needsFonts(instruction)) return;
    for (const font of fontsIn(node)) inUse.set(nameOf(font), font);
  });
  const ofFrame = new Map(fontsIn(frame).map((font) => [nameOf(font), font] as const));
  await Promise.all(Array.from(ofFrame.values()).map(load));
  await Promise.all(
    Array.from(inUse.values()).map(async (font) => {
      if (!(await load(font))) missing.add(nameOf(font));
    }),
  );
  for (let index = 0; index < instructions.length; index += 1) {
    const instruction = instructions[index];
    if (instruction === undefined || instruction.action !== 'changeFont') continue;
    const [current] = fontsIn(targets.find(instruction));
    const choice = await chooseFont(figma, load, instruction.fontFamily, instruction.fontStyle, current);
    choices.set(index, choice);
    if (choice.font === null) missing.add(`${instruction.fontFamily} ${instruction.fontStyle ?? ''}`.trim());
  }
  return {
    choices,
    missing: Array.from(missing),
    missingIn: (text) =>
      segmentFonts(text)
        .map(nameOf)
        .filter((name) => !loaded.has(name)),
  };
}

/** Scaling goes through all texts inside; resizing a text lays out its letters again. */
function needsFonts({ action }: EditInstruction): boolean {
  const actions = ['changeText', 'changeFont', 'changeFontSize', 'changeTextCase', 'resize', 'setLayout'];
  return actions.indexOf(action) !== -1;
}

function fontsIn(root: SceneNode | undefined): FontName[] {
  const fonts: FontName[] = [];
  if (root === undefined) return fonts;
  visitTree(root, (node) => {
    if (node.type === 'TEXT' || node.type === 'TEXT_PATH') fonts.push(...segmentFonts(node));
  });
  return fonts;
}

/** By segments: `fontName` of a text in several fonts is `figma.mixed`. An empty text has no segment. */
function segmentFonts(text: TextNode | TextPathNode): FontName[] {
  const fonts = text.getStyledTextSegments(['fontName']).map(({ fontName }) => fontName);
  if (fonts.length > 0) return fonts;
  const { fontName } = text;
  return typeof fontName === 'symbol' ? [] : [fontName];
}

/** The style asked for, else the one the text has, else Regular; as the family spells it. */
async function chooseFont(
  figma: FigmaApi,
  load: (font: FontName) => Promise<boolean>,
  family: string,
  asked: string | undefined,
  current: FontName | undefined,
): Promise<FontChoice> {
  const wanted = asked ?? current?.style ?? 'Regular';
  if (await load({ family, style: wanted })) return { font: { family, style: wanted } };
  const fonts = await figma.listAvailableFontsAsync();
  const ofFamily = fonts.map(({ fontName }) => fontName).filter((font) => bare(font.family) === bare(family));
  const styles = [wanted, 'Regular', 'Normal', 'Book', 'Roman'];
  for (const style of styles) {
    const font = ofFamily.find((candidate) => bare(candidate.style) === bare(style));
    if (font === undefined || !(await load(font))) continue;
    if (asked === undefined || bare(font.style) === bare(asked)) return { font };
    return { font, note: `${family} has no ${asked} here: ${font.style} was used` };
  }
  return { font: null, note: `the font ${family} is not on this machine` };
}

/** "Semi Bold", "SemiBold" and "semi-bold" are one style. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[\s_-]/g, '');
}

/** "Inter Bold". */
export function nameOf({ family, style }: FontName): string {
  return `${family} ${style}`;
}
