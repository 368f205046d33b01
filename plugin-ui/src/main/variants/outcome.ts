import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { FigmaApi } from '../figma-api.ts';
import type { FontBook, FontChoice } from './fonts.ts';
import type { TokenBook } from './tokens.ts';

/** What an action did, with a word on what was otherwise than asked. */
export interface Outcome {
  outcome: 'applied' | 'skipped' | 'waiting';
  note?: string;
}

/** @param notes what is otherwise than asked; undefined ones are left out */
export function applied(...notes: (string | undefined)[]): Outcome {
  const said = notes.filter((note) => note !== undefined);
  return said.length === 0 ? { outcome: 'applied' } : { outcome: 'applied', note: said.join('; ') };
}

/** @param note why, as the end of a sentence that begins "Skipped: " */
export function skipped(note: string): Outcome {
  return { outcome: 'skipped', note };
}

/** A layer that an instruction has moved, by so many px. */
export interface Moved {
  node: SceneNode;
  dx: number;
  dy: number;
  isRelative: boolean;
}

/** What the actions need besides the layer. */
export interface EditContext {
  figma: FigmaApi;
  /** The clone, or the frame itself once a variant is used: only what it holds is changed. */
  root: SceneNode;
  fonts: FontBook;
  tokens: TokenBook;
  /** The layers moved so far, since a layer moves with its parent. */
  moved: Moved[];
  /** Finds the layers of an instance again, after it has got others. */
  refresh: (instance: SceneNode) => void;
  /** For this instruction, if it is a `changeFont`. */
  fontChoice?: FontChoice;
}

/** "frame", "text layer", "boolean operation": the type in plain words. */
export function kindOf({ type }: SceneNode): string {
  if (type === 'TEXT') return 'text layer';
  if (type === 'TEXT_PATH') return 'text on a path';
  return type.toLowerCase().replace(/_/g, ' ');
}

/** Whether a layer only says where the layers over it show. Its own paints and effects do not. */
export function isMask(node: SceneNode): boolean {
  return 'isMask' in node && node.isMask;
}

/**
 * Why a layer's own paints and effects do not show, as the beginning of a note: it only says where others show, or the
 * combined shape that it is a part of has them.
 */
export function whyUnpainted(node: SceneNode): string | undefined {
  if (isMask(node)) return 'it is a mask';
  const { parent } = node;
  return parent !== null && parent.type === 'BOOLEAN_OPERATION' ? 'it is a part of a combined shape' : undefined;
}

/** Whether an instance says how the layer is placed; what lies in a slot is the designer's. */
export function isInsideInstance(node: SceneNode): boolean {
  for (let { parent } = node; parent !== null && parent.type !== 'PAGE'; { parent } = parent) {
    if (parent.type === 'SLOT') return false;
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
