import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../figma-api.ts';
import type { FontBook, FontChoice } from './fonts.ts';

/** What an action did, with a word on what was otherwise than asked. */
export interface Outcome {
  outcome: 'applied' | 'skipped' | 'waiting';
  note?: string;
}

export function applied(note?: string): Outcome {
  return note === undefined ? { outcome: 'applied' } : { outcome: 'applied', note };
}

/** @param note why, as the end of a sentence that begins "Skipped: " */
export function skipped(note: string): Outcome {
  return { outcome: 'skipped', note };
}

/** What the actions need besides the layer. */
export interface EditContext {
  figma: FigmaApi;
  /** The clone: the only thing that is changed. */
  root: SceneNode;
  fonts: FontBook;
  /** For this instruction, where it is a `changeFont`. */
  fontChoice?: FontChoice;
}

/** "frame", "text layer", "boolean operation": the type in plain words. */
export function kindOf({ type }: SceneNode): string {
  if (type === 'TEXT') return 'text layer';
  return type.toLowerCase().replace(/_/g, ' ');
}

/** Whether the layer is inside an instance, which takes places, sizes and order from its component. */
export function isInsideInstance(node: SceneNode): boolean {
  for (let { parent } = node; parent !== null && parent.type !== 'PAGE'; { parent } = parent) {
    if (parent.type === 'INSTANCE') return true;
  }
  return false;
}

/** Whether auto-layout places the layer. */
export function isPlacedByAutoLayout(node: SceneNode): boolean {
  const { parent } = node;
  if (parent === null || !('layoutMode' in parent) || parent.layoutMode === 'NONE') return false;
  return !('layoutPositioning' in node) || node.layoutPositioning !== 'ABSOLUTE';
}
