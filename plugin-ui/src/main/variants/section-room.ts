import type { Rect, SceneNode, SectionNode } from '@figma/plugin-typings/plugin-api-standalone.js';
import type { Container } from './clone-frame.ts';
import { GAP, grownBox } from './free-place.ts';

interface Size {
  width: number;
  height: number;
}

/** Makes room for variants in sections, and takes it back when they go. Nothing in a section or beside it moves. */
export interface SectionRoom {
  /** Makes a section, and those around it, as large as they must be to hold a layer that was laid in it. */
  growFor(container: Container, node: SceneNode): void;
  /**
   * Makes sections that were grown as small as they were, as far as what lies in them allows. One that the designer has
   * resized since stays as it is. Never throws.
   */
  shrink(container: Container | null): void;
}

/** Makes a {@link SectionRoom}, which remembers the sections that it has grown. */
export function createSectionRoom(): SectionRoom {
  const grown = new Map<string, { before: Size; after: Size }>();

  function growFor(container: Container, node: SceneNode): void {
    let inner = node.absoluteBoundingBox;
    for (const section of sectionsFrom(container)) {
      const outer = section.absoluteBoundingBox;
      if (inner === null || outer === null) return;
      inner = grow(section, outer, inner);
    }
  }

  /** @returns the section's box by now */
  function grow(section: SectionNode, outer: Rect, inner: Rect): Rect {
    const after = grownBox(outer, inner);
    if (isSize(outer, after)) return outer;
    const known = grown.get(section.id);
    const before = known !== undefined && isSize(outer, known.after) ? known.before : sizeOf(outer);
    section.resizeWithoutConstraints(after.width, after.height);
    grown.set(section.id, { before, after: sizeOf(after) });
    return after;
  }

  function shrinkNow(container: SectionNode): void {
    const known = grown.get(container.id);
    const outer = container.absoluteBoundingBox;
    if (known === undefined || outer === null || !isSize(outer, known.after)) return;
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
        if (container !== null) for (const section of sectionsFrom(container)) shrinkNow(section);
      } catch {
        // A section that is too large does no harm.
      }
    },
  };
}

/** The section and all around it, the inner ones first. */
function sectionsFrom(container: Container): SectionNode[] {
  const sections: SectionNode[] = [];
  for (let at: SceneNode['parent'] = container; at !== null && at.type === 'SECTION'; at = at.parent) sections.push(at);
  return sections;
}

function sizeOf({ width, height }: Size): Size {
  return { width, height };
}

function isSize(a: Size, b: Size): boolean {
  return Math.abs(a.width - b.width) < 0.5 && Math.abs(a.height - b.height) < 0.5;
}
