import type { FigmaApi } from './figma-api.ts';

/**
 * Makes the changes one step of undo: what came before is closed as a step of its own, then the changes. They are made
 * at one go, waiting for nothing, so that no change of the designer's can get in between.
 */
export function asUndoStep<Result>(figma: FigmaApi, change: () => Result): Result {
  figma.commitUndo();
  try {
    return change();
  } finally {
    figma.commitUndo();
  }
}

/** The same for changes of which some wait. Figma may add what the designer does meanwhile to the step. */
export async function asWaitingUndoStep<Result>(figma: FigmaApi, change: () => Promise<Result>): Promise<Result> {
  figma.commitUndo();
  try {
    return await change();
  } finally {
    figma.commitUndo();
  }
}
