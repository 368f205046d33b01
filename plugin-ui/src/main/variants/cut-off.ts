import type { SceneNode } from '@figma/plugin-typings/plugin-api-standalone.js';

/** Letters reach to the edge of their box: below this no letter is lost. */
const TOLERANCE_PX = 1;

/** How far a layer reaches out of what clips it, and what that is. */
export interface CutOff {
  px: number;
  by: string;
}

/** How much of a layer its parents cut off, up to and with `root`. */
export function measureCutOff(node: SceneNode, root: SceneNode): CutOff {
  const cut: CutOff = { px: 0, by: '' };
  const box = node.absoluteBoundingBox;
  if (box === null || node.id === root.id) return cut;
  for (let { parent } = node; parent !== null && parent.type !== 'PAGE'; { parent } = parent) {
    const outer = 'clipsContent' in parent && parent.clipsContent ? parent.absoluteBoundingBox : null;
    if (outer !== null) {
      const px = Math.max(
        outer.x - box.x,
        outer.y - box.y,
        box.x + box.width - outer.x - outer.width,
        box.y + box.height - outer.y - outer.height,
      );
      if (px > cut.px) Object.assign(cut, { px, by: parent.name });
    }
    if (parent.id === root.id) break;
  }
  return cut;
}

/** A note if a layer is cut off more than it was; undefined if it is not. */
export function noteCutOff(node: SceneNode, root: SceneNode, before: CutOff): string | undefined {
  if (node.removed) return undefined;
  const after = measureCutOff(node, root);
  return after.px > before.px + TOLERANCE_PX ? `"${after.by}" cuts it off` : undefined;
}
