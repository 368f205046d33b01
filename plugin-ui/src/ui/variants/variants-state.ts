import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import type { EditVariant } from '../../../../src/schemas/edits.ts';
import type { InstructionReport } from '../../messages.ts';
import { count } from '../format.ts';
import type { ServiceError } from '../service/service-error.ts';

/**
 * `applying`: its clone is being made. `standing`: it is beside the frame. `failed`: it could not be made.
 * `remaking`: it stands, and another is on its way to take its place. `using`: it is being applied to the frame itself.
 */
export type VariantStatus = 'applying' | 'standing' | 'failed' | 'remaking' | 'using';

/** A variant as its card shows it. */
export interface VariantView {
  readonly id: string;
  /** The frame it was made of, for regenerating it. */
  readonly sourceId: string;
  readonly theme: string;
  readonly humanPrompt: string;
  /** Up to six colors to know it by. */
  readonly palette: readonly string[];
  /** What may be wrong with it, in plain words; '' if nothing is. */
  readonly checks: string;
  /** Object URL of how it looks, '' before it stands. */
  readonly pictureUrl: string;
  readonly instructions: readonly EditInstruction[];
  /** The instructions in plain words, in the same order. */
  readonly readable: readonly string[];
  readonly status: VariantStatus;
  readonly report: readonly InstructionReport[];
  readonly missingFonts: readonly string[];
  /** Why it failed, or why regenerating it did; '' if all is well. */
  readonly message: string;
}

export interface VariantsState {
  readonly phase: 'idle' | 'preparing' | 'running';
  readonly variants: readonly VariantView[];
  /** Variants asked for by the run, and come so far. */
  readonly wanted: number;
  readonly arrived: number;
  /** Pictures asked for by the run, 0 until the first has settled, and settled so far. */
  readonly pictures: number;
  readonly picturesDone: number;
  readonly waitingFor: string;
  readonly problem: ServiceError | null;
  /** The variant that `problem` kept from being regenerated, '' if it was another run's. */
  readonly failedRemakeId: string;
  /** What was left out before anything was sent, and why. */
  readonly warnings: readonly string[];
  /** What the service repaired, replaced or left out. */
  readonly notes: readonly string[];
  /** Theme of the variant that was applied to its frame last, '' if none was. */
  readonly usedTheme: string;
}

export const idleVariants: VariantsState = {
  phase: 'idle',
  variants: [],
  wanted: 0,
  arrived: 0,
  pictures: 0,
  picturesDone: 0,
  waitingFor: '',
  problem: null,
  failedRemakeId: '',
  warnings: [],
  notes: [],
  usedTheme: '',
};

/** A variant that has just come, and is on its way to its place beside the frame. */
export function viewOf(variant: EditVariant, id: string, sourceId: string): VariantView {
  const { theme, humanPrompt, instructions, readableInstructions: readable, palette = [] } = variant;
  const colors = palette.length > 0 ? palette : colorsOf(instructions);
  const known = { id, sourceId, theme, humanPrompt, instructions, readable, palette: colors };
  const checks = describeChecks(variant.checks);
  return { ...known, checks, status: 'applying', report: [], missingFonts: [], message: '', pictureUrl: '' };
}

/** Up to six colors that the variant paints with, for a service that names no palette. */
function colorsOf(instructions: readonly EditInstruction[]): string[] {
  const colors = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.action === 'changeFill') colors.add(instruction.color);
    if (instruction.action === 'addGradient') for (const color of instruction.colors) colors.add(color);
  }
  return [...colors].slice(0, 6);
}

/** What the service's checks found, in plain words; '' if nothing needs a look. */
export function describeChecks(checks: EditVariant['checks']): string {
  if (checks === undefined) return '';
  const { contrastFailures, outsideFrame, overlaps, cutOff = 0, withoutEffect } = checks;
  const found = [
    contrastFailures > 0 && count(contrastFailures, 'text is hard to read', 'texts are hard to read'),
    outsideFrame > 0 && count(outsideFrame, 'layer leaves the frame', 'layers leave the frame'),
    cutOff > 0 && count(cutOff, 'text is cut off', 'texts are cut off'),
    overlaps > 0 && count(overlaps, 'overlap'),
    withoutEffect > 0 && count(withoutEffect, 'change without effect', 'changes without effect'),
  ].filter((text) => text !== false);
  return found.length === 0 ? '' : `Please check: ${found.join(', ')}.`;
}

/** How many instructions have each outcome. */
export function countOutcomes(report: readonly InstructionReport[]): Record<InstructionReport['outcome'], number> {
  const counts = { applied: 0, skipped: 0, waiting: 0 };
  for (const { outcome } of report) counts[outcome] += 1;
  return counts;
}

/** A variant that was to be replaced, and was not: as it was before. */
export function takenBack(variant: VariantView, { status, message }: VariantView): VariantView {
  if (variant.status !== 'remaking') return variant;
  return { ...variant, status: status === 'failed' ? 'failed' : 'standing', message };
}
