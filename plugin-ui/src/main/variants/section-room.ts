import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import { type Container, GAP } from './clone-frame.ts';

interface Size {
  width: number;
  height: number;
}

/** Makes room for variants in sections, and takes it back when they go. Nothing in a section or beside it moves. */
export interface SectionRoom {
  /** Makes a section as large as it must be to hold a layer that was laid in it. */
  growFor(container: Container, node: SceneNode): void;
  /**
   * Makes a section that was grown as small as it was, as far as what lies in it allows. One that the designer has
   * resized since stays as it is. Never throws.
   */
  shrink(container: Container | null): void;
}

export function createSectionRoom(): SectionRoom {
  const grown = new Map<string, { before: Size; after: Size }>();

  function growFor(container: Container, node: SceneNode): void {
    const inner = node.absoluteBoundingBox;
    if (container.type !== 'SECTION' || inner === null) return;
    const outer = container.absoluteBoundingBox;
    if (outer === null) return;
    const [innerRight, innerBottom] = [inner.x + inner.width, inner.y + inner.height];
    const [outerRight, outerBottom] = [outer.x + outer.width, outer.y + outer.height];
    if (innerRight <= outerRight && innerBottom <= outerBottom) return;
    const after = {
      width: Math.max(outerRight, innerRight + GAP) - outer.x,
      height: Math.max(outerBottom, innerBottom + GAP) - outer.y,
    };
    const known = grown.get(container.id);
    const before = known !== undefined && isSize(outer, known.after) ? known.before : sizeOf(outer);
    container.resizeWithoutConstraints(after.width, after.height);
    grown.set(container.id, { before, after });
  }

  function shrinkNow(container: Container): void {
    const known = grown.get(container.id);
    const outer = container.type === 'SECTION' ? container.absoluteBoundingBox : null;
    if (known === undefined || outer === null || container.type !== 'SECTION' || !isSize(outer, known.after)) return;
    const { before } = known;
    const after = sizeOf(before);
    for (const child of container.children) {
      const box = child.absoluteBoundingBox;
      if (box === null) continue;
      const right = box.x + box.width - outer.x;
      const bottom = box.y + box.height - outer.y;
      if (right > before.width) after.width = Math.max(after.width, right + GAP);
      if (bottom > before.height) after.height = Math.max(after.height, bottom + GAP);
    }
    const width = Math.min(after.width, outer.width);
    const height = Math.min(after.height, outer.height);
    container.resizeWithoutConstraints(width, height);
    grown.set(container.id, { before, after: { width, height } });
  }

  return {
    growFor,
    shrink(container) {
      try {
        if (container !== null) shrinkNow(container);
      } catch {
        // A section that is too large does no harm.
      }
    },
  };
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function isSize(a: Size, b: Size): boolean {
  return Math.abs(a.width - b.width) < 0.5 && Math.abs(a.height - b.height) < 0.5;
}
