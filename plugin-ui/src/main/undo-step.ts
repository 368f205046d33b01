import type { FigmaApi } from './figma-api.ts';
import { pause } from './pause.ts';

/** Longer than this, and the editor would miss frames. */
const TURN_MS = 40;
/** What the editor does with a change may come after it, so that the clock does not show all of its cost. */
const CHANGES_A_TURN = 400;

/**
 * Makes many changes one step of undo, in turns that leave the editor smooth. A few hundred are one turn, so that no
 * change of the designer's gets in between; what the designer changes during thousands is undone with them.
 */
export async function asLongUndoStep(figma: FigmaApi, changes: Iterable<() => void>): Promise<void> {
  figma.commitUndo();
  try {
    let begunAt = Date.now();
    let made = 0;
    for (const change of changes) {
      change();
      made += 1;
      if (made < CHANGES_A_TURN && Date.now() - begunAt < TURN_MS) continue;
      await pause();
      begunAt = Date.now();
      made = 0;
    }
  } finally {
    endStep(figma);
  }
}

/**
 * Makes the changes one step of undo: first closes what came before as a separate step, then makes the changes. They
 * are made at one go, waiting for nothing, so that no change of the designer's can get in between.
 */
export function asUndoStep<Result>(figma: FigmaApi, change: () => Result): Result {
  figma.commitUndo();
  try {
    return change();
  } finally {
    endStep(figma);
  }
}

/** The same for changes of which some wait. Figma may add what the designer does meanwhile to the step. */
export async function asWaitingUndoStep<Result>(figma: FigmaApi, change: () => Promise<Result>): Promise<Result> {
  figma.commitUndo();
  try {
    return await change();
  } finally {
    endStep(figma);
  }
}

/** Changes that were made are reported even if Figma does not close their step: it then lasts until the next one. */
function endStep(figma: FigmaApi): void {
  try {
    figma.commitUndo();
  } catch {
    // As said above.
  }
}
