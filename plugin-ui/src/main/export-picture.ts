import type { FigmaApi } from './figma-api.ts';

/** Longest side of a picture for naming, in px: a model sees what a button is in less, and 500 of them weigh 10 MB. */
export const NAMING_EDGE = 512;

/** Longest side of the frame's picture for variants, in px: texts of a screen's design can still be read. */
export const FRAME_EDGE = 1024;

/** Figma draws the largest frames in some seconds; an export that it never ends must not hold up all others. */
const EXPORT_TIMEOUT_MS = 30_000;

export type ExportedPicture = { picture: Uint8Array; problem: '' } | { picture: null; problem: string };

/**
 * A layer as PNG, its longer side at most `longestEdge` px, never larger than the layer itself. Never throws: a layer
 * that is gone, cannot be seen or cannot be exported has no picture, and `problem` says why.
 */
export async function exportPicture(figma: FigmaApi, id: string, longestEdge: number): Promise<ExportedPicture> {
  try {
    const node = await figma.getNodeByIdAsync(id);
    if (node === null || node.removed) return { picture: null, problem: 'The layer was deleted.' };
    if (!('exportAsync' in node) || node.type === 'PAGE') {
      return { picture: null, problem: 'Figma cannot export such a layer.' };
    }
    // Larger than the layer where a shadow or an outline reaches out of it; null if nothing of it can be seen. Sections
    // do not report such bounds: theirs are those of their box.
    const bounds = 'absoluteRenderBounds' in node ? node.absoluteRenderBounds : node.absoluteBoundingBox;
    if (bounds === null) return { picture: null, problem: 'The layer is not visible.' };
    // By scale: a fixed width would make a tall, narrow layer tens of thousands of pixels high.
    // A parent that clips makes the bounds smaller than what is exported: the layer's own box counts as well.
    const { width, height } = node;
    const value = Math.min(1, longestEdge / Math.max(bounds.width, bounds.height, width, height, 1));
    const picture = await inTime(node.exportAsync({ format: 'PNG', constraint: { type: 'SCALE', value } }));
    if (picture.length === 0) return { picture: null, problem: 'The layer is empty.' };
    return { picture, problem: '' };
  } catch (error) {
    return { picture: null, problem: explain(error) };
  }
}

/** @throws Error if it takes too long */
function inTime<Value>(work: Promise<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Error('Figma did not export the layer in time.'));
    const timer = setTimeout(late, EXPORT_TIMEOUT_MS);
    const end = (): void => clearTimeout(timer);
    work.then(end, end);
    work.then(resolve, reject);
  });
}

/** Figma's errors without the name of the inner function they begin with. */
export function explain(error: unknown): string {
  // Figma's errors may come from outside the sandbox, whose `Error` is another.
  const { message } = Object(error) as { message?: unknown };
  const text = typeof message === 'string' ? message : String(error);
  const plain = text.replace(/^in \w+: /, '').trim();
  return plain === '' ? 'Figma gave no reason.' : plain;
}
