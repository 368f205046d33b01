import type { EditInstruction } from '../schemas/edit-instruction.ts';
import type { EditLayer, EditVariant } from '../schemas/edits.ts';
import { checkInstruction } from './check-instruction.ts';
import { cleanLine } from './clean-text.ts';
import type { LayerHandles } from './layer-handles.ts';
import { parseAnswer } from './parse-answer.ts';
import { describeInstruction } from './readable-instructions.ts';
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

/** A designer applies a few dozen changes; five variants of 500 are already a reply of 400 KB. */
const MOST_INSTRUCTIONS = 500;
/** The same reason over and over says nothing new after the third time. */
const MOST_REASONS = 3;
const THEME_CHARS = 100;
const PROMPT_CHARS = 500;

/**
 * Reads a model's answer into variants that fit the request: whatever is sound is kept, whatever is not is dropped and
 * said in `warnings`. A variant lives however many of its instructions were dropped.
 *
 * @param answer the text of the model's message
 * @throws UnusableAnswer where it holds no variant; nothing else is thrown, whatever the answer.
 */
export function readVariants(answer: string, options: ReadVariantsOptions): ReadVariants {
  const { variants: entries, isCutShort } = parseAnswer(answer);
  const variants: EditVariant[] = [];
  const warnings: string[] = [];
  const layerOf = new Map<EditInstruction, EditLayer>();
  const usable = entries.filter(isVariant);
  if (usable.length === 0)
    throw new UnusableAnswer('no entry of "variants" is an object with a list of "instructions"');
  for (const entry of usable.slice(0, options.variantCount)) {
    const variantIndex = variants.length + 1;
    const { instructions, faults } = checkAll(entry.instructions, options, layerOf);
    const theme =
      cleanLine(typeof entry.theme === 'string' ? entry.theme : '', THEME_CHARS) || `Variant ${variantIndex}`;
    const humanPrompt =
      cleanLine(typeof entry.humanPrompt === 'string' ? entry.humanPrompt : '', PROMPT_CHARS) || theme;
    variants.push({
      variantIndex,
      theme,
      humanPrompt,
      instructions,
      readableInstructions: instructions.map(describeInstruction),
    });
    if (faults.length > 0) warnings.push(describeFaults(variantIndex, faults));
    if (instructions.length === 0) warnings.push(`Variant ${variantIndex} has no instruction that can be applied.`);
  }
  if (isCutShort) warnings.push('The answer ended early; what was complete was kept.');
  const { variantCount } = options;
  const unreadable = entries.length - usable.length;
  if (unreadable > 0) warnings.push(`${countWere(unreadable, 'unreadable variant')} left out.`);
  const surplus = usable.length - variantCount;
  if (surplus > 0)
    warnings.push(`The model gave ${usable.length} variants; the first ${variantCount} were kept, as asked for.`);
  if (surplus < 0) warnings.push(`${countWere(variantCount, 'variant')} asked for, ${variants.length} came.`);
  return { variants, warnings, instructionCount: layerOf.size, layerOf };
}

interface VariantEntry {
  readonly theme?: unknown;
  readonly humanPrompt?: unknown;
  readonly instructions: readonly unknown[];
}

function isVariant(entry: unknown): entry is VariantEntry {
  return (
    typeof entry === 'object' && entry !== null && Array.isArray((entry as { instructions?: unknown }).instructions)
  );
}

function checkAll(
  entries: readonly unknown[],
  options: ReadVariantsOptions,
  layerOf: Map<EditInstruction, EditLayer>,
): { instructions: EditInstruction[]; faults: string[] } {
  const instructions: EditInstruction[] = [];
  const faults: string[] = [];
  for (const entry of entries) {
    const checked = checkInstruction(entry, options.handles);
    if ('fault' in checked) faults.push(checked.fault);
    else if (checked.instruction.action === 'generateImage' && !options.generateImages) {
      faults.push('generateImage, and pictures were not asked for');
    } else if (instructions.length === MOST_INSTRUCTIONS) faults.push(`more than ${MOST_INSTRUCTIONS} instructions`);
    else {
      instructions.push(checked.instruction);
      layerOf.set(checked.instruction, checked.layer);
    }
  }
  return { instructions, faults };
}

function describeFaults(variantIndex: number, faults: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const fault of faults) counts.set(fault, (counts.get(fault) ?? 0) + 1);
  const reasons = [...counts]
    .slice(0, MOST_REASONS)
    .map(([fault, times]) => (times === 1 ? fault : `${fault} (${times} times)`));
  if (counts.size > MOST_REASONS) reasons.push('and others');
  return `Variant ${variantIndex}: ${countWere(faults.length, 'instruction')} dropped: ${reasons.join('; ')}.`;
}

function countWere(amount: number, noun: string): string {
  return amount === 1 ? `1 ${noun} was` : `${amount} ${noun}s were`;
}
