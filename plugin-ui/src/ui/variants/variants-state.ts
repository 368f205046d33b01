import type { EditInstruction } from '../../../../src/schemas/edit-instruction.ts';
import type { EditVariant } from '../../../../src/schemas/edits.ts';
import type { InstructionReport } from '../../messages.ts';
import type { ServiceError } from '../service/service-error.ts';

/**
 * `applying`: its clone is being made. `standing`: it is beside the frame. `failed`: it could not be made.
 * `remaking`: it stands, and another is on its way to take its place.
 */
export type VariantStatus = 'applying' | 'standing' | 'failed' | 'remaking';

/** A variant as its card shows it. */
export interface VariantView {
  readonly id: string;
  /** The frame it was made of, for making it anew. */
  readonly sourceId: string;
  readonly theme: string;
  readonly humanPrompt: string;
  readonly instructions: readonly EditInstruction[];
  /** The instructions in plain words, in the same order. */
  readonly readable: readonly string[];
  readonly status: VariantStatus;
  readonly report: readonly InstructionReport[];
  readonly missingFonts: readonly string[];
  /** Why it failed, or why making it anew did; '' where all is well. */
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
  /** The variant that `problem` kept from being made anew, '' where it was another run's. */
  readonly failedRemakeId: string;
  /** What the service left out or replaced, and why. */
  readonly warnings: readonly string[];
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
};

/** A variant that has just come, and is on its way to its place beside the frame. */
export function viewOf(variant: EditVariant, id: string, sourceId: string): VariantView {
  const { theme, humanPrompt, instructions, readableInstructions: readable } = variant;
  const untold = { report: [], missingFonts: [], message: '' };
  return { id, sourceId, theme, humanPrompt, instructions, readable, status: 'applying', ...untold };
}

/** Up to six colours that the variant paints with, most telling first, to know it by. */
export function coloursOf(instructions: readonly EditInstruction[]): string[] {
  const colours = new Set<string>();
  for (const instruction of instructions) {
    if (instruction.action === 'changeFill') colours.add(instruction.color);
    if (instruction.action === 'addGradient') for (const colour of instruction.colors) colours.add(colour);
  }
  return [...colours].slice(0, 6);
}

/** How many instructions have each outcome. */
export function countOutcomes(report: readonly InstructionReport[]): Record<InstructionReport['outcome'], number> {
  const counts = { applied: 0, skipped: 0, waiting: 0 };
  for (const { outcome } of report) counts[outcome] += 1;
  return counts;
}
