import type { EditInstruction } from '../schemas/edit-instruction.ts';
import type { EditLayer, EditVariant } from '../schemas/edits.ts';
import { membersUnder } from './answer-keys.ts';
import { checkInstruction } from './check-instruction.ts';
import { cleanLine } from './clean-text.ts';
import type { LayerHandles } from './layer-handles.ts';
import { MOST_INSTRUCTIONS } from './most-instructions.ts';
import { instructionsOf, isVariantLike, parseAnswer } from './parse-answer.ts';
import { readColor } from './read-color.ts';
import { describeInstruction } from './readable-instructions.ts';
import { splitInstruction } from './split-instruction.ts';
import { UnusableAnswer } from './unusable-answer.ts';

export interface ReadVariantsOptions {
  readonly handles: LayerHandles;
  /** How many variants were asked for; more are cut. */
  readonly variantCount: number;
  /** Where false, generateImage instructions are dropped and counted. */
  readonly generateImages: boolean;
}

export interface ReadVariants {
  readonly variants: EditVariant[];
  /** What was left out and why, a sentence each. */
  readonly warnings: string[];
  /** Instructions left in all variants together. */
  readonly instructionCount: number;
  /** The layer that each instruction is about. */
  readonly layerOf: ReadonlyMap<EditInstruction, EditLayer>;
}

/** The same reason over and over says nothing new after the third time. */
const MOST_REASONS = 3;
const MOST_COLORS = 6;
const THEME_CHARS = 100;
const PROMPT_CHARS = 500;

/** One variant of an answer, read by itself. */
export interface ReadVariant {
  readonly variant: EditVariant;
  /** What was left out or adjusted in it, a sentence each. */
  readonly warnings: readonly string[];
  /** The layer that each instruction is about. */
  readonly layerOf: ReadonlyMap<EditInstruction, EditLayer>;
}

/**
 * Reads a model's answer into variants that fit the request: what is valid is kept, what is not is dropped and
 * said in `warnings`. A variant lives however many of its instructions were dropped.
 *
 * @param answer the text of the model's message
 * @throws UnusableAnswer if it holds no variant; nothing else is thrown, whatever the answer.
 */
export function readVariants(answer: string, options: ReadVariantsOptions): ReadVariants {
  const { variantCount } = options;
  const { variants: entries, isCutShort } = parseAnswer(answer, variantCount);
  const usable = entries.filter(isVariantLike);
  if (usable.length === 0)
    throw new UnusableAnswer('no entry of "variants" is an object with a list of "instructions"');
  const read = usable.slice(0, variantCount).flatMap((entry, index) => readVariant(entry, index + 1, options) ?? []);
  const warnings = read.flatMap((one) => one.warnings);
  if (isCutShort) warnings.push('The answer ended early; what was complete was kept.');
  const unreadable = entries.length - usable.length;
  if (unreadable > 0) warnings.push(`${countWere(unreadable, 'unreadable variant')} left out.`);
  const surplus = usable.length - variantCount;
  if (surplus > 0)
    warnings.push(`The model gave ${usable.length} variants; the first ${variantCount} were kept, as asked for.`);
  if (surplus < 0) warnings.push(`${countWere(variantCount, 'variant')} asked for, ${read.length} came.`);
  const layerOf = new Map(read.flatMap((one) => [...one.layerOf]));
  return { variants: read.map(({ variant }) => variant), warnings, instructionCount: layerOf.size, layerOf };
}

/**
 * Reads one variant's object, as it is in the list of an answer or as it closed in a stream.
 *
 * @param variantIndex its place in the reply, from 1.
 * @returns undefined if it is not a variant: an object with a list of instructions. Never throws.
 */
export function readVariant(
  value: unknown,
  variantIndex: number,
  options: ReadVariantsOptions,
): ReadVariant | undefined {
  const entries = isVariantLike(value) ? instructionsOf(value) : undefined;
  if (!isVariantLike(value) || entries === undefined) return undefined;
  const { instructions, faults, notes, layerOf } = checkAll(entries, options);
  const theme = cleanLine(textUnder(value, 'theme'), THEME_CHARS) || `Variant ${variantIndex}`;
  const palette = readPalette(value);
  const warnings: string[] = [];
  if (faults.length > 0) warnings.push(describeFaults(variantIndex, faults));
  if (notes.length > 0) warnings.push(describeNotes(variantIndex, notes));
  if (instructions.length === 0) warnings.push(`Variant ${variantIndex} has no instruction that can be applied.`);
  const variant: EditVariant = {
    variantIndex,
    theme,
    humanPrompt: cleanLine(textUnder(value, 'humanPrompt'), PROMPT_CHARS) || theme,
    ...(palette.length === 0 ? {} : { palette }),
    instructions,
    readableInstructions: instructions.map(describeInstruction),
  };
  return { variant, warnings, layerOf };
}

function textUnder(variant: object, key: 'theme' | 'humanPrompt'): string {
  const text = membersUnder(variant, key)
    .map(([, value]) => value)
    .find((value) => typeof value === 'string');
  return text ?? '';
}

/** Colors in a list, or by their roles in an object. */
function readPalette(variant: object): string[] {
  const [member] = membersUnder(variant, 'palette');
  const colors: unknown[] = typeof member?.[1] === 'object' && member[1] !== null ? Object.values(member[1]) : [];
  return [...new Set(colors.slice(0, 50).flatMap((color) => readColor(color)?.color ?? []))].slice(0, MOST_COLORS);
}

function checkAll(
  entries: readonly unknown[],
  options: ReadVariantsOptions,
): { instructions: EditInstruction[]; faults: string[]; notes: string[]; layerOf: Map<EditInstruction, EditLayer> } {
  const instructions: EditInstruction[] = [];
  const faults: string[] = [];
  const notes: string[] = [];
  const layerOf = new Map<EditInstruction, EditLayer>();
  for (const entry of entries.flatMap(splitInstruction)) {
    const checked = checkInstruction(entry, options.handles);
    if ('fault' in checked) faults.push(checked.fault);
    else if (checked.instruction.action === 'generateImage' && !options.generateImages) {
      faults.push('generateImage, and pictures were not asked for');
    } else if (instructions.length === MOST_INSTRUCTIONS) faults.push(`more than ${MOST_INSTRUCTIONS} instructions`);
    else {
      instructions.push(checked.instruction);
      notes.push(...checked.notes);
      layerOf.set(checked.instruction, checked.layer);
    }
  }
  return { instructions, faults, notes, layerOf };
}

function describeNotes(variantIndex: number, notes: readonly string[]): string {
  return `Variant ${variantIndex}: ${countWere(notes.length, 'value')} adjusted: ${listReasons(notes)}.`;
}

function describeFaults(variantIndex: number, faults: readonly string[]): string {
  return `Variant ${variantIndex}: ${countWere(faults.length, 'instruction')} dropped: ${listReasons(faults)}.`;
}

function listReasons(all: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of all) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  const reasons = [...counts]
    .slice(0, MOST_REASONS)
    .map(([reason, times]) => (times === 1 ? reason : `${reason} (${times} times)`));
  if (counts.size > MOST_REASONS) reasons.push('and others');
  return reasons.join('; ');
}

function countWere(amount: number, noun: string): string {
  return amount === 1 ? `1 ${noun} was` : `${amount} ${noun}s were`;
}
