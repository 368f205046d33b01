import type { EditLayer } from '../schemas/edits.ts';

/** Whether a layer shows words of its own: a text box, or a text that runs along a path. */
export function isText({ type }: Pick<EditLayer, 'type'>): boolean {
  return type === 'TEXT' || type === 'TEXT_PATH';
}
