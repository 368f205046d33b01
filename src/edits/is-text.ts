import type { EditLayer } from '../schemas/edits.ts';

/** Whether a layer shows its own words: a text box, or a text that runs along a path. */
export function isText({ type }: Pick<EditLayer, 'type'>): boolean {
  return type === 'TEXT' || type === 'TEXT_PATH';
}
